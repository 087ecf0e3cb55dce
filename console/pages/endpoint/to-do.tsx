// What to do on an endpoint: its patches, the most urgent first; what nobody can fix is counted beside.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { api, dataOf } from '../../api/client.ts';
import { useRowsAt } from '../../api/rows.ts';
import type { Answer } from '../../api/types.ts';
import { DataTable } from '../../components/data-table.tsx';
import { Closes, patchColumns, patchKey, type PatchRow } from '../patches/columns.tsx';
import { onEndpoint } from './fixes-of.ts';

export function ToDo({ endpoint }: { readonly endpoint: Answer<'showEndpoint'> }) {
  const { t, i18n } = useTranslation();
  const q = onEndpoint(endpoint.name);
  const rows = useRowsAt<PatchRow>(['patches', q], (place) =>
    dataOf(api.GET('/api/v1/patches', { params: { query: { ...place, q } } })),
  );
  return (
    <>
      <NoFix id={endpoint.id} q={q} />
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

/** How many have no fix, so that nobody takes the list for all there is. */
function NoFix({ id, q }: { readonly id: string; readonly q: string }) {
  const { t } = useTranslation();
  const { data } = useQuery({
    queryKey: ['vulnerabilities', `${q} -fix:available`, 'count'],
    queryFn: () =>
      dataOf(api.GET('/api/v1/vulnerabilities', { params: { query: { q: `${q} -fix:available`, limit: 1 } } })),
  });
  return (
    <p style={{ margin: 0, minHeight: 20 }} className="quiet">
      {data && data.total > 0 && (
        <Link to="/endpoints/$id" params={{ id }} search={{ tab: 'vulnerabilities' }}>
          {t('todo.noFix', { count: data.total })}
        </Link>
      )}
    </p>
  );
}
