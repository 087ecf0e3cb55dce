// Where to begin: at most five things to do now, each one click from its rows, then what one should know.
import { useQuery } from '@tanstack/react-query';
import { Link, type LinkProps } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { api, dataOf } from '../../api/client.ts';
import type { Answer } from '../../api/types.ts';
import { PageHeader } from '../../components/page-header.tsx';
import { Failed, Loading } from '../../components/page-state.tsx';
import { SeverityMark } from '../../components/severity-mark.tsx';
import type { Level } from '../../theme/severity.ts';
import styles from './overview.module.css';

type Number = Answer<'showOverview'>['numbers'][number];

/** In the order in which they are to be done. */
const TO_DO: readonly (readonly [Number['name'], Level])[] = [
  ['exploited', 'critical'],
  ['overdue', 'high'],
  ['quarantined', 'high'],
  ['pending', 'medium'],
  ['silent', 'medium'],
  ['inventory-incomplete', 'medium'],
  ['unsupported', 'medium'],
  ['feeds-stale', 'medium'],
  ['reboot', 'low'],
];
const MOST = 5;

export function Overview() {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery({
    queryKey: ['overview'],
    queryFn: () => dataOf(api.GET('/api/v1/overview')),
  });
  if (error !== null && data === undefined) return <Failed error={error} retry={() => void refetch()} />;
  if (data === undefined) return <Loading rows={6} />;
  const numbers = new Map(data.numbers.map((each) => [each.name, each]));
  const toDo = TO_DO.flatMap(([name, level]) => {
    const number = numbers.get(name);
    return number !== undefined && number.count > 0 ? [{ ...number, level }] : [];
  });
  const endpoints = numbers.get('endpoints');
  return (
    <>
      <PageHeader title={t('nav.overview')} cli="suture status" />
      <section aria-labelledby="do-now">
        <h2 id="do-now">{t('overview.doNow')}</h2>
        {toDo.length === 0 ? (
          <p>
            <SeverityMark level={endpoints?.count === 0 ? 'unknown' : 'fine'} bare />{' '}
            {t(endpoints?.count === 0 ? 'overview.nobody' : 'overview.nothing')}
          </p>
        ) : (
          <ol className={styles['list']}>
            {toDo.slice(0, MOST).map((number) => (
              <li key={number.name}>
                <Link {...rowsOf(number)} className={styles['item']}>
                  <SeverityMark level={number.level} bare />
                  <span>{t(`overview.number.${number.name}`, { count: number.count })}</span>
                  <span className={styles['action']}>{t(`overview.action.${number.name}`)}</span>
                </Link>
              </li>
            ))}
          </ol>
        )}
      </section>
      <section aria-labelledby="to-know">
        <h2 id="to-know">{t('overview.toKnow')}</h2>
        <ul className={styles['numbers']}>
          {data.numbers.map((number) => (
            <li key={number.name}>
              <Link {...rowsOf(number)} className={styles['number']}>
                {t(`overview.number.${number.name}`, { count: number.count })}
              </Link>
            </li>
          ))}
        </ul>
      </section>
    </>
  );
}

/** The list that a number counts. Findings are shown by vulnerability. */
function rowsOf({ resource, q }: Number): LinkProps {
  const search = q === '' ? {} : { q };
  if (resource === 'feeds') return { to: '/feeds' };
  return resource === 'endpoints' ? { to: '/endpoints', search } : { to: '/vulnerabilities', search };
}
