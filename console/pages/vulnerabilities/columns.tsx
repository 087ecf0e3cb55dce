// The columns of vulnerabilities, one row each.
import { Link } from '@tanstack/react-router';
import type { TFunction } from 'i18next';
import type { Item } from '../../api/types.ts';
import type { Column } from '../../components/data-table.tsx';
import { Due } from '../../components/due.tsx';
import { SeverityMark } from '../../components/severity-mark.tsx';

type Row = Item<'listVulnerabilities'>;

export const vulnerabilityColumns = (t: TFunction, language: string): readonly Column<Row>[] => [
  {
    id: 'id',
    header: t('finding.vulnerability'),
    width: 'minmax(170px, 1fr)',
    narrow: 'minmax(0, 3fr)',
    cell: ({ vulnerability, severity }) => (
      <>
        <SeverityMark level={severity} bare />{' '}
        <Link to="/vulnerabilities/$id" params={{ id: vulnerability }}>
          {vulnerability}
        </Link>
      </>
    ),
  },
  { id: 'due', header: t('due.title'), width: '150px', narrow: '144px', cell: ({ due }) => <Due at={due} /> },
  {
    id: 'severity',
    header: t('vulnerabilities.severity'),
    width: '110px',
    cell: ({ severity, cvss }) => `${t(`level.${severity}`)} ${cvss ?? ''}`,
  },
  {
    id: 'exploited',
    header: t('vulnerabilities.exploited'),
    width: '140px',
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
      epss === null ? '' : epss.toLocaleString(language, { style: 'percent', maximumFractionDigits: 1 }),
  },
  {
    id: 'endpoints',
    header: t('vulnerabilities.endpoints'),
    width: '100px',
    align: 'end',
    cell: ({ vulnerability, endpoints }) => (
      <Link to="/vulnerabilities/$id" params={{ id: vulnerability }} search={{ verdict: 'exposed' }}>
        {endpoints.toLocaleString(language)}
      </Link>
    ),
  },
  {
    id: 'fixable',
    header: t('vulnerabilities.fixable'),
    width: '90px',
    align: 'end',
    cell: ({ fixable }) => fixable.toLocaleString(language),
  },
  {
    id: 'packages',
    header: t('vulnerabilities.packages'),
    width: 'minmax(160px, 2fr)',
    cell: ({ packages }) => packages.join(', '),
  },
];
