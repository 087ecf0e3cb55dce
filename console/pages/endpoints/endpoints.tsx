// The list of endpoints that a query finds.
import { Badge, Code } from '@mantine/core';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { api, dataOf } from '../../api/client.ts';
import type { Item } from '../../api/types.ts';
import type { Column } from '../../components/data-table.tsx';
import { Instant } from '../../components/instant.tsx';
import { ListPage } from '../../components/list-page.tsx';
import { SeverityMark } from '../../components/severity-mark.tsx';
import { ENDPOINT_LEVEL, INVENTORY_LEVEL } from '../../theme/states.ts';

type EndpointRow = Item<'listEndpoints'>;

const route = getRouteApi('/endpoints');

export function Endpoints() {
  const { t } = useTranslation();
  const { q = '' } = route.useSearch();
  const navigate = route.useNavigate();
  const columns: readonly Column<EndpointRow>[] = [
    {
      id: 'name',
      header: t('endpoints.name'),
      width: 'minmax(180px, 2fr)',
      cell: ({ id, name }) => (
        <Link to="/endpoints/$id" params={{ id }}>
          {name}
        </Link>
      ),
    },
    {
      id: 'system',
      header: t('endpoints.system'),
      width: 'minmax(110px, 1fr)',
      cell: ({ os }) => (os === null ? '' : `${os.id} ${os.version}`),
    },
    {
      id: 'state',
      header: t('endpoints.state'),
      width: 'minmax(120px, 1fr)',
      cell: ({ state }) => (
        <>
          <SeverityMark level={ENDPOINT_LEVEL[state]} bare /> {t(`endpoints.states.${state}`)}
        </>
      ),
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
      cell: ({ exposure }) => t(`endpoints.exposures.${exposure}`),
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
  return (
    <ListPage
      title={t('endpoints.title')}
      name="endpoints"
      cli="suture endpoints ls"
      fetchPage={(page) => dataOf(api.GET('/api/v1/endpoints', { params: { query: { ...page, q } } }))}
      columns={columns}
      keyOf={({ id }) => id}
      nameOf={({ name }) => name}
      query={{ q, onSearch: (next) => void navigate({ search: next === '' ? {} : { q: next } }) }}
      empty={
        <>
          <p>{t('endpoints.none')}</p>
          <p>{t('endpoints.join')}</p>
          <Code block>npx suture enrol new</Code>
        </>
      }
    />
  );
}
