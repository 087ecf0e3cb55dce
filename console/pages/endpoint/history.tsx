// What happened to an endpoint, the latest first.
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { api, dataOf } from '../../api/client.ts';
import { useRows } from '../../api/rows.ts';
import type { Item } from '../../api/types.ts';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { Instant } from '../../components/instant.tsx';
import { SeverityMark } from '../../components/severity-mark.tsx';
import type { Level } from '../../theme/severity.ts';

type Row = Item<'listEndpointHistory'>;

const LEVEL: Partial<Record<Row['kind'], Level>> = {
  found: 'high',
  reopened: 'high',
  fixed: 'fine',
  'section-gone': 'medium',
  'certificate-revoked': 'medium',
};

export function History({ id }: { readonly id: string }) {
  const { t } = useTranslation();
  const rows = useRows<Row>(['endpoint-history', id], ({ cursor, limit }) =>
    dataOf(
      api.GET('/api/v1/endpoints/{id}/history', {
        params: { path: { id }, query: { limit, ...(cursor !== undefined && { cursor }) } },
      }),
    ),
  );
  const columns: readonly Column<Row>[] = [
    {
      id: 'at',
      header: t('history.at'),
      width: '150px',
      narrow: '132px',
      cell: ({ at }) => <Instant at={at} exact />,
    },
    {
      id: 'what',
      header: t('history.what'),
      width: 'minmax(160px, 1fr)',
      narrow: '80px',
      cell: ({ kind }) => (
        <>
          <SeverityMark level={LEVEL[kind] ?? 'unknown'} bare /> {t(`history.kind.${kind}`)}
        </>
      ),
    },
    {
      id: 'which',
      header: t('history.which'),
      width: 'minmax(200px, 3fr)',
      narrow: 'minmax(0, 1.3fr)',
      cell: (row) => <Which row={row} />,
    },
  ];
  return (
    <DataTable
      label={t('endpoint.tabs.history')}
      columns={columns}
      rows={rows}
      keyOf={(row) => JSON.stringify(row)}
      nameOf={({ kind }) => t(`history.kind.${kind}`)}
      empty={t('history.none')}
    />
  );
}

function Which({ row }: { readonly row: Row }) {
  const { t, i18n } = useTranslation();
  switch (row.kind) {
    case 'found':
    case 'fixed':
    case 'reopened':
      return (
        <Link to="/vulnerabilities/$id" params={{ id: row.vulnerability }}>
          {row.vulnerability}
        </Link>
      );
    case 'section':
      return `${row.adapter}, ${t(`endpoint.kind.${row.section}`)}: ${t(`endpoints.inventories.${row.status}`)}${
        row.items === null
          ? ''
          : `, ${t('history.items', { count: row.items, shown: row.items.toLocaleString(i18n.language) })}`
      }`;
    case 'section-gone':
      return `${row.adapter}, ${t(`endpoint.kind.${row.section}`)}`;
    case 'certificate-issued':
      return <span className="mono">{row.serial}</span>;
    case 'certificate-revoked':
      return (
        <>
          <span className="mono">{row.serial}</span> {row.reason}
        </>
      );
    case 'changed':
      return row.action;
    case 'enrolled':
      return '';
  }
}
