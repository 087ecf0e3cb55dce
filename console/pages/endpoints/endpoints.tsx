// The list of endpoints that a query finds.
import { Badge, Code } from '@mantine/core';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { z } from '@suture/protocol/agent/zod.ts';
import type { endpointSummary } from '@suture/protocol/api/endpoints.ts';
import { api, dataOf } from '../../api/client.ts';
import { useRows } from '../../api/rows.ts';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { Instant } from '../../components/instant.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { QueryBar } from '../../components/query-bar.tsx';

type EndpointRow = z.infer<typeof endpointSummary>;

const route = getRouteApi('/endpoints');

export function Endpoints() {
  const { t } = useTranslation();
  const { q = '' } = route.useSearch();
  const navigate = route.useNavigate();
  const rows = useRows<EndpointRow>(['endpoints', q], async ({ cursor, limit }) =>
    dataOf(api.GET('/api/v1/endpoints', { params: { query: { q, limit, ...(cursor !== undefined && { cursor }) } } })),
  );
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
      width: 'minmax(110px, 1fr)',
      cell: ({ state }) => t(`endpoints.states.${state}`),
    },
    {
      id: 'inventory',
      header: t('endpoints.inventory'),
      width: 'minmax(100px, 1fr)',
      cell: ({ inventory }) => t(`endpoints.inventories.${inventory}`),
    },
    {
      id: 'exposure',
      header: t('endpoints.exposure'),
      width: 'minmax(110px, 1fr)',
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
  const none =
    q === '' ? (
      <>
        <p>{t('endpoints.none')}</p>
        <p>{t('endpoints.join')}</p>
        <Code block>npx suture enrol new</Code>
      </>
    ) : (
      t('state.noMatch')
    );
  return (
    <>
      <PageHeader
        title={t('endpoints.title')}
        count={rows.total}
        cli={`suture endpoints ls${q === '' ? '' : ` ${quoted(q)}`}`}
      />
      <QueryBar
        value={q}
        onSearch={(next) => void navigate({ search: next === '' ? {} : { q: next } })}
        error={rows.error}
      />
      <DataTable
        label={t('endpoints.title')}
        columns={columns}
        rows={rows}
        keyOf={({ id }) => id}
        nameOf={({ name }) => name}
        empty={none}
      />
    </>
  );
}

const quoted = (query: string) => `'${query.replaceAll("'", String.raw`'\''`)}'`;
