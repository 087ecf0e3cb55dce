// Programs in no channel that the catalog knows: nothing updates them, so they are shown, with why.
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { api, dataOf } from '../../api/client.ts';
import { useRowsAt } from '../../api/rows.ts';
import type { Item } from '../../api/types.ts';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { SeverityMark } from '../../components/severity-mark.tsx';
import { useServerWords } from '../../i18n/server-words.ts';

type Program = Item<'listUnmanaged'>;

export function Unmanaged({ words: asked }: { readonly words: string }) {
  const { t, i18n } = useTranslation();
  const words = useServerWords();
  const rows = useRowsAt<Program>(['catalog', 'unmanaged', asked], (place) =>
    dataOf(api.GET('/api/v1/catalog/unmanaged', { params: { query: { words: asked, ...place } } })),
  );
  const columns: readonly Column<Program>[] = [
    {
      id: 'name',
      header: t('catalog.unmanaged.name'),
      width: 'minmax(180px, 2fr)',
      narrow: 'minmax(0, 3fr)',
      cell: ({ name }) => (
        <span title={name}>
          <SeverityMark level="unknown" bare /> {name}
        </span>
      ),
    },
    {
      id: 'publisher',
      header: t('catalog.unmanaged.publisher'),
      width: 'minmax(140px, 1fr)',
      cell: ({ publisher }) => publisher ?? <span className="quiet">{t('catalog.unmanaged.noPublisher')}</span>,
    },
    {
      id: 'endpoints',
      header: t('vulnerabilities.endpoints'),
      width: '90px',
      narrow: '90px',
      align: 'end',
      cell: ({ q, endpoints }) => (
        <Link to="/endpoints" search={{ q }}>
          {endpoints.toLocaleString(i18n.language)}
        </Link>
      ),
    },
    {
      id: 'why',
      header: t('catalog.unmanaged.why'),
      width: 'minmax(240px, 3fr)',
      cell: ({ why }) => <span title={words.sentence(why)}>{words.sentence(why)}</span>,
    },
  ];
  return (
    <DataTable
      label={t('catalog.of.unmanaged')}
      columns={columns}
      rows={rows}
      keyOf={({ adapter, name, publisher }) => `${adapter} ${name} ${publisher ?? ''}`}
      nameOf={({ name }) => name}
      empty={t('catalog.unmanaged.none')}
    />
  );
}
