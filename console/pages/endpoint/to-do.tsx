// What to do on an endpoint: its patches, the most urgent first; what nobody can fix is counted beside.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { api, dataOf } from '../../api/client.ts';
import { useMay } from '../../api/me.ts';
import { useRowsAt } from '../../api/rows.ts';
import type { Answer } from '../../api/types.ts';
import { DataTable } from '../../components/data-table.tsx';
import { Closes, patchColumns, patchKey, type PatchRow } from '../patches/columns.tsx';
import { onEndpoint } from './fixes-of.ts';

/** Findings that are looked through for exceptions, the most urgent first. */
const MOST = 200;

export function ToDo({ endpoint }: { readonly endpoint: Answer<'showEndpoint'> }) {
  const { t, i18n } = useTranslation();
  const mayPlan = useMay('plan.create');
  const q = onEndpoint(endpoint.name);
  const rows = useRowsAt<PatchRow>(['patches', q], (place) =>
    dataOf(api.GET('/api/v1/patches', { params: { query: { ...place, q } } })),
  );
  return (
    <>
      <p className="quiet" style={{ margin: 0, minHeight: 20, display: 'flex', flexWrap: 'wrap', gap: '4px 16px' }}>
        {mayPlan && (rows.total ?? 0) > 0 && (
          <Link to="/deployments/new" search={{ q }}>
            {t('todo.deploy')}
          </Link>
        )}
        <NoFix id={endpoint.id} q={q} />
        <Excepted id={endpoint.id} />
      </p>
      <DataTable
        label={t('endpoint.tabs.todo')}
        columns={patchColumns(t, i18n.language).filter(({ id }) => id !== 'endpoints')}
        rows={rows}
        keyOf={patchKey}
        nameOf={({ source, to }) => `${source} ${to}`}
        unfold={(patch) => <Closes patch={patch} />}
        empty={t(endpoint.inventory === 'complete' ? 'todo.none' : 'todo.noneKnown')}
      />
    </>
  );
}

/** What somebody has decided not to act on is in the list as well, and plans leave it out. */
function Excepted({ id }: { readonly id: string }) {
  const { t } = useTranslation();
  const { data } = useQuery({
    queryKey: ['endpoint-findings', id, 'excepted'],
    queryFn: () =>
      dataOf(api.GET('/api/v1/endpoints/{id}/findings', { params: { path: { id }, query: { limit: MOST } } })),
  });
  const count = (data?.items ?? []).filter(({ exception }) => exception !== null).length;
  return (
    count > 0 && (
      <Link to="/endpoints/$id" params={{ id }} search={{ tab: 'vulnerabilities' }}>
        {t('todo.excepted', { count })}
      </Link>
    )
  );
}

/** How many have no fix, so that nobody takes the list for all there is. */
function NoFix({ id, q }: { readonly id: string; readonly q: string }) {
  const { t } = useTranslation();
  const { data } = useQuery({
    queryKey: ['vulnerabilities', `${q} -fix:available`, 'count'],
    queryFn: () =>
      dataOf(api.GET('/api/v1/vulnerabilities', { params: { query: { q: `${q} -fix:available`, limit: 1 } } })),
  });
  return (
    data &&
    data.total > 0 && (
      <Link to="/endpoints/$id" params={{ id }} search={{ tab: 'vulnerabilities' }}>
        {t('todo.noFix', { count: data.total })}
      </Link>
    )
  );
}
