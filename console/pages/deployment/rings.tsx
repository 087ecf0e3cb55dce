// The rings of a deployment: how far each is as a bar and in counts that lead to the endpoints, and what it waits for.
import type { CSSProperties } from 'react';
import { useTranslation } from 'react-i18next';
import { Countdown } from '../../components/countdown.tsx';
import { StateMark } from '../../components/state-mark.tsx';
import { useServerWords } from '../../i18n/server-words.ts';
import { countsOf, JOB_GROUPS, type JobGroup } from '../../theme/rollout-states.ts';
import type { Level } from '../../theme/severity.ts';
import type { Deployment } from './deployment.tsx';
import styles from './deployment.module.css';
import { GroupLink } from './group-link.tsx';

export function Rings({ deployment: { id, rings } }: { readonly deployment: Deployment }) {
  const { t } = useTranslation();
  const words = useServerWords();
  return (
    <ol className={styles['rings']}>
      {rings.map(({ number, endpoints, state, until, jobs, says }) => {
        const counts = countsOf(jobs);
        return (
          <li key={number} className={styles['ring']}>
            <div className={styles['ringHead']}>
              <strong>{t('deployment.ring', { number: number + 1 })}</strong>
              <span className="quiet">{t('deployment.size', { count: endpoints })}</span>
              <span>
                <StateMark of="ring" state={state} />
              </span>
              {until !== null && (
                <span className="quiet">
                  {t('deployment.watchedFor')} <Countdown until={until} />
                </span>
              )}
            </div>
            <Bar counts={counts} of={endpoints} />
            <div className={styles['counts']}>
              {JOB_GROUPS.filter(({ group }) => (counts.get(group) ?? 0) > 0).map(({ group }) => (
                <GroupLink key={group} id={id} ring={number} group={group} count={counts.get(group) ?? 0} />
              ))}
            </div>
            {says !== null && <p className={styles['says']}>{words.sentence(says)}</p>}
          </li>
        );
      })}
    </ol>
  );
}

/** The counts beside it say the same. What is at work is hatched, to be told from what is watched. */
function Bar({ counts, of }: { readonly counts: ReadonlyMap<JobGroup, number>; readonly of: number }) {
  return (
    <div className={styles['bar']} aria-hidden="true">
      {JOB_GROUPS.map(({ group, level }) => {
        const count = counts.get(group) ?? 0;
        return count === 0 ? null : (
          <span key={group} className={styles[group]} style={partOf(level, count / Math.max(of, 1))} />
        );
      })}
    </div>
  );
}

/** The colour goes by a name of its own, as hatching mixes it with the ground. */
const partOf = (level: Level, share: number): CSSProperties =>
  Object.assign({ flexGrow: share }, { '--part': `var(--${level})` });
