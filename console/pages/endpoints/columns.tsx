// The columns of the list of endpoints.
import { Badge } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { TFunction } from 'i18next';
import type { Item } from '../../api/types.ts';
import type { Column } from '../../components/data-table.tsx';
import { Instant } from '../../components/instant.tsx';
import { SeverityMark } from '../../components/severity-mark.tsx';
import { ENDPOINT_LEVEL, INVENTORY_LEVEL } from '../../theme/states.ts';

export type EndpointRow = Item<'listEndpoints'>;

export const endpointColumns = (t: TFunction): readonly Column<EndpointRow>[] => [
  {
    id: 'name',
    header: t('endpoints.name'),
    width: 'minmax(180px, 2fr)',
    narrow: 'minmax(0, 3fr)',
    cell: ({ id, name }) => (
      <Link to="/endpoints/$id" params={{ id }}>
        {name}
      </Link>
    ),
  },
  {
    id: 'state',
    header: t('endpoints.state'),
    width: 'minmax(120px, 1fr)',
    narrow: 'minmax(0, 2fr)',
    cell: ({ state }) => (
      <>
        <SeverityMark level={ENDPOINT_LEVEL[state]} bare /> {t(`endpoints.states.${state}`)}
      </>
    ),
  },
  {
    id: 'system',
    header: t('endpoints.system'),
    width: 'minmax(110px, 1fr)',
    narrow: 'minmax(0, 2fr)',
    cell: ({ os }) => (os === null ? '' : `${os.id} ${os.version}`),
  },
  {
    id: 'inventory',
    header: t('endpoints.inventory'),
    width: 'minmax(120px, 1fr)',
    cell: ({ inventory }) => (
      <>
        <SeverityMark level={INVENTORY_LEVEL[inventory]} bare /> {t(`endpoints.inventories.${inventory}`)}
      </>
    ),
  },
  {
    id: 'exposure',
    header: t('endpoints.exposure'),
    width: 'minmax(90px, 1fr)',
    cell: ({ exposure }) => (
      <span title={t(`endpoints.exposures.${exposure}`)}>{t(`endpoints.exposures.${exposure}`)}</span>
    ),
  },
  {
    id: 'tags',
    header: t('endpoints.tags'),
    width: 'minmax(120px, 1.5fr)',
    cell: ({ tags }) =>
      tags.map((tag) => (
        <Badge key={tag} variant="default" tt="none" radius="sm" mr={4}>
          {tag}
        </Badge>
      )),
  },
  { id: 'seen', header: t('endpoints.seen'), width: '130px', cell: ({ seenAt }) => <Instant at={seenAt} /> },
];
