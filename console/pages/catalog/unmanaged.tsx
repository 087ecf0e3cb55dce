// Programs in no channel that the catalog knows: nothing updates them, so they are shown, with why.
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Answer } from '../../api/types.ts';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { valueWord } from '../../components/query-words.ts';
import { SeverityMark } from '../../components/severity-mark.tsx';
import type { Rows } from '../../api/rows.ts';
import { useServerWords } from '../../i18n/server-words.ts';

export type Program = Answer<'readCatalog'>['unmanaged'][number];

const queryOf = ({ name, publisher }: Program): string =>
  `package:${valueWord(name)}${publisher === null ? '' : ` origin:${valueWord(publisher)}`}`;

export function Unmanaged({ rows }: { readonly rows: Rows<Program> }) {
  const { t, i18n } = useTranslation();
  const words = useServerWords();
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
      cell: (program) => (
        <Link to="/endpoints" search={{ q: queryOf(program) }}>
          {program.endpoints.toLocaleString(i18n.language)}
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
