// Vulnerabilities over the fleet, what is due first at the top.
import { getRouteApi, Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { api, dataOf } from '../../api/client.ts';
import type { Item } from '../../api/types.ts';
import type { Column } from '../../components/data-table.tsx';
import { Due } from '../../components/due.tsx';
import { ListPage } from '../../components/list-page.tsx';
import { SeverityMark } from '../../components/severity-mark.tsx';

type Row = Item<'listVulnerabilities'>;

const route = getRouteApi('/vulnerabilities');

export function Vulnerabilities() {
  const { t, i18n } = useTranslation();
  const { q = '' } = route.useSearch();
  const navigate = route.useNavigate();
  const columns: readonly Column<Row>[] = [
    {
      id: 'id',
      header: t('finding.vulnerability'),
      width: 'minmax(170px, 1fr)',
      cell: ({ vulnerability }) => (
        <Link to="/vulnerabilities/$id" params={{ id: vulnerability }}>
          {vulnerability}
        </Link>
      ),
    },
    { id: 'due', header: t('due.title'), width: '130px', cell: ({ due }) => <Due at={due} /> },
    {
      id: 'severity',
      header: t('vulnerabilities.severity'),
      width: '130px',
      cell: ({ severity, cvss }) => (
        <>
          <SeverityMark level={severity} /> {cvss ?? ''}
        </>
      ),
    },
    {
      id: 'exploited',
      header: t('vulnerabilities.exploited'),
      width: '110px',
      cell: ({ exploited, ransomware }) =>
        exploited === true ? (
          <strong>{t(ransomware === true ? 'vulnerabilities.ransomware' : 'vulnerabilities.yes')}</strong>
        ) : (
          <span className="quiet">{t(exploited === null ? 'level.unknown' : 'vulnerabilities.no')}</span>
        ),
    },
    {
      id: 'epss',
      header: 'EPSS',
      width: '80px',
      align: 'end',
      cell: ({ epss }) =>
        epss === null ? '' : epss.toLocaleString(i18n.language, { style: 'percent', maximumFractionDigits: 1 }),
    },
    {
      id: 'endpoints',
      header: t('vulnerabilities.endpoints'),
      width: '100px',
      align: 'end',
      cell: ({ vulnerability, endpoints }) => (
        <Link to="/vulnerabilities/$id" params={{ id: vulnerability }} search={{ verdict: 'exposed' }}>
          {endpoints.toLocaleString(i18n.language)}
        </Link>
      ),
    },
    {
      id: 'fixable',
      header: t('vulnerabilities.fixable'),
      width: '90px',
      align: 'end',
      cell: ({ fixable }) => fixable.toLocaleString(i18n.language),
    },
    {
      id: 'packages',
      header: t('vulnerabilities.packages'),
      width: 'minmax(160px, 2fr)',
      cell: ({ packages }) => packages.join(', '),
    },
  ];
  return (
    <ListPage
      title={t('nav.vulnerabilities')}
      name="vulnerabilities"
      cli="suture vulnerabilities ls"
      fetchPage={(page) => dataOf(api.GET('/api/v1/vulnerabilities', { params: { query: { ...page, q } } }))}
      columns={columns}
      keyOf={({ vulnerability }) => vulnerability}
      nameOf={({ vulnerability }) => vulnerability}
      query={{ q, onSearch: (next) => void navigate({ search: next === '' ? {} : { q: next } }) }}
      empty={t('vulnerabilities.none')}
    />
  );
}
