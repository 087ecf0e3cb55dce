// What came of trying the plan on throw-away copies of endpoints; what was not rehearsed is never shown as passed.
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Answer } from '../../api/types.ts';
import { SeverityMark } from '../../components/severity-mark.tsx';
import { useServerWords } from '../../i18n/server-words.ts';
import styles from './deployment.module.css';

export type RehearsalsSeen = Answer<'getPlan'>['rehearsals'];

const LEVELS = { pass: 'fine', warn: 'medium', fail: 'high', 'not-rehearsed': 'unknown' } as const;

export function Rehearsals({ rehearsals }: { readonly rehearsals: RehearsalsSeen }) {
  const { t, i18n } = useTranslation();
  const words = useServerWords();
  const number = (value: number) => Math.ceil(value).toLocaleString(i18n.language);
  return (
    <ul className={styles['failures']}>
      {rehearsals.map((each) => (
        <li key={each.step} className={styles['failure']}>
          <p>
            <SeverityMark level={each.result === null ? 'unknown' : LEVELS[each.result]} bare />{' '}
            <strong>
              {each.result === null
                ? t(`rehearsal.waits.${each.waitsFor ?? 'endpoint'}`)
                : t(`rehearsal.results.${each.result}`)}
            </strong>{' '}
            <Link to="/endpoints/$id" params={{ id: each.endpoint }}>
              {each.name ?? each.endpoint.slice(0, 8)}
            </Link>{' '}
            <span className="quiet">
              {t('rehearsal.standsFor', { count: each.standsFor, adapter: each.adapter, release: each.release })}
              {each.seconds !== null &&
                each.seconds > 0 &&
                `, ${t('rehearsal.took', { seconds: number(each.seconds) })}`}
              {each.reboot === true && `, ${t('rehearsal.reboot')}`}
            </span>
          </p>
          {each.says.map((says) => (
            <p key={says}>{words.sentence(says)}</p>
          ))}
          {each.restarts.length > 0 && (
            <p className="quiet">{t('rehearsal.restarts', { services: each.restarts.join(', ') })}</p>
          )}
          {each.result === 'fail' && each.lines.length > 0 && (
            <pre className={styles['lines']} tabIndex={0} aria-label={t('jobs.transcript')}>
              {each.lines.join('\n')}
            </pre>
          )}
          {each.checks.length > 0 && (
            <p className="quiet">{t('rehearsal.checked', { checks: each.checks.map(words.sentence).join(', ') })}</p>
          )}
        </li>
      ))}
    </ul>
  );
}
