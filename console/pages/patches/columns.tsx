// The columns of patches wherever they are listed, and what each unfolds.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { api, dataOf } from '../../api/client.ts';
import { useMay } from '../../api/me.ts';
import type { Item } from '../../api/types.ts';
import type { Column } from '../../components/data-table.tsx';
import { Due } from '../../components/due.tsx';
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
      <>
        <SeverityMark level={severity} bare /> {source}
        {exploited === true && <strong className={styles['exploited']}> {t('patches.exploited')}</strong>}
      </>
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
    cell: ({ source, endpoints }) => (
      <Link to="/endpoints" search={{ q: `source:${valueWord(source)} fix:available` }}>
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

/** Which vulnerabilities a patch closes, which packages change with it, how far it has come, and what can be done. */
export function Closes({ patch }: { readonly patch: PatchRow }) {
  const { t } = useTranslation();
  const mayPlan = useMay('plan.create');
  const mayExcept = useMay('exception.create');
  return (
    <span className={styles['closes']}>
      <span>
        {t('patches.closes')}:{' '}
        {patch.closes.map((id) => (
          <span key={id}>
            <Link to="/vulnerabilities/$id" params={{ id }}>
              {id}
            </Link>{' '}
          </span>
        ))}
      </span>
      <span>
        {t('vulnerabilities.packages')}: <span className="mono">{patch.packages.join(' ')}</span>
      </span>
      <SoFar patch={patch} />
      <span className={styles['acts']}>
        {mayPlan && (
          <Link to="/deployments/new" search={{ ships: 'sources', names: patch.source }}>
            {t('patches.deploy')}
          </Link>
        )}
        {mayExcept && (
          <Link to="/exceptions" search={{ dialog: 'new', q: `source:${valueWord(patch.source)}` }}>
            {t('patches.hold')}
          </Link>
        )}
      </span>
    </span>
  );
}

/** On how many endpoints of the release what closes it is installed, beside those that lack it. */
function SoFar({ patch: { ecosystem, source, to, endpoints } }: { readonly patch: PatchRow }) {
  const { t, i18n } = useTranslation();
  const q = `source:${valueWord(source)} ecosystem:${valueWord(ecosystem)} version:>=${valueWord(to)}`;
  const { data } = useQuery({
    queryKey: ['endpoints', q, 'count'],
    queryFn: () => dataOf(api.GET('/api/v1/endpoints', { params: { query: { q, limit: 1 } } })),
    // What cannot be asked in this way is left out.
    retry: false,
  });
  return (
    data && (
      <span>
        <Link to="/endpoints" search={{ q }}>
          {t('patches.soFar', { count: data.total })}
        </Link>
        {t('patches.lacking', { count: endpoints, shown: endpoints.toLocaleString(i18n.language) })}
      </span>
    )
  );
}
