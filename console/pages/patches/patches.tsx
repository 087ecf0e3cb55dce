// What to do: each source package with the version that closes its findings, where, and by when.
import { getRouteApi, Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { api, dataOf } from '../../api/client.ts';
import type { Item } from '../../api/types.ts';
import type { Column } from '../../components/data-table.tsx';
import { Due } from '../../components/due.tsx';
import { ListPage } from '../../components/list-page.tsx';
import { SeverityMark } from '../../components/severity-mark.tsx';

type Row = Item<'listPatches'>;

const route = getRouteApi('/patches');

export function Patches() {
  const { t, i18n } = useTranslation();
  const { q = '' } = route.useSearch();
  const navigate = route.useNavigate();
  const columns: readonly Column<Row>[] = [
    {
      id: 'source',
      header: t('patches.source'),
      width: 'minmax(140px, 1fr)',
      cell: ({ source }) => (
        <Link to="/vulnerabilities" search={{ q: `source:"${source}" fix:available` }}>
          {source}
        </Link>
      ),
    },
    {
      id: 'to',
      header: t('patches.to'),
      width: 'minmax(150px, 1fr)',
      cell: ({ to }) => <span className="mono">{to}</span>,
    },
    { id: 'due', header: t('due.title'), width: '130px', cell: ({ due }) => <Due at={due} /> },
    {
      id: 'severity',
      header: t('vulnerabilities.severity'),
      width: '110px',
      cell: ({ severity }) => <SeverityMark level={severity} />,
    },
    {
      id: 'exploited',
      header: t('vulnerabilities.exploited'),
      width: '100px',
      cell: ({ exploited }) =>
        exploited === true ? (
          <strong>{t('vulnerabilities.yes')}</strong>
        ) : (
          <span className="quiet">{t(exploited === null ? 'level.unknown' : 'vulnerabilities.no')}</span>
        ),
    },
    {
      id: 'closes',
      header: t('patches.closes'),
      width: 'minmax(150px, 1fr)',
      cell: ({ closes: [first, ...others] }) => (
        <>
          {first !== undefined && (
            <Link to="/vulnerabilities/$id" params={{ id: first }}>
              {first}
            </Link>
          )}
          {others.length > 0 && ` ${t('patches.others', { count: others.length })}`}
        </>
      ),
    },
    {
      id: 'endpoints',
      header: t('vulnerabilities.endpoints'),
      width: '90px',
      align: 'end',
      cell: ({ source, endpoints }) => (
        <Link to="/endpoints" search={{ q: `source:"${source}" fix:available` }}>
          {endpoints.toLocaleString(i18n.language)}
        </Link>
      ),
    },
    {
      id: 'offered',
      header: t('patches.offered'),
      width: 'minmax(120px, 1fr)',
      cell: ({ offered }) =>
        offered.length === 0 ? <span className="quiet">{t('patches.notOffered')}</span> : offered.join(', '),
    },
  ];
  return (
    <ListPage
      title={t('nav.patches')}
      name="patches"
      cli="suture updates"
      fetchPage={(page) => dataOf(api.GET('/api/v1/patches', { params: { query: { ...page, q } } }))}
      columns={columns}
      keyOf={({ ecosystem, source, to }) => `${ecosystem} ${source} ${to}`}
      nameOf={({ source, to }) => `${source} ${to}`}
      query={{ q, onSearch: (next) => void navigate({ search: next === '' ? {} : { q: next } }) }}
      empty={t('patches.none')}
    />
  );
}
