// One row of a table: its box to select it, its cells, and what it unfolds.
import { Checkbox } from '@mantine/core';
import type { MouseEvent, ReactNode, Ref } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './data-table.module.css';

export interface Column<Row> {
  readonly id: string;
  readonly header: string;
  /** A track of a CSS grid: `minmax(160px, 2fr)`, `90px`. */
  readonly width: string;
  /** The track on a narrow screen; a column without one is not shown there. */
  readonly narrow?: string;
  readonly align?: 'end';
  /** Whether what the row unfolds says it anyway; then a narrow screen has it there once. */
  readonly isUnfolded?: true;
  readonly cell: (row: Row) => ReactNode;
}

export interface TableRowProps<Row> {
  readonly index: number;
  readonly row: Row | undefined;
  readonly columns: readonly Column<Row>[];
  readonly tracks: string;
  /** Undefined where the table lets nothing be selected. */
  readonly box?: { readonly label: string; readonly checked: boolean; readonly onClick: (shift: boolean) => void };
  readonly unfold?: {
    readonly label: string;
    readonly isOpen: boolean;
    readonly toggle: () => void;
    readonly body: ReactNode;
  };
  readonly isHere: boolean;
  /** From the top of the body; undefined where rows follow each other. */
  readonly start?: number;
  readonly measure?: Ref<HTMLDivElement>;
}

export function TableRow<Row>(props: TableRowProps<Row>) {
  const { index, row, columns, tracks, box, unfold, isHere, start, measure } = props;
  const { t } = useTranslation();
  return (
    <div
      role="row"
      ref={measure}
      aria-rowindex={index + 2}
      aria-selected={box?.checked === true ? true : undefined}
      aria-busy={row === undefined ? true : undefined}
      data-index={index}
      tabIndex={-1}
      className={`${styles['row']} ${styles['line']} ${isHere ? styles['here'] : ''}`}
      style={{
        gridTemplateColumns: tracks,
        ...(start === undefined ? { position: 'static' } : { transform: `translateY(${start}px)` }),
      }}
    >
      {row === undefined ? (
        <span role="cell" className={styles['waiting']} style={{ gridColumn: '1 / -1' }}>
          {t('table.loadingRow')}
        </span>
      ) : (
        <>
          {box && (
            <span role="cell">
              <Checkbox
                size="xs"
                aria-label={box.label}
                checked={box.checked}
                // On click, as only that knows of the shift key; the box itself follows.
                onClick={(event: MouseEvent) => box.onClick(event.shiftKey)}
                readOnly
              />
            </span>
          )}
          {unfold && (
            <span role="cell">
              <button
                type="button"
                className={styles['unfold']}
                aria-expanded={unfold.isOpen}
                aria-label={unfold.label}
                onClick={unfold.toggle}
              >
                <svg viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">
                  <path d={unfold.isOpen ? 'M1 3H11L6 10Z' : 'M3 1V11L10 6Z'} fill="currentColor" />
                </svg>
              </button>
            </span>
          )}
          {columns.map(({ id, align, cell }) => (
            <span role="cell" key={id} className={align === 'end' ? 'number' : undefined}>
              {cell(row)}
            </span>
          ))}
          {unfold?.isOpen === true && (
            <span role="cell" className={styles['unfolded']}>
              {unfold.body}
            </span>
          )}
        </>
      )}
    </div>
  );
}
