// The columns of deployments.
import { Link } from '@tanstack/react-router';
import type { TFunction } from 'i18next';
import type { Item } from '../../api/types.ts';
import type { Column } from '../../components/data-table.tsx';
import { Instant } from '../../components/instant.tsx';
import { SeverityMark } from '../../components/severity-mark.tsx';
import { StateMark } from '../../components/state-mark.tsx';
import { Who } from '../../components/who.tsx';

export const deploymentColumns = (t: TFunction, language: string): readonly Column<Item<'listDeployments'>>[] => [
  {
    id: 'name',
    header: t('deployments.name'),
    width: 'minmax(200px, 2fr)',
    narrow: 'minmax(0, 3fr)',
    cell: ({ id, name }) => (
      <Link to="/deployments/$id" params={{ id }}>
        {name}
      </Link>
    ),
  },
  {
    id: 'state',
    header: t('deployments.state'),
    width: 'minmax(220px, 1.4fr)',
    narrow: 'minmax(0, 3fr)',
    cell: ({ state }) => <StateMark of="deployment" state={state} />,
  },
  {
    id: 'progress',
    header: t('deployments.progress'),
    width: '110px',
    align: 'end',
    cell: ({ done, endpoints }) => `${done.toLocaleString(language)} / ${endpoints.toLocaleString(language)}`,
  },
  {
    id: 'failed',
    header: t('deployments.failed'),
    width: '100px',
    align: 'end',
    cell: ({ failed }) =>
      failed === 0 ? (
        '0'
      ) : (
        <>
          <SeverityMark level="high" bare /> {failed.toLocaleString(language)}
        </>
      ),
  },
  {
    id: 'inFlight',
    header: t('deployments.inFlight'),
    width: '90px',
    align: 'end',
    cell: ({ inFlight }) => inFlight.toLocaleString(language),
  },
  {
    id: 'created',
    header: t('deployments.created'),
    width: '130px',
    cell: ({ createdAt }) => <Instant at={createdAt} />,
  },
  {
    id: 'by',
    header: t('deployments.by'),
    width: 'minmax(120px, 1fr)',
    cell: ({ createdBy }) => <Who actor={createdBy} />,
  },
];
