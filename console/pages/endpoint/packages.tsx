// What is installed on an endpoint, with what is known of each package: findings, updates, holds, and what nobody could judge.
import { useTranslation } from 'react-i18next';
import { api, dataOf } from '../../api/client.ts';
import { useRows } from '../../api/rows.ts';
import type { Item } from '../../api/types.ts';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { SeverityMark } from '../../components/severity-mark.tsx';
import { useServerWords } from '../../i18n/server-words.ts';

type Row = Item<'listEndpointPackages'>;

export function Packages({ id }: { readonly id: string }) {
  const { t, i18n } = useTranslation();
  const words = useServerWords();
  const rows = useRows<Row>(['endpoint-packages', id], ({ cursor, limit }) =>
    dataOf(
      api.GET('/api/v1/endpoints/{id}/packages', {
        params: { path: { id }, query: { limit, ...(cursor !== undefined && { cursor }) } },
      }),
    ),
  );
  const columns: readonly Column<Row>[] = [
    {
      id: 'name',
      header: t('finding.package'),
      width: 'minmax(160px, 1fr)',
      narrow: 'minmax(0, 2fr)',
      cell: ({ name, purl }) => <span title={purl}>{name}</span>,
    },
    {
      id: 'version',
      header: t('finding.installed'),
      width: 'minmax(140px, 1fr)',
      narrow: 'minmax(0, 2fr)',
      cell: ({ version }) => <span className="mono">{version}</span>,
    },
    {
      id: 'findings',
      header: t('packages.findings'),
      width: 'minmax(150px, 1fr)',
      narrow: '104px',
      cell: ({ findings, unjudged, isWaiting }) =>
        unjudged !== null || isWaiting ? (
          <span title={unjudged === null ? '' : words.sentence(unjudged)}>
            <SeverityMark level="unknown" bare /> {unjudged === null ? t('packages.waiting') : words.sentence(unjudged)}
          </span>
        ) : findings > 0 ? (
          findings.toLocaleString(i18n.language)
        ) : (
          <span className="quiet">{t('packages.noneKnown')}</span>
        ),
    },
    {
      id: 'update',
      header: t('packages.update'),
      width: 'minmax(150px, 1fr)',
      cell: ({ update, offers: [first] }) => (
        <span title={first?.held ? words.sentence(first.held.why) : ''}>
          {t(`packages.updates.${update}`)} {first && <span className="mono quiet">{first.candidate}</span>}
        </span>
      ),
    },
    {
      id: 'source',
      header: t('patches.source'),
      width: 'minmax(120px, 1fr)',
      cell: ({ source }) => source.name,
    },
    {
      id: 'hold',
      header: t('packages.hold'),
      width: '80px',
      cell: ({ hold }) => (hold ? t('endpoint.reboot.yes') : <span className="quiet">{t('endpoint.reboot.no')}</span>),
    },
  ];
  return (
    <DataTable
      label={t('endpoint.tabs.packages')}
      columns={columns}
      rows={rows}
      keyOf={({ id: of, adapter }) => `${adapter} ${of}`}
      nameOf={({ name }) => name}
      empty={t('packages.none')}
    />
  );
}
