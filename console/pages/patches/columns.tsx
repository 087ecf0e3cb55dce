// The columns of patches wherever they are listed, and what each unfolds.
import { Link } from '@tanstack/react-router';
import type { TFunction } from 'i18next';
import { Suspense } from 'react';
import { pieceOf } from '../../files.ts';
import type { Item } from '../../api/types.ts';
import type { Column } from '../../components/data-table.tsx';
import { Due } from '../../components/due.tsx';
import { Loading } from '../../components/page-state.tsx';
import { valueWord } from '../../components/query-words.ts';
import { SeverityMark } from '../../components/severity-mark.tsx';
import styles from './patches.module.css';

export type PatchRow = Item<'listPatches'>;

export const patchKey = ({ ecosystem, source, to }: PatchRow): string => `${ecosystem} ${source} ${to}`;

export const patchColumns = (t: TFunction, language: string): readonly Column<PatchRow>[] => [
  {
    id: 'source',
    header: t('patches.source'),
    width: 'minmax(140px, 1fr)',
    narrow: 'minmax(0, 3fr)',
    cell: ({ source, severity, exploited }) => (
      <span className={styles['source']}>
        <SeverityMark level={severity} bare />
        <span title={source}>{source}</span>
        {exploited === true && <strong className={styles['exploited']}>{t('patches.exploited')}</strong>}
      </span>
    ),
  },
  {
    id: 'to',
    header: t('patches.to'),
    width: 'minmax(150px, 1fr)',
    cell: ({ to }) => <span className="mono">{to}</span>,
  },
  { id: 'due', header: t('due.title'), width: '150px', narrow: '144px', cell: ({ due }) => <Due at={due} /> },
  {
    id: 'severity',
    header: t('vulnerabilities.severity'),
    width: '90px',
    cell: ({ severity }) => t(`level.${severity}`),
  },
  {
    id: 'closes',
    header: t('patches.closes'),
    width: '110px',
    align: 'end',
    cell: ({ closes }) => t('patches.count', { count: closes.length }),
  },
  {
    id: 'endpoints',
    header: t('vulnerabilities.endpoints'),
    width: '90px',
    align: 'end',
    cell: ({ ecosystem, source, endpoints }) => (
      <Link
        to="/endpoints"
        // The same source has other fixes in other systems, which are other rows.
        search={{ q: `source:${valueWord(source)} ecosystem:${valueWord(ecosystem)} fix:available` }}
      >
        {endpoints.toLocaleString(language)}
      </Link>
    ),
  },
  {
    id: 'offered',
    header: t('patches.offered'),
    width: 'minmax(120px, 1fr)',
    cell: ({ offered, to }) => {
      // Where what closes all of it is on offer, what else is offered, also to other releases, is no answer to that.
      const [first, ...rest] = offered.includes(to) ? [to] : offered;
      return first === undefined ? (
        <span className="quiet">{t('patches.notOffered')}</span>
      ) : (
        <span title={offered.join(', ')}>
          <span className="mono">{first}</span>{' '}
          {rest.length > 0 && <span className="quiet">{t('patches.others', { count: rest.length })}</span>}
        </span>
      );
    },
  },
];

// What unfolds is loaded when it first does.
const LazyCloses = pieceOf(async () => (await import('./closes.tsx')).Closes);

/** What a row unfolds. */
export const Closes = ({ patch }: { readonly patch: PatchRow }) => (
  <Suspense fallback={<Loading rows={3} />}>
    <LazyCloses patch={patch} />
  </Suspense>
);
