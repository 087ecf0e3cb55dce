// Where a deployment is, in one sentence: its state and why, then how many of its endpoints are how far.
import { useTranslation } from 'react-i18next';
import { Instant } from '../../components/instant.tsx';
import { StateMark } from '../../components/state-mark.tsx';
import { countsOf, JOB_GROUPS } from '../../theme/rollout-states.ts';
import type { Deployment } from './deployment.tsx';
import styles from './deployment.module.css';
import { GroupLink } from './group-link.tsx';

const PAUSES = ['operator', 'guard', 'blackout', 'fence'] as const;

export function Sentence({ deployment }: { readonly deployment: Deployment }) {
  const { t } = useTranslation();
  const { id, state, pausedBy, haltedBy, startAt, expiresAt, endpoints, rings } = deployment;
  const counts = countsOf(sumOf(rings.map(({ jobs }) => jobs)));
  const shown = JOB_GROUPS.filter(({ group }) => group !== 'verified' && (counts.get(group) ?? 0) > 0);
  const pauses = pausedBy.map((by) => PAUSES.find((each) => each === by)).filter((by) => by !== undefined);
  return (
    <p className={styles['sentence']} aria-live="polite">
      <strong>
        <StateMark of="deployment" state={state} />
      </strong>
      {pauses.map((by) => ` ${t('deployment.pausedBy', { by: t(`deployment.pause.${by}`) })}`).join(',')}
      {'. '}
      {(haltedBy === 'gate' || haltedBy === 'operator') && `${t(`deployment.haltedBy.${haltedBy}`)} `}
      {startAt !== null && (
        <>
          {t('deployment.starts')} <Instant at={startAt} />.{' '}
        </>
      )}
      {t('deployment.counts', {
        verified: (counts.get('verified') ?? 0).toLocaleString(),
        all: endpoints.toLocaleString(),
      })}
      {shown.map(({ group }) => (
        <span key={group}>
          {', '}
          <GroupLink id={id} group={group} count={counts.get(group) ?? 0} />
        </span>
      ))}
      {state === 'awaiting-approval' && (
        <>
          . {t('deployment.expires')} <Instant at={expiresAt} />
        </>
      )}
      .
    </p>
  );
}

function sumOf(all: readonly Readonly<Record<string, number>>[]): Readonly<Record<string, number>> {
  const sum: Record<string, number> = {};
  for (const [state, count] of all.flatMap((each) => Object.entries(each))) sum[state] = (sum[state] ?? 0) + count;
  return sum;
}
