// The patches to do first over the fleet.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { api, dataOf } from '../../api/client.ts';
import { NothingKnown } from '../../components/advisories-known.tsx';
import { Due } from '../../components/due.tsx';
import { Failed, Loading } from '../../components/page-state.tsx';
import { valueWord } from '../../components/query-words.ts';
import { SeverityMark } from '../../components/severity-mark.tsx';
import styles from './overview.module.css';

const MOST = 5;

export function PatchesFirst() {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery({
    queryKey: ['patches', '', 'first'],
    queryFn: () => dataOf(api.GET('/api/v1/patches', { params: { query: { limit: MOST } } })),
  });
  if (error !== null && data === undefined) return <Failed error={error} retry={() => void refetch()} />;
  // As high as what comes, so that nothing moves.
  if (data === undefined) {
    return (
      <div style={{ minHeight: MOST * 37 }}>
        <Loading rows={MOST} />
      </div>
    );
  }
  if (data.total === 0) {
    return (
      <p className="quiet">
        <NothingKnown otherwise={t('patches.none')} />
      </p>
    );
  }
  return (
    <>
      <ul className={styles['list']}>
        {data.items.map(({ source, to, due, severity, endpoints, closes }) => (
          <li key={`${source} ${to}`} className={styles['patch']}>
            <SeverityMark level={severity} bare />
            <span>
              <Link to="/patches" search={{ q: `source:${valueWord(source)}` }}>
                {source}
              </Link>{' '}
              <span className="mono quiet">{to}</span>
            </span>
            <span className="quiet">
              {t('first.on', { count: endpoints })}, {t('peek.closes', { count: closes.length })}
            </span>
            <Due at={due} />
          </li>
        ))}
      </ul>
      <Link to="/patches">{t('first.all', { count: data.total })}</Link>
    </>
  );
}
