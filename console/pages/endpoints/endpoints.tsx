// The list of endpoints that a query finds; one of them is looked at beside it, many are changed at once.
import { Code } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { pieceOf } from '../../files.ts';
import { api, dataOf } from '../../api/client.ts';
import { useMay } from '../../api/me.ts';
import { useRowsAt } from '../../api/rows.ts';
import { DataTable } from '../../components/data-table.tsx';
import { Facets } from '../../components/facets.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { QueryBar } from '../../components/query-bar.tsx';
import { shellQuoted } from '../../components/shell-quoted.ts';
import { useSelection } from '../../components/use-selection.ts';
import type { BulkChangeProps } from './bulk-change.tsx';
import { type EndpointRow, endpointColumns } from './columns.tsx';
import styles from './endpoints.module.css';

// What is not on the first screen is not loaded for it.
const BulkBar = pieceOf(async () => (await import('./bulk-bar.tsx')).BulkBar);
const BulkChange = pieceOf(async () => (await import('./bulk-change.tsx')).BulkChange);
const Peek = pieceOf(async () => (await import('./peek.tsx')).Peek);

/** What makes room for the endpoint that is looked at. */
const BESIDE_PEEK = ['exposure', 'tags'];

const route = getRouteApi('/endpoints');

export function Endpoints() {
  const { t } = useTranslation();
  const { q = '', peek } = route.useSearch();
  const navigate = route.useNavigate();
  const rows = useRowsAt<EndpointRow>(['endpoints', q], (place) =>
    dataOf(api.GET('/api/v1/endpoints', { params: { query: { ...place, q } } })),
  );
  const selection = useSelection(q, rows.total ?? 0);
  // Kept apart from the selection, of which nothing may be left once it is changed.
  const [change, setChange] = useState<Omit<BulkChangeProps, 'onClose'>>();
  const maySelect = useMay('endpoint.edit');
  const onSearch = (next: string) => void navigate({ search: next === '' ? {} : { q: next } });
  const look = (id: string | undefined) =>
    void navigate({ search: { ...(q !== '' && { q }), ...(id !== undefined && { peek: id }) }, replace: true });
  return (
    <>
      <PageHeader
        title={t('endpoints.title')}
        count={rows.total}
        cli={q === '' ? 'suture endpoints ls' : `suture endpoints ls ${shellQuoted(q)}`}
      />
      <QueryBar list="endpoints" resource="endpoints" value={q} onSearch={onSearch} error={rows.error} />
      {/* In the place of the facets, so that nothing moves while one selects. */}
      {selection.count > 0 ? (
        <Suspense fallback={<div className={styles['bar']} />}>
          <BulkBar selection={selection} onChange={(kind) => setChange({ kind, q, chosen: selection.chosen })} />
        </Suspense>
      ) : (
        <Facets
          resource="endpoints"
          urgent={['overdue', 'exploited', 'restart']}
          fields={['os', 'enrolment', 'inventory', 'exposure', 'tag']}
          q={q}
          onSearch={onSearch}
        />
      )}
      <div className={styles['beside']}>
        <DataTable
          label={t('endpoints.title')}
          columns={endpointColumns(t).filter(({ id }) => peek === undefined || !BESIDE_PEEK.includes(id))}
          rows={rows}
          keyOf={({ id }) => id}
          nameOf={({ name }) => name}
          selection={maySelect ? selection : undefined}
          peeked={peek}
          onPeek={({ id }) => look(id === peek ? undefined : id)}
          empty={
            q === '' ? (
              <>
                <p>{t('endpoints.none')}</p>
                <p>{t('endpoints.join')}</p>
                <Code block>npx suture enrol new</Code>
              </>
            ) : (
              t('state.noMatch')
            )
          }
        />
        {peek !== undefined && (
          <Suspense fallback={<aside className={styles['peek']} />}>
            <Peek id={peek} onClose={() => look(undefined)} />
          </Suspense>
        )}
      </div>
      {change && (
        <Suspense fallback={null}>
          <BulkChange {...change} onClose={() => setChange(undefined)} />
        </Suspense>
      )}
    </>
  );
}
