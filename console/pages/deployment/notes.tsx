// What happened to a deployment, the newest first.
import { useTranslation } from 'react-i18next';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { Instant } from '../../components/instant.tsx';
import { useStateWord } from '../../components/state-mark.tsx';
import { useServerWords } from '../../i18n/server-words.ts';
import type { Deployment } from './deployment.tsx';

type Note = Deployment['notes'][number];

export function Notes({ deployment: { notes } }: { readonly deployment: Deployment }) {
  const { t } = useTranslation();
  const words = useServerWords();
  const stateWord = useStateWord();
  /** A change of state in the words that the rest of the page has for states. */
  const wordsOf = ({ about, text }: Note): string => {
    const [, before, after] = /^It was ([\w-]+), and is ([\w-]+)\.$/.exec(text) ?? [];
    if (before === undefined || after === undefined) return words.sentence(text);
    const of = about === 'deployment' ? 'deployment' : 'ring';
    return t('deployment.notes.changed', { before: stateWord(of, before), after: stateWord(of, after) });
  };
  const aboutOf = (about: string): string => {
    const ring = /^ring (\d+)$/.exec(about)?.[1];
    if (ring !== undefined) return t('deployment.ring', { number: Number(ring) + 1 });
    return about === 'deployment' ? t('deployment.notes.whole') : about;
  };
  const columns: readonly Column<Note>[] = [
    {
      id: 'at',
      header: t('deployment.notes.at'),
      width: '150px',
      narrow: '132px',
      cell: ({ at }) => <Instant at={at} exact />,
    },
    {
      id: 'about',
      header: t('deployment.notes.about'),
      width: '140px',
      cell: ({ about }) => aboutOf(about),
    },
    {
      id: 'text',
      header: t('deployment.notes.text'),
      width: 'minmax(240px, 1fr)',
      narrow: 'minmax(0, 1fr)',
      cell: (note) => <span title={wordsOf(note)}>{wordsOf(note)}</span>,
    },
  ];
  return (
    <DataTable
      label={t('deployment.tabs.history')}
      columns={columns}
      rows={{
        total: notes.length,
        at: (index) => notes[index],
        want: () => undefined,
        error: null,
        isPending: false,
        retry: () => undefined,
      }}
      keyOf={({ at, about, text }) => `${at} ${about} ${text}`}
      nameOf={wordsOf}
      unfold={wordsOf}
      empty={t('deployment.notes.none')}
    />
  );
}
