// What channels offer an endpoint: what would be installed now, and what is kept back and why.
import { useTranslation } from 'react-i18next';
import { api, dataOf } from '../../api/client.ts';
import { useRows } from '../../api/rows.ts';
import type { Item } from '../../api/types.ts';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { SeverityMark } from '../../components/severity-mark.tsx';
import { useServerWords } from '../../i18n/server-words.ts';

type Row = Item<'listEndpointUpdates'>;

export function Updates({ id }: { readonly id: string }) {
  const { t, i18n } = useTranslation();
  const words = useServerWords();
  const rows = useRows<Row>(['endpoint-updates', id], ({ cursor, limit }) =>
    dataOf(
      api.GET('/api/v1/endpoints/{id}/updates', {
        params: { path: { id }, query: { limit, ...(cursor !== undefined && { cursor }) } },
      }),
    ),
  );
  const columns: readonly Column<Row>[] = [
    {
      id: 'package',
      header: t('finding.package'),
      width: 'minmax(140px, 1fr)',
      narrow: 'minmax(0, 1fr)',
      cell: (row) => row.package,
    },
    {
      id: 'installed',
      header: t('finding.installed'),
      width: 'minmax(120px, 1fr)',
      cell: ({ installed }) => <span className="mono">{installed}</span>,
    },
    {
      id: 'candidate',
      header: t('updates.candidate'),
      width: 'minmax(120px, 1fr)',
      narrow: 'minmax(0, 1fr)',
      cell: ({ candidate }) => <span className="mono">{candidate}</span>,
    },
    {
      id: 'security',
      header: t('updates.security'),
      width: '110px',
      cell: ({ security, why }) => (
        <span title={words.sentence(why)}>
          <SeverityMark level={security === 'yes' ? 'high' : security === 'no' ? 'fine' : 'unknown'} bare />{' '}
          {t(`endpoint.reboot.${security}`)}
        </span>
      ),
    },
    {
      id: 'held',
      header: t('updates.held'),
      width: 'minmax(180px, 2fr)',
      cell: ({ held }) =>
        held === null ? (
          <span className="quiet" title={t('updates.now')}>
            {t('updates.notHeld')}
          </span>
        ) : (
          <span title={words.sentence(held.why)}>
            <SeverityMark level="medium" bare /> {words.sentence(held.why)}
          </span>
        ),
    },
    {
      id: 'origin',
      header: t('updates.origin'),
      width: 'minmax(120px, 1fr)',
      cell: ({ origin }) => <span title={origin}>{origin}</span>,
    },
    {
      id: 'bytes',
      header: t('updates.bytes'),
      width: '90px',
      align: 'end',
      cell: ({ bytes }) =>
        bytes === null
          ? ''
          : (bytes / 1e6).toLocaleString(i18n.language, {
              style: 'unit',
              unit: 'megabyte',
              maximumFractionDigits: 1,
            }),
    },
  ];
  return (
    <DataTable
      label={t('endpoint.tabs.updates')}
      columns={columns}
      rows={rows}
      keyOf={({ id: of, candidate, origin }) => `${of} ${candidate} ${origin}`}
      nameOf={(row) => row.package}
      empty={t('updates.none')}
    />
  );
}
