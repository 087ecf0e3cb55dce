// How far all of this can be believed: who is wholly known, who is silent, how old the sources are.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { feedAges } from '../../api/feed-ages.ts';
import { Instant } from '../../components/instant.tsx';
import { SeverityMark } from '../../components/severity-mark.tsx';
import styles from './overview.module.css';
import { type Numbers, type OverviewNumber, rowsOf } from './rows-of.ts';

/** Said above where there are any, and here in any case. */
const SHOWN = ['silent', 'unsupported', 'reboot', 'exposed-criticals'] as const satisfies OverviewNumber['name'][];

export function Coverage({ numbers }: { readonly numbers: Numbers }) {
  const { t, i18n } = useTranslation();
  const feeds = useQuery(feedAges);
  const endpoints = numbers.get('endpoints');
  const incomplete = numbers.get('inventory-incomplete');
  const all = endpoints?.count ?? 0;
  const known = Math.max(all - (incomplete?.count ?? 0), 0);
  const shown = (count: number) => count.toLocaleString(i18n.language);
  const oldest = feeds.data?.items
    .map(({ checkedAt }) => checkedAt)
    .filter((at) => at !== null)
    .toSorted()[0];
  return (
    <ul className={styles['numbers']}>
      {endpoints && incomplete && (
        <li>
          <SeverityMark level={known === all ? 'fine' : 'medium'} bare />{' '}
          <Link {...rowsOf(known === all ? endpoints : incomplete)}>
            {t('coverage.known', { known: shown(known), all: shown(all) })}
          </Link>
        </li>
      )}
      {SHOWN.map((name) => {
        const number = numbers.get(name);
        return (
          number && (
            <li key={name}>
              <SeverityMark level={number.count === 0 ? 'fine' : 'medium'} bare />{' '}
              <Link {...rowsOf(number)}>{t(`overview.number.${name}`, { count: number.count })}</Link>
            </li>
          )
        );
      })}
      <li>
        <SeverityMark level={(numbers.get('feeds-stale')?.count ?? 0) > 0 ? 'medium' : 'fine'} bare />{' '}
        <Link to="/feeds">{t('overview.number.feeds-stale', { count: numbers.get('feeds-stale')?.count ?? 0 })}</Link>
        {oldest !== undefined && (
          <span className="quiet">
            {' '}
            {t('coverage.oldest')} <Instant at={oldest} />
          </span>
        )}
      </li>
    </ul>
  );
}
