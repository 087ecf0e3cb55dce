// A page that is one list: its head with the count, the query, and the table; the query is in the URL.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { type Page, useRows } from '../api/rows.ts';
import { shellQuoted } from './shell-quoted.ts';
import { type Column, DataTable } from './data-table.tsx';
import { PageHeader } from './page-header.tsx';
import { QueryBar } from './query-bar.tsx';

export interface ListPageProps<Row> {
  readonly title: string;
  /** The name of the list among what is kept. */
  readonly name: string;
  /** The command that lists the same; the query is put after it. */
  readonly cli: string;
  /** A page of what the query finds. */
  readonly fetchPage: (page: { readonly limit: number; readonly cursor?: string }) => Promise<Page<Row>>;
  readonly columns: readonly Column<Row>[];
  readonly keyOf: (row: Row) => string;
  readonly nameOf: (row: Row) => string;
  /** Undefined where the list takes no query. */
  readonly query?: { readonly q: string; readonly onSearch: (q: string) => void };
  /** Where there is nothing at all; where a query finds nothing it says that. */
  readonly empty: ReactNode;
  readonly children?: ReactNode;
}

export function ListPage<Row>(props: ListPageProps<Row>) {
  const { title, name, cli, fetchPage, columns, keyOf, nameOf, query, empty, children } = props;
  const { t } = useTranslation();
  const q = query?.q ?? '';
  const rows = useRows<Row>([name, q], ({ cursor, limit }) =>
    fetchPage({ limit, ...(cursor !== undefined && { cursor }) }),
  );
  return (
    <>
      <PageHeader title={title} count={rows.total} cli={q === '' ? cli : `${cli} ${shellQuoted(q)}`}>
        {children}
      </PageHeader>
      {query && <QueryBar value={q} onSearch={query.onSearch} error={rows.error} />}
      <DataTable
        label={title}
        columns={columns}
        rows={rows}
        keyOf={keyOf}
        nameOf={nameOf}
        empty={q === '' ? empty : t('state.noMatch')}
      />
    </>
  );
}
