// The deployments that an endpoint was in last, and what became of it there; each unfolds to what it said.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { allRows } from '../../api/all-rows.ts';
import { api, dataOf } from '../../api/client.ts';
import type { Item } from '../../api/types.ts';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { Instant } from '../../components/instant.tsx';
import { StateMark } from '../../components/state-mark.tsx';
import { JobDetail } from '../deployment/job-detail.tsx';

type Row = Item<'listEndpointJobs'>;

export function Jobs({ id }: { readonly id: string }) {
  const { t } = useTranslation();
  const rows = allRows<Row>(
    useQuery({
      queryKey: ['endpoint-jobs', id],
      queryFn: () => dataOf(api.GET('/api/v1/endpoints/{id}/jobs', { params: { path: { id } } })),
    }),
  );
  const columns: readonly Column<Row>[] = [
    {
      id: 'deployment',
      header: t('jobs.deployment'),
      width: 'minmax(180px, 2fr)',
      narrow: 'minmax(0, 3fr)',
      cell: ({ deployment, name }) => (
        <Link to="/deployments/$id" params={{ id: deployment }}>
          {name}
        </Link>
      ),
    },
    {
      id: 'state',
      header: t('jobs.state'),
      width: 'minmax(150px, 1fr)',
      narrow: 'minmax(0, 2fr)',
      cell: ({ state }) => <StateMark of="job" state={state} />,
    },
    {
      id: 'deploymentState',
      header: t('jobs.deploymentState'),
      width: 'minmax(150px, 1fr)',
      cell: ({ deploymentState }) => <StateMark of="deployment" state={deploymentState} />,
    },
    { id: 'attempt', header: t('jobs.attempt'), width: '80px', align: 'end', cell: ({ attempt }) => attempt },
    { id: 'changed', header: t('jobs.changed'), width: '130px', cell: ({ changedAt }) => <Instant at={changedAt} /> },
  ];
  return (
    <DataTable
      label={t('endpoint.tabs.jobs')}
      columns={columns}
      rows={rows}
      keyOf={({ deployment }) => deployment}
      nameOf={({ name }) => name}
      unfold={({ deployment }) => <JobDetail deployment={deployment} endpoint={id} />}
      empty={t('jobs.noneOfEndpoint')}
    />
  );
}
