// What an endpoint said of a job, in the order in which it came, with the lines that decide.
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import type { Answer } from '../../api/types.ts';
import { Instant } from '../../components/instant.tsx';
import { useServerWords } from '../../i18n/server-words.ts';
import styles from './deployment.module.css';
import { runsOf } from './runs-of.ts';

const KINDS = [
  'dispatched',
  'prechecking',
  'progress',
  'start-requested',
  'installing',
  'rebooting',
  'reconciling',
  'rolled-back',
  'not-applicable',
  'verifying',
  'verified',
  'soaked',
  'failed',
  'rollback-failed',
] as const;

export function Transcript({ reports }: Pick<Answer<'getDeploymentJob'>, 'reports'>) {
  const { t } = useTranslation();
  const words = useServerWords();
  return (
    <div>
      <h2>{t('jobs.transcript')}</h2>
      {reports.length === 0 && <p className="quiet">{t('jobs.nothingSaid')}</p>}
      <dl className={styles['transcript']}>
        {runsOf(reports).map(({ at, attempt, kind, why, lines, evidence, times }, index) => {
          const known = KINDS.find((each) => each === kind);
          return (
            <Fragment key={index}>
              <dt>
                <Instant at={at} exact />
                {attempt > 1 && ` (${t('jobs.attempt')} ${attempt})`}
              </dt>
              <dd>
                {known === undefined ? kind : t(`jobs.kinds.${known}`)}
                {times > 1 && ` (${times}×)`}
                {why !== null && `: ${words.sentence(why)}`}
                {evidence !== null && (
                  <span className="quiet"> ({t('jobs.late', { why: words.sentence(evidence) })})</span>
                )}
                {lines.length > 0 && (
                  <pre className={styles['lines']} tabIndex={0} aria-label={t('jobs.transcript')}>
                    {lines.join('\n')}
                  </pre>
                )}
              </dd>
            </Fragment>
          );
        })}
      </dl>
    </div>
  );
}
