// A table of any length: only the rows in view are drawn, the count is the true one, and it is used by keyboard.
import { Checkbox } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Rows } from '../api/rows.ts';
import styles from './data-table.module.css';
import { areKeysOn } from '../shell/single-keys.ts';
import { Empty, Failed, Loading } from './page-state.tsx';

export interface Column<Row> {
  readonly id: string;
  readonly header: string;
  /** A track of a CSS grid: `minmax(160px, 2fr)`, `90px`. */
  readonly width: string;
  readonly align?: 'end';
  readonly cell: (row: Row) => ReactNode;
}

export interface Selection {
  readonly has: (key: string) => boolean;
  readonly toggle: (key: string) => void;
}

export interface DataTableProps<Row> {
  /** What the rows are, for who does not see the heading. */
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: Rows<Row>;
  readonly keyOf: (row: Row) => string;
  readonly nameOf: (row: Row) => string;
  readonly selection?: Selection;
  readonly onPeek?: (row: Row) => void;
  /** Shown where there is no row at all. */
  readonly empty: ReactNode;
}

const ROW = 32;

export function DataTable<Row>({ label, columns, rows, keyOf, nameOf, selection, onPeek, empty }: DataTableProps<Row>) {
  const { t } = useTranslation();
  const scroller = useRef<HTMLDivElement>(null);
  const total = rows.total ?? 0;
  const virtual = useVirtualizer({
    count: total,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 12,
  });
  const drawn = virtual.getVirtualItems();
  const last = drawn.at(-1)?.index ?? 0;
  const { want } = rows;
  useEffect(() => want(last), [want, last]);

  if (rows.error !== null && rows.total === undefined) return <Failed error={rows.error} retry={rows.retry} />;
  if (rows.isPending) return <Loading rows={12} />;
  if (total === 0) return <Empty>{empty}</Empty>;

  const tracks = `${selection ? '34px ' : ''}${columns.map(({ width }) => width).join(' ')}`;
  const onKey = (event: KeyboardEvent<HTMLDivElement>) => {
    const row = (event.target as HTMLElement).closest<HTMLElement>('[data-index]');
    const at = row === null ? -1 : Number(row.dataset['index']);
    const key = keyed(event);
    if (key === undefined) return;
    if (key === 'next' || key === 'previous') {
      const to = Math.min(Math.max(at + (key === 'next' ? 1 : -1), 0), total - 1);
      event.preventDefault();
      virtual.scrollToIndex(to);
      requestAnimationFrame(() => scroller.current?.querySelector<HTMLElement>(`[data-index="${to}"]`)?.focus());
      return;
    }
    const chosen = rows.loaded[at];
    if (chosen === undefined) return;
    event.preventDefault();
    if (key === 'select') selection?.toggle(keyOf(chosen));
    else onPeek?.(chosen);
  };

  return (
    <div
      className={styles['table']}
      role="table"
      aria-label={label}
      aria-rowcount={total + 1}
      aria-colcount={columns.length + (selection ? 1 : 0)}
      ref={scroller}
      onKeyDown={onKey}
      tabIndex={0}
    >
      <div role="rowgroup" className={styles['head']}>
        <div role="row" aria-rowindex={1} className={styles['row']} style={{ gridTemplateColumns: tracks }}>
          {selection && <span role="columnheader" aria-label={t('table.selected', { count: 0 })} />}
          {columns.map(({ id, header, align }) => (
            <span role="columnheader" key={id} className={align === 'end' ? 'number' : undefined}>
              {header}
            </span>
          ))}
        </div>
      </div>
      <div role="rowgroup" className={styles['body']} style={{ height: virtual.getTotalSize() }}>
        {drawn.map(({ index, start }) => {
          const row = rows.loaded[index];
          const key = row === undefined ? undefined : keyOf(row);
          return (
            <div
              role="row"
              key={index}
              aria-rowindex={index + 2}
              aria-selected={key !== undefined && selection?.has(key) === true ? true : undefined}
              data-index={index}
              tabIndex={-1}
              className={`${styles['row']} ${styles['line']}`}
              style={{ gridTemplateColumns: tracks, transform: `translateY(${start}px)` }}
            >
              {row === undefined || key === undefined ? (
                <span role="cell" className="quiet">
                  {t('table.loadingRow')}
                </span>
              ) : (
                <>
                  {selection && (
                    <span role="cell">
                      <Checkbox
                        size="xs"
                        aria-label={t('table.select', { name: nameOf(row) })}
                        checked={selection.has(key)}
                        onChange={() => selection.toggle(key)}
                      />
                    </span>
                  )}
                  {columns.map(({ id, align, cell }) => (
                    <span role="cell" key={id} className={align === 'end' ? 'number' : undefined}>
                      {cell(row)}
                    </span>
                  ))}
                </>
              )}
            </div>
          );
        })}
      </div>
    </div>
  );
}

/** What a key asks of the table; undefined where it is not one of its keys, or meant for a field. */
function keyed(event: KeyboardEvent): 'next' | 'previous' | 'select' | 'peek' | undefined {
  if (event.ctrlKey || event.metaKey || event.altKey) return undefined;
  const { key } = event;
  if (key === 'ArrowDown') return 'next';
  if (key === 'ArrowUp') return 'previous';
  if (!areKeysOn()) return undefined;
  return ({ j: 'next', k: 'previous', x: 'select', p: 'peek' } as const)[key as 'j'];
}
