// A short table of a product's page, with its heading.
import { Table } from '@mantine/core';
import type { ReactNode } from 'react';
import { Wide } from '../../components/wide.tsx';
import styles from './product.module.css';

export interface RowsProps {
  readonly id: string;
  readonly title: string;
  readonly columns: readonly string[];
  /** The first cell of each is its heading. */
  readonly rows: readonly { readonly key: string; readonly cells: readonly [ReactNode, ...ReactNode[]] }[];
  /** In place of the table where it has no row. */
  readonly empty: string;
  /** Below it. */
  readonly children?: ReactNode;
}

export function Rows({ id, title, columns, rows, empty, children }: RowsProps) {
  return (
    <div>
      <h2 id={id}>{title}</h2>
      {rows.length === 0 ? (
        <p className={styles['note']}>{empty}</p>
      ) : (
        <Wide label={title}>
          <Table verticalSpacing={4} miw={560} maw={1100} aria-labelledby={id}>
            <Table.Thead>
              <Table.Tr>
                {columns.map((column) => (
                  <Table.Th key={column} scope="col">
                    {column}
                  </Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {rows.map(({ key, cells: [first, ...others] }) => (
                <Table.Tr key={key}>
                  <Table.Th scope="row" fw={400}>
                    {first}
                  </Table.Th>
                  {others.map((cell, index) => (
                    <Table.Td key={columns[index + 1]}>{cell}</Table.Td>
                  ))}
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Wide>
      )}
      {children}
    </div>
  );
}
