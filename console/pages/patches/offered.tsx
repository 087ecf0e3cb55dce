// What channels offer, whatever it closes: from where, on how many endpoints, why it is kept back, and what changes with it.
import { Link } from '@tanstack/react-router';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../api/me.ts';
import type { Item } from '../../api/types.ts';
import type { Column } from '../../components/data-table.tsx';
import { valueWord } from '../../components/query-words.ts';
import { SeverityMark } from '../../components/severity-mark.tsx';
import { type ServerWords, useServerWords } from '../../i18n/server-words.ts';
import styles from './patches.module.css';

type Update = Item<'listUpdates'>;

export const updateKey = ({ source, version }: Update): string => `${source} ${version}`;

const LEVEL = { yes: 'high', no: 'fine', unknown: 'unknown' } as const;

export const updateColumns = (t: TFunction, language: string, words: ServerWords): readonly Column<Update>[] => [
  {
    id: 'source',
    header: t('patches.source'),
    width: 'minmax(160px, 1.4fr)',
    narrow: 'minmax(0, 3fr)',
    cell: ({ source }) => <span title={source}>{source}</span>,
  },
  {
    id: 'version',
    header: t('patches.offered'),
    width: 'minmax(160px, 1fr)',
    narrow: 'minmax(0, 2fr)',
    cell: ({ version }) => <span className="mono">{version}</span>,
  },
  {
    id: 'security',
    header: t('updates.security'),
    width: '110px',
    cell: ({ security, why }) => (
      <span title={why.map(words.sentence).join('\n')}>
        <SeverityMark level={LEVEL[security]} bare /> {t(`endpoint.reboot.${security}`)}
      </span>
    ),
  },
  {
    id: 'endpoints',
    header: t('vulnerabilities.endpoints'),
    width: '90px',
    align: 'end',
    cell: ({ source, endpoints }) => (
      <Link to="/endpoints" search={{ q: `source:${valueWord(source)} update:available,held` }}>
        {endpoints.toLocaleString(language)}
      </Link>
    ),
  },
  {
    id: 'held',
    header: t('updates.held'),
    width: '130px',
    align: 'end',
    cell: ({ source, heldOn, held }) =>
      heldOn === 0 ? (
        <span className="quiet">{t('updates.notHeld')}</span>
      ) : (
        <Link
          to="/endpoints"
          search={{ q: `source:${valueWord(source)} update:held` }}
          title={held.map(({ why }) => words.sentence(why)).join('\n')}
        >
          {heldOn.toLocaleString(language)}
        </Link>
      ),
  },
  {
    id: 'origins',
    header: t('updates.origin'),
    width: 'minmax(160px, 1fr)',
    cell: ({ origins }) => <span title={origins.join(', ')}>{origins.join(', ')}</span>,
  },
];

/** What changes with it, why it counts as security, and why it is kept back. */
export function Offer({ update: { source, packages, why, held } }: { readonly update: Update }) {
  const { t } = useTranslation();
  const words = useServerWords();
  const mayPlan = useMay('plan.create');
  return (
    <span className={styles['closes']}>
      <span className={styles['changes']}>
        {packages.map(({ name, installed, candidate }) => (
          <span key={`${name} ${installed} ${candidate}`}>
            {name} <span className="mono">{`${installed} → ${candidate}`}</span>
          </span>
        ))}
      </span>
      {why.map((each) => (
        <span key={each} className="quiet">
          {words.sentence(each)}
        </span>
      ))}
      {held.map(({ cause, why: each }) => (
        <span key={`${cause} ${each}`}>
          <SeverityMark level="medium" bare /> {t('updates.held')}: {words.sentence(each)}
        </span>
      ))}
      {mayPlan && (
        <Link to="/deployments/new" search={{ ships: 'sources', names: source }}>
          {t('patches.deploy')}
        </Link>
      )}
    </span>
  );
}
