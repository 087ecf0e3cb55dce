// A table of any length: only the rows in view are drawn and asked for, the count is the true one, and it is used by keyboard.
import { Checkbox } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Rows } from '../api/rows.ts';
import styles from './data-table.module.css';
import { Empty, Failed, Loading } from './page-state.tsx';
import { PageTurner, usePaged } from './page-turner.tsx';
import { rowAfter, tableKey } from './table-keys.ts';
import { type Column, TableRow } from './table-row.tsx';
import type { Selection } from './use-selection.ts';
import { useNarrow } from './use-narrow.ts';

export type { Column } from './table-row.tsx';

export interface DataTableProps<Row> {
  /** What the rows are, for who does not see the heading. */
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: Rows<Row>;
  readonly keyOf: (row: Row) => string;
  readonly nameOf: (row: Row) => string;
  readonly selection?: Selection | undefined;
  readonly onPeek?: ((row: Row) => void) | undefined;
  /** The row that is looked at beside the table. */
  readonly peeked?: string | undefined;
  /** What a row unfolds in place. */
  readonly unfold?: ((row: Row) => ReactNode) | undefined;
  /** Shown where there is no row at all. */
  readonly empty: ReactNode;
}

const ROW = 32;

export function DataTable<Row>(props: DataTableProps<Row>) {
  const { label, rows, keyOf, nameOf, selection, onPeek, peeked, empty } = props;
  const { t } = useTranslation();
  const scroller = useRef<HTMLDivElement>(null);
  const toFocus = useRef<number>(undefined);
  const lastBox = useRef<number>(undefined);
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const total = rows.total ?? 0;
  const paged = usePaged(total);
  const virtual = useVirtualizer({
    count: paged.isOn ? 0 : total,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 12,
  });
  const items = virtual.getVirtualItems();
  const drawn: readonly { readonly index: number; readonly start?: number }[] = paged.isOn ? paged.rows : items;
  const first = drawn[0]?.index ?? 0;
  const last = drawn.at(-1)?.index ?? 0;
  const { want } = rows;
  useEffect(() => want(first, last), [want, first, last]);
  const isNarrow = useNarrow();
  const columns = shownOn(isNarrow, props.columns);
  const left = props.columns.filter((column) => !columns.includes(column) && column.isUnfolded !== true);
  const unfold = left.length === 0 ? props.unfold : withLeft(left, props.unfold);
  // What a key leads to is focused as soon as it is drawn.
  useEffect(() => {
    if (toFocus.current === undefined) return;
    const row = scroller.current?.querySelector<HTMLElement>(`[data-index="${toFocus.current}"]`);
    if (row === null || row === undefined) return;
    toFocus.current = undefined;
    row.focus({ preventScroll: true });
  });

  const instead =
    rows.error !== null && rows.total === undefined ? (
      <Failed error={rows.error} retry={rows.retry} />
    ) : rows.isPending ? (
      <Loading rows={12} />
    ) : total === 0 ? (
      <Empty>{empty}</Empty>
    ) : undefined;
  if (instead !== undefined) return <div className={styles['frame']}>{instead}</div>;

  const tracks = [
    ...(selection ? ['24px'] : []),
    ...(unfold ? ['20px'] : []),
    ...columns.map(({ width, narrow }) => (isNarrow ? (narrow ?? 'minmax(0, 1fr)') : width)),
  ].join(' ');

  const select = (index: number, withShift: boolean) => {
    const row = rows.at(index);
    if (selection === undefined || row === undefined) return;
    const on = !selection.has(keyOf(row));
    const from = withShift ? (lastBox.current ?? index) : index;
    const step = from <= index ? 1 : -1;
    const keys = [];
    // As far as rows are known: what was never shown is not selected by passing over it.
    for (let at = index; ; at -= step) {
      const each = rows.at(at);
      if (each === undefined) break;
      keys.push(keyOf(each));
      if (at === from) break;
    }
    selection.set(keys, on);
    lastBox.current = index;
  };
  const onKey = (event: KeyboardEvent<HTMLDivElement>) => {
    const element = (event.target as HTMLElement).closest<HTMLElement>('[data-index]');
    const at = element === null ? -1 : Number(element.dataset['index']);
    const key = tableKey(event);
    if (key === undefined) return;
    const to = rowAfter(key, at, total);
    if (to !== undefined) {
      event.preventDefault();
      toFocus.current = to;
      if (paged.isOn) paged.show(to);
      else virtual.scrollToIndex(to);
      // Where nothing has to be drawn for it, nothing is.
      scroller.current?.querySelector<HTMLElement>(`[data-index="${to}"]`)?.focus({ preventScroll: true });
      return;
    }
    const row = rows.at(at);
    if (row === undefined) return;
    event.preventDefault();
    if (key === 'select') select(at, event.shiftKey);
    else onPeek?.(row);
  };
  const toggle = (key: string) =>
    setOpen((now) => (now.has(key) ? now.difference(new Set([key])) : now.union(new Set([key]))));

  return (
    <div className={styles['frame']}>
      <div
        className={styles['table']}
        role="table"
        aria-label={label}
        aria-rowcount={total + 1}
        aria-colcount={columns.length + (selection ? 1 : 0) + (unfold ? 1 : 0)}
        ref={scroller}
        onKeyDown={onKey}
        tabIndex={0}
      >
        <div role="rowgroup" className={styles['head']}>
          <div role="row" aria-rowindex={1} className={styles['row']} style={{ gridTemplateColumns: tracks }}>
            {selection && (
              <span role="columnheader">
                <Checkbox
                  size="xs"
                  aria-label={t('table.selectAll', { count: total })}
                  checked={selection.isAll}
                  indeterminate={selection.count > 0 && !selection.isAll}
                  onChange={(event) => selection.setAll(event.currentTarget.checked)}
                />
              </span>
            )}
            {unfold && (
              <span role="columnheader">
                <span className="visually-hidden">{t('grid.unfold')}</span>
              </span>
            )}
            {columns.map(({ id, header, align }) => (
              <span role="columnheader" key={id} className={align === 'end' ? 'number' : undefined}>
                {header}
              </span>
            ))}
          </div>
        </div>
        <div
          role="rowgroup"
          className={styles['body']}
          style={paged.isOn ? undefined : { height: virtual.getTotalSize() }}
        >
          {drawn.map(({ index, start }) => {
            const row = rows.at(index);
            const key = row === undefined ? '' : keyOf(row);
            return (
              <TableRow
                key={index}
                index={index}
                row={row}
                columns={columns}
                tracks={tracks}
                isHere={row !== undefined && key === peeked}
                {...(start !== undefined && { start, measure: virtual.measureElement })}
                {...(selection &&
                  row !== undefined && {
                    box: {
                      label: t('table.select', { name: nameOf(row) }),
                      checked: selection.has(key),
                      onClick: (shift) => select(index, shift),
                    },
                  })}
                {...(unfold &&
                  row !== undefined && {
                    unfold: {
                      label: t('grid.unfoldRow', { name: nameOf(row) }),
                      isOpen: open.has(key),
                      toggle: () => toggle(key),
                      body: open.has(key) ? unfold(row) : null,
                    },
                  })}
              />
            );
          })}
        </div>
      </div>
      <PageTurner paged={paged} total={total} />
    </div>
  );
}

/** Where no column says that it is for narrow screens, the first two are. */
function shownOn<Row>(isNarrow: boolean, columns: readonly Column<Row>[]): readonly Column<Row>[] {
  if (!isNarrow) return columns;
  const kept = columns.filter(({ narrow }) => narrow !== undefined);
  return kept.length > 0 ? kept : columns.slice(0, 2);
}

/** What a narrow screen has no column for is in what a row unfolds. */
const withLeft =
  <Row,>(left: readonly Column<Row>[], unfold: ((row: Row) => ReactNode) | undefined) =>
  (row: Row): ReactNode => (
    <>
      <dl className={styles['left']}>
        {left.map(({ id, header, cell }) => (
          <div key={id}>
            <dt>{header}</dt>
            <dd>{cell(row)}</dd>
          </div>
        ))}
      </dl>
      {unfold?.(row)}
    </>
  );
