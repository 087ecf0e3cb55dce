// Where to begin: at most five things to do now, each one click from its rows, then what is late and what to patch first.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { pieceOf } from '../../files.ts';
import { api, dataOf } from '../../api/client.ts';
import type { Answer } from '../../api/types.ts';
import { AdvisoriesNote } from '../../components/advisories-known.tsx';
import { useMay } from '../../api/me.ts';
import { withTexts } from '../../i18n/i18n.ts';
import { PageHeader } from '../../components/page-header.tsx';
import { Failed, Loading } from '../../components/page-state.tsx';
import { SeverityMark } from '../../components/severity-mark.tsx';
import type { Level } from '../../theme/severity.ts';
import { Coverage } from './coverage.tsx';
import { OverdueByAge } from './overdue-by-age.tsx';
import styles from './overview.module.css';
import { PatchesFirst } from './patches-first.tsx';
import { rowsOf } from './rows-of.ts';

const UnderWay = pieceOf(async () => (await withTexts(() => import('./under-way.tsx'))()).UnderWay);

const OverTime = pieceOf(async () => (await import('./over-time.tsx')).OverTime);

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
  const mayLook = useMay('deployment.read');
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
  const isEmpty = endpoints?.count === 0;
  // Without advisories nobody can say that nothing is to be done.
  const isFine = !isEmpty && data.advisories === 'in-use';
  const unknown = data.advisories === 'gone' ? 'gone' : 'none';
  return (
    <>
      <PageHeader title={t('nav.overview')} cli="suture status" />
      <div className={styles['columns']}>
        <section aria-labelledby="do-now">
          <h2 id="do-now">{t('overview.doNow')}</h2>
          {toDo.length > 0 && <AdvisoriesNote />}
          {toDo.length === 0 ? (
            <p>
              <SeverityMark level={isFine ? 'fine' : 'unknown'} bare />{' '}
              {t(isEmpty ? 'overview.nobody' : isFine ? 'overview.nothing' : `feeds.${unknown}`)}
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
        {!isEmpty && (
          <>
            <section aria-labelledby="late">
              <h2 id="late">{t('late.title')}</h2>
              <OverdueByAge numbers={numbers} />
            </section>
            <section aria-labelledby="over-time" className={styles['wide']}>
              <h2 id="over-time">{t('days.title')}</h2>
              <Suspense fallback={<div className={styles['overTime']} />}>
                <OverTime />
              </Suspense>
            </section>
            {mayLook && (
              <section aria-labelledby="under-way" className={styles['wide']}>
                <h2 id="under-way">{t('overview.underWay')}</h2>
                <Suspense fallback={<div className={styles['underWay']} />}>
                  <UnderWay />
                </Suspense>
              </section>
            )}
            <section aria-labelledby="first" className={styles['wide']}>
              <h2 id="first">{t('first.title')}</h2>
              <PatchesFirst />
            </section>
          </>
        )}
        <section aria-labelledby="known" className={styles['wide']}>
          <h2 id="known">{t('coverage.title')}</h2>
          <Coverage numbers={numbers} />
        </section>
      </div>
    </>
  );
}
