// The deployments that are under way, or wait for somebody: how far each is, and what has failed.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { api, dataOf } from '../../api/client.ts';
import { StateMark } from '../../components/state-mark.tsx';
import styles from './overview.module.css';

const MOST = 5;

const listOf = (of: 'going' | 'waiting') => ({
  queryKey: ['deployments', of, 'overview'],
  queryFn: () => dataOf(api.GET('/api/v1/deployments', { params: { query: { of, limit: MOST } } })),
});

export function UnderWay() {
  const { t, i18n } = useTranslation();
  const going = useQuery(listOf('going'));
  const waiting = useQuery(listOf('waiting'));
  const items = [...(going.data?.items ?? []), ...(waiting.data?.items ?? [])];
  const number = (value: number): string => value.toLocaleString(i18n.language);
  return (
    <div className={styles['underWay']}>
      {going.data && waiting.data && items.length === 0 && <p className="quiet">{t('overview.noneUnderWay')}</p>}
      {items.length > 0 && (
        <ul className={styles['list']}>
          {items.slice(0, MOST).map(({ id, name, state, done, endpoints, failed }) => (
            <li key={id} className={styles['going']}>
              <Link to="/deployments/$id" params={{ id }}>
                {name}
              </Link>
              <span>
                <StateMark of="deployment" state={state} />
              </span>
              <span className="quiet">
                {t('deployment.counts', { verified: number(done), all: number(endpoints) })}
                {failed > 0 && `, ${number(failed)} ${t('deployment.groups.failed')}`}
              </span>
            </li>
          ))}
        </ul>
      )}
      <Link to="/deployments">{t('nav.deployments')}</Link>
    </div>
  );
}
