// The endpoints of a deployment, those that failed first: how far each is and why; each unfolds to all that is known of it.
import { Button, NativeSelect } from '@mantine/core';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { api, dataOf } from '../../api/client.ts';
import { useRows } from '../../api/rows.ts';
import type { Item } from '../../api/types.ts';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { Instant } from '../../components/instant.tsx';
import { StateMark } from '../../components/state-mark.tsx';
import { useServerWords } from '../../i18n/server-words.ts';
import { JOB_GROUPS } from '../../theme/rollout-states.ts';
import type { DeploymentSearch } from '../../urls.ts';
import type { Deployment } from './deployment.tsx';
import styles from './deployment.module.css';
import { JobDetail } from './job-detail.tsx';
import { useReason } from './reason.ts';

type Row = Item<'listDeploymentJobs'>;

const route = getRouteApi('/deployments/$id');

export function Jobs({ deployment: { id, rings, failures } }: { readonly deployment: Deployment }) {
  const { t } = useTranslation();
  const reasonOf = useReason();
  const words = useServerWords();
  const causes = new Map(failures.map((failure) => [failure.cause, words.cause(failure).says]));
  const { ring, state, cause } = route.useSearch();
  const navigate = route.useNavigate();
  const group = JOB_GROUPS.find((each) => each.group === state);
  const rows = useRows<Row>(['deployment-jobs', id, ring, state, cause], ({ cursor, limit }) =>
    dataOf(
      api.GET('/api/v1/deployments/{id}/jobs', {
        params: {
          path: { id },
          query: {
            limit,
            ...(cursor !== undefined && { cursor }),
            ...(ring !== undefined && { ring }),
            ...(state !== undefined && { state: group === undefined ? state : group.states.join(',') }),
            ...(cause !== undefined && { cause }),
          },
        },
      }),
    ),
  );
  const show = (next: Omit<DeploymentSearch, 'tab'>) => void navigate({ search: { tab: 'endpoints', ...next } });
  const columns: readonly Column<Row>[] = [
    {
      id: 'endpoint',
      header: t('jobs.endpoint'),
      width: 'minmax(140px, 1fr)',
      narrow: 'minmax(0, 1fr)',
      cell: ({ endpoint, name }) =>
        name === null ? (
          <span title={endpoint}>{t('jobs.gone')}</span>
        ) : (
          <Link to="/endpoints/$id" params={{ id: endpoint }} search={{ tab: 'jobs' }}>
            {name}
          </Link>
        ),
    },
    {
      id: 'state',
      header: t('jobs.state'),
      width: 'minmax(160px, 1fr)',
      narrow: 'minmax(0, 1fr)',
      cell: (row) => <StateMark of="job" state={row.state} />,
    },
    {
      id: 'why',
      header: t('jobs.why'),
      width: 'minmax(180px, 2fr)',
      cell: ({ reason, cause: of }) =>
        of === null ? reason === null ? '' : reasonOf(reason) : <span title={of}>{causes.get(of) ?? of}</span>,
    },
    { id: 'attempt', header: t('jobs.attempt'), width: '80px', align: 'end', cell: ({ attempt }) => attempt },
    {
      id: 'changed',
      header: t('jobs.changed'),
      width: '130px',
      cell: ({ changedAt }) => <Instant at={changedAt} />,
    },
  ];
  const isFiltered = ring !== undefined || state !== undefined || cause !== undefined;
  return (
    <>
      <div role="group" aria-label={t('jobs.filter')} className={styles['filters']}>
        <NativeSelect
          aria-label={t('deployment.rings')}
          value={ring ?? ''}
          onChange={({ currentTarget: { value } }) =>
            show({
              ...(value !== '' && { ring: Number(value) }),
              ...(state !== undefined && { state }),
              ...(cause !== undefined && { cause }),
            })
          }
          data={[
            { value: '', label: t('jobs.everyRing') },
            ...rings.map(({ number }) => ({
              value: String(number),
              label: t('deployment.ring', { number: number + 1 }),
            })),
          ]}
        />
        <NativeSelect
          aria-label={t('jobs.state')}
          value={group?.group ?? ''}
          onChange={({ currentTarget: { value } }) =>
            show({ ...(ring !== undefined && { ring }), ...(value !== '' && { state: value }) })
          }
          data={[
            { value: '', label: t('jobs.everyState') },
            ...JOB_GROUPS.map((each) => ({ value: each.group, label: t(`deployment.groups.${each.group}`) })),
          ]}
        />
        {cause !== undefined && <span>{t('jobs.causeIs', { cause: causes.get(cause) ?? cause })}</span>}
        {isFiltered && (
          <Button size="compact-xs" variant="subtle" onClick={() => show({})}>
            {t('jobs.all')}
          </Button>
        )}
      </div>
      <DataTable
        label={t('deployment.tabs.endpoints')}
        columns={columns}
        rows={rows}
        keyOf={({ endpoint }) => endpoint}
        nameOf={({ name, endpoint }) => name ?? endpoint}
        unfold={({ endpoint }) => <JobDetail deployment={id} endpoint={endpoint} />}
        empty={t('jobs.none')}
      />
    </>
  );
}
