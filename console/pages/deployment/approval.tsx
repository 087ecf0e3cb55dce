// Whose word a deployment waits for: people who approve, and operators who sign with keys that the server does not have.
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, dataOf } from '../../api/client.ts';
import { Failed } from '../../components/page-state.tsx';
import { SeverityMark } from '../../components/severity-mark.tsx';
import { ShownOnce } from '../../components/shown-once.tsx';
import { Who } from '../../components/who.tsx';
import type { Deployment } from './deployment.tsx';
import styles from './deployment.module.css';
import { usePlan } from './use-plan.ts';

export function Approval({ deployment }: { readonly deployment: Deployment }) {
  const { t } = useTranslation();
  const { approvals, plan: hash, state } = deployment;
  const plan = usePlan(hash);
  const keys = useQuery({
    queryKey: ['operator-keys'],
    queryFn: () => dataOf(api.GET('/api/v1/operator-keys')),
  });
  const { needed = 1, given = 0 } = plan.data?.signatures ?? {};
  const isSigned = given >= needed;
  const hasKey = keys.data?.items.some(({ revokedAt }) => revokedAt === null) !== false;
  return (
    <section aria-labelledby="approval" className={styles['approval']}>
      <h2 id="approval">{t('approval.title')}</h2>
      {plan.error !== null && plan.data === undefined && <Failed error={plan.error} />}
      <ul className={styles['plain']}>
        {plan.data && (
          <li>
            <SeverityMark level={isSigned ? 'fine' : 'medium'} bare /> {t('approval.signed', { given, needed })}
          </li>
        )}
        <li>
          <SeverityMark level={approvals.given.length >= approvals.needed ? 'fine' : 'medium'} bare />{' '}
          {t('approval.given', { given: approvals.given.length, needed: approvals.needed })}
          {approvals.given.map(({ person }) => (
            <span key={person}>
              , {t('approval.byWhom')} <Who actor={person} />
            </span>
          ))}
        </li>
      </ul>
      {state === 'halted' && <p>{t('approval.resume')}</p>}
      {plan.data && !isSigned && (
        <>
          {!hasKey && <ShownOnce label={t('approval.noKeys')} text="suture keys new NAME && suture keys add NAME" />}
          <ShownOnce label={t('approval.signHow')} text={`suture sign ${hash}`} />
        </>
      )}
    </section>
  );
}
