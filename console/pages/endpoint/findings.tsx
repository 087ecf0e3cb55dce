// The vulnerabilities of one endpoint. An empty list is called fine only where the inventory is complete.
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { api, dataOf } from '../../api/client.ts';
import { useRows } from '../../api/rows.ts';
import type { Answer, Item } from '../../api/types.ts';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { Due } from '../../components/due.tsx';
import { Instant } from '../../components/instant.tsx';
import { SeverityMark } from '../../components/severity-mark.tsx';
import { FINDING_LEVEL } from '../../theme/states.ts';

type Finding = Item<'listEndpointFindings'>;

export interface FindingsProps {
  readonly id: string;
  /** Deadlines are shorter where an endpoint faces the internet, or may. */
  readonly exposure: Answer<'showEndpoint'>['exposure'];
}

export function Findings({ id, exposure }: FindingsProps) {
  const { t } = useTranslation();
  const rows = useRows<Finding>(['endpoint-findings', id], async ({ cursor, limit }) =>
    dataOf(
      api.GET('/api/v1/endpoints/{id}/findings', {
        params: { path: { id }, query: { limit, ...(cursor !== undefined && { cursor }) } },
      }),
    ),
  );
  const columns: readonly Column<Finding>[] = [
    {
      id: 'vulnerability',
      header: t('finding.vulnerability'),
      width: 'minmax(170px, 1fr)',
      narrow: 'minmax(0, 3fr)',
      cell: ({ vulnerability, risk }) => (
        <>
          <SeverityMark level={risk.severity} bare />{' '}
          <Link to="/vulnerabilities/$id" params={{ id: vulnerability }}>
            {vulnerability}
          </Link>
        </>
      ),
    },
    {
      id: 'due',
      header: t('due.title'),
      width: '150px',
      narrow: '144px',
      cell: ({ risk: { due } }) => <Due at={exposure === 'internal' ? due.internal : due.exposed} />,
    },
    {
      id: 'severity',
      header: t('vulnerabilities.severity'),
      width: '90px',
      cell: ({ risk }) => t(`level.${risk.severity}`),
    },
    {
      id: 'state',
      header: t('finding.state'),
      width: 'minmax(170px, 1.6fr)',
      cell: ({ state, exception }) =>
        exception === null ? (
          <>
            <SeverityMark level={FINDING_LEVEL[state]} bare /> {t(`finding.states.${state}`)}
          </>
        ) : (
          <Link
            to="/exceptions"
            search={{ of: 'holding' }}
            title={`${t('finding.excepted', { until: exception.until, owner: exception.owner })}: ${exception.reason}`}
          >
            {t('finding.excepted', { until: exception.until, owner: exception.owner })}
          </Link>
        ),
    },
    { id: 'package', header: t('finding.package'), width: 'minmax(140px, 1fr)', cell: ({ package: { name } }) => name },
    {
      id: 'installed',
      header: t('finding.installed'),
      width: 'minmax(130px, 1fr)',
      cell: ({ package: { version } }) => <span className="mono">{version}</span>,
    },
    {
      id: 'fixed',
      header: t('finding.fixed'),
      width: 'minmax(130px, 1fr)',
      cell: ({ fixedVersion }) =>
        fixedVersion === null ? (
          <span className="quiet">{t('finding.noFix')}</span>
        ) : (
          <span className="mono">{fixedVersion}</span>
        ),
    },
    {
      id: 'since',
      header: t('finding.since'),
      width: '130px',
      cell: ({ history }) => (history === null ? '' : <Instant at={history.since} />),
    },
  ];
  return (
    <DataTable
      label={t('endpoint.tabs.vulnerabilities')}
      columns={columns}
      rows={rows}
      keyOf={({ vulnerability, package: { id: of } }) => `${vulnerability} ${of}`}
      nameOf={({ vulnerability }) => vulnerability}
      empty={t('endpoint.noFindings')}
    />
  );
}
