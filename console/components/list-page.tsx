// A page that is one list: its head with the count, the query, and the table; the query is in the URL.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { type FetchAt, useRowsAt } from '../api/rows.ts';
import { type Column, DataTable, type DataTableProps } from './data-table.tsx';
import { type Facet, Facets } from './facets.tsx';
import { PageHeader } from './page-header.tsx';
import { QueryBar } from './query-bar.tsx';
import { shellQuoted } from './shell-quoted.ts';
import type { QueryResource } from './use-suggestions.ts';

export interface ListPageProps<Row> extends Pick<DataTableProps<Row>, 'keyOf' | 'nameOf' | 'unfold'> {
  readonly title: string;
  /** The name of the list among what is kept. */
  readonly name: string;
  /** The command that lists the same; the query is put after it. Undefined where there is none yet. */
  readonly cli?: string;
  readonly fetchPage: FetchAt<Row>;
  readonly columns: readonly Column<Row>[];
  /** Undefined where the list takes no query. */
  readonly query?: {
    readonly q: string;
    readonly onSearch: (q: string) => void;
    readonly resource: QueryResource;
    readonly facets: readonly Facet[];
  };
  /** Where there is nothing at all; where a query finds nothing it says that. */
  readonly empty: ReactNode;
  /** In the head. */
  readonly children?: ReactNode;
  /** Between the query and the table. */
  readonly beside?: ReactNode;
}

export function ListPage<Row>(props: ListPageProps<Row>) {
  const { title, name, cli, fetchPage, columns, keyOf, nameOf, unfold, query, empty, children, beside } = props;
  const { t } = useTranslation();
  const q = query?.q ?? '';
  const rows = useRowsAt<Row>([name, q], fetchPage);
  return (
    <>
      <PageHeader
        title={title}
        count={rows.total}
        {...(cli !== undefined && { cli: q === '' ? cli : `${cli} ${shellQuoted(q)}` })}
      >
        {children}
      </PageHeader>
      {query && (
        <>
          <QueryBar list={name} resource={query.resource} value={q} onSearch={query.onSearch} error={rows.error} />
          <Facets resource={query.resource} fields={query.facets} q={q} onSearch={query.onSearch} />
        </>
      )}
      {beside}
      <DataTable
        label={title}
        columns={columns}
        rows={rows}
        keyOf={keyOf}
        nameOf={nameOf}
        unfold={unfold}
        empty={q === '' ? empty : t('state.noMatch')}
      />
    </>
  );
}
