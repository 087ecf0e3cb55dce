// What failed, by cause, the most frequent first: what it means, what to do, what one of the endpoints said, and which they are.
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { SeverityMark } from '../../components/severity-mark.tsx';
import { useServerWords } from '../../i18n/server-words.ts';
import type { Deployment } from './deployment.tsx';
import styles from './deployment.module.css';

export function Failures({
  deployment: { id, failures },
}: {
  readonly deployment: Pick<Deployment, 'id' | 'failures'>;
}) {
  const { t } = useTranslation();
  const words = useServerWords();
  if (failures.length === 0) return <p className="quiet">{t('deployment.noFailures')}</p>;
  return (
    <ul className={styles['failures']}>
      {failures
        .map((failure) => ({ ...failure, ...words.cause(failure) }))
        .map(({ cause, says, remedy, endpoints, why, lines }) => (
          <li key={cause} className={styles['failure']}>
            <p>
              <SeverityMark level="high" bare /> <strong>{says}</strong>{' '}
              <Link to="/deployments/$id" params={{ id }} search={{ tab: 'endpoints', cause }}>
                {t('deployment.onEndpoints', { count: endpoints })}
              </Link>{' '}
              <code className="quiet">{cause}</code>
            </p>
            <p>
              <span className="quiet">{t('deployment.remedy')}:</span> {remedy}
            </p>
            {why !== null && (
              <p>
                <span className="quiet">{t('deployment.why')}:</span> {words.sentence(why)}
              </p>
            )}
            {lines.length > 0 && (
              <pre className={styles['lines']} tabIndex={0} aria-label={t('jobs.transcript')}>
                {lines.join('\n')}
              </pre>
            )}
          </li>
        ))}
    </ul>
  );
}
