// The plan that a deployment carries out, and where it does not fit any more.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { api, dataOf } from '../../api/client.ts';
import { Failed, Loading } from '../../components/page-state.tsx';
import { SeverityMark } from '../../components/severity-mark.tsx';
import { PlanSummary } from '../plan/plan-summary.tsx';
import type { Deployment } from './deployment.tsx';
import styles from './deployment.module.css';
import { usePlan } from './use-plan.ts';

const BEFORE = ['draft', 'planned', 'rehearsing', 'awaiting-approval', 'scheduled'];
const MOST = 10;

export function PlanOf({ deployment: { plan: hash, state } }: { readonly deployment: Deployment }) {
  const { t } = useTranslation();
  const { data, error, refetch } = usePlan(hash);
  if (error !== null && data === undefined) return <Failed error={error} retry={() => void refetch()} />;
  if (data === undefined) return <Loading />;
  return (
    <div className={styles['planOf']}>
      <h2>{t('plan.summary')}</h2>
      <p>
        {t('order.hash')}: <code className={styles['hash']}>{hash}</code>
      </p>
      {BEFORE.includes(state) && <Drift hash={hash} />}
      <PlanSummary plan={data} excluded={data.excluded} rehearsals={data.rehearsals} />
    </div>
  );
}

/** What has changed on endpoints since the plan was frozen; once it runs, that is what the plan does. */
function Drift({ hash }: { readonly hash: string }) {
  const { t } = useTranslation();
  const { data } = useQuery({
    queryKey: ['plan', hash, 'drift'],
    queryFn: () => dataOf(api.GET('/api/v1/plans/{hash}/drift', { params: { path: { hash } } })),
  });
  if (data === undefined) return null;
  if (data.drifted === 0) {
    return (
      <p>
        <SeverityMark level="fine" bare /> {t('plan.noDrift')}
      </p>
    );
  }
  return (
    <div>
      <p>
        <SeverityMark level="medium" bare /> {t('plan.drift', { count: data.drifted })}
      </p>
      <ul className={styles['plain']}>
        {data.items.slice(0, MOST).map(({ endpoint, says }) => (
          <li key={endpoint}>
            <Link to="/endpoints/$id" params={{ id: endpoint }}>
              {endpoint.slice(0, 8)}
            </Link>
            : {says.join(' ')}
          </li>
        ))}
      </ul>
    </div>
  );
}
