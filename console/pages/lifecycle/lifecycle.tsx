// Until when the systems in use are supported, those that are not first.
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { api, dataOf } from '../../api/client.ts';
import type { Item } from '../../api/types.ts';
import type { Column } from '../../components/data-table.tsx';
import { ListPage } from '../../components/list-page.tsx';
import { SeverityMark } from '../../components/severity-mark.tsx';
import { useServerWords } from '../../i18n/server-words.ts';
import type { Level } from '../../theme/severity.ts';

type Row = Item<'listLifecycles'>;

const LEVEL = {
  supported: 'fine',
  ending: 'medium',
  extended: 'medium',
  unsupported: 'high',
  unknown: 'unknown',
} as const satisfies Record<Row['state'], Level>;

export function Lifecycle() {
  const { t, i18n } = useTranslation();
  const words = useServerWords();
  const columns: readonly Column<Row>[] = [
    { id: 'label', header: t('lifecycle.release'), width: 'minmax(180px, 1fr)', cell: ({ label }) => label },
    {
      id: 'state',
      header: t('lifecycle.state'),
      width: '190px',
      cell: ({ state }) => (
        <>
          <SeverityMark level={LEVEL[state]} bare /> {t(`lifecycle.states.${state}`)}
        </>
      ),
    },
    { id: 'end', header: t('lifecycle.end'), width: '120px', cell: ({ endOfLife }) => endOfLife ?? t('level.unknown') },
    { id: 'until', header: t('lifecycle.extended'), width: '130px', cell: ({ extendedUntil }) => extendedUntil ?? '–' },
    {
      id: 'endpoints',
      header: t('vulnerabilities.endpoints'),
      width: '90px',
      align: 'end',
      cell: ({ os, release, endpoints }) => (
        <Link to="/endpoints" search={{ q: `os:"${os}" release:"${release}"` }}>
          {endpoints.toLocaleString(i18n.language)}
        </Link>
      ),
    },
    {
      id: 'note',
      header: t('lifecycle.note'),
      width: 'minmax(200px, 2fr)',
      cell: ({ note, source }) => (
        <span title={note === null ? '' : words.sentence(note)}>
          {note === null ? null : words.sentence(note)} <span className="quiet">{source}</span>
        </span>
      ),
    },
  ];
  return (
    <ListPage
      title={t('nav.lifecycle')}
      name="lifecycle"
      cli="suture lifecycle"
      fetchPage={(query) => dataOf(api.GET('/api/v1/lifecycle', { params: { query } }))}
      columns={columns}
      keyOf={({ product, release }) => `${product} ${release}`}
      nameOf={({ label }) => label}
      empty={t('lifecycle.none')}
    />
  );
}
