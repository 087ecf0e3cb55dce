// What a plan does, in figures that can be opened: to whom, what is installed and removed, what restarts, who is left out and why.
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Answer } from '../../api/types.ts';
import { useServerWords } from '../../i18n/server-words.ts';
import { Rehearsals, type RehearsalsSeen } from '../deployment/rehearsals.tsx';
import { bytesText } from './bytes-text.ts';
import { Consequences } from './consequences.tsx';
import { Excluded } from './excluded.tsx';
import { figuresOf } from './figures-of.ts';
import styles from './plan.module.css';
import { Steps } from './steps.tsx';

export type Planned = NonNullable<Answer<'previewPlan'>['plan']>;

const MOST = 12;
const REBOOTS = ['never', 'if-needed', 'in-window', 'ask'] as const;

export interface PlanSummaryProps {
  readonly plan: Planned;
  readonly excluded: Planned['excluded'];
  /** Of a plan that is frozen. */
  readonly rehearsals?: RehearsalsSeen;
}

export function PlanSummary({ plan, excluded, rehearsals }: PlanSummaryProps) {
  const { t, i18n } = useTranslation();
  const words = useServerWords();
  const { endpoints, rings, closes, windows, soakMinutes, mostInFlight, cleanCanary, approvalsNeeded } = plan;
  const { bytes, mostBytes, minutes } = figuresOf(plan.steps);
  const number = (value: number) => value.toLocaleString(i18n.language);
  const soak =
    soakMinutes % 60 === 0 && soakMinutes > 0
      ? t('plan.soakFor.h', { count: soakMinutes / 60 })
      : t('plan.soakFor.min', { count: soakMinutes });
  const { figures, conduct, catchUp } = plan;
  const rebooting = REBOOTS.find((each) => each === conduct?.reboot);
  const restartsText =
    conduct === null || rebooting === undefined
      ? t('plan.restartsUsual')
      : `${t(conduct.restart === 'none' ? 'plan.restartsOf.none' : 'plan.restartsOf.services')}; ${t(`plan.rebootsOf.${rebooting}`)}`;
  const untried = rings.flatMap(({ uncovered }, index) =>
    index > 0 && uncovered.length > 0 ? [{ index, uncovered }] : [],
  );
  return (
    <div className={styles['plan']}>
      <dl className={styles['figures']}>
        <dt>{t('plan.endpoints')}</dt>
        <dd>
          <strong>{number(endpoints)}</strong>
        </dd>
        <dt>{t('plan.rings')}</dt>
        <dd>{rings.map((ring) => number(ring.endpoints)).join(' → ')}</dd>
        <dt>{t('plan.closes')}</dt>
        <dd>
          {closes.length === 0 && <span className="quiet">{t('plan.closesNone')}</span>}
          {closes.slice(0, MOST).map((id) => (
            <span key={id}>
              <Link to="/vulnerabilities/$id" params={{ id }}>
                {id}
              </Link>{' '}
            </span>
          ))}
          {closes.length > MOST && t('plan.closesMore', { count: closes.length - MOST })}
        </dd>
        <Consequences plan={plan} />
        <dt>{t('plan.download')}</dt>
        <dd>
          {t('plan.downloadOf', {
            all: bytesText(bytes, i18n.language),
            most: bytesText(mostBytes, i18n.language),
          })}
        </dd>
        <dt>{t('plan.minutes')}</dt>
        <dd>{t('plan.minutesEach', { minutes: number(minutes) })}</dd>
        <dt>{t('plan.figures')}</dt>
        <dd>
          {t('plan.figuresOf', {
            simulated: number(figures.simulated),
            all: number(endpoints),
            rehearsed: number(figures.rehearsed),
          })}
        </dd>
        <dt>{t('plan.restarts')}</dt>
        <dd>{restartsText}</dd>
        {conduct !== null && conduct.probes.length > 0 && (
          <>
            <dt>{t('plan.probes')}</dt>
            <dd>{conduct.probes.join('; ')}</dd>
          </>
        )}
        {plan.ringProbes !== undefined && (
          <>
            <dt>{t('plan.ringProbes')}</dt>
            <dd>
              {plan.ringProbes
                .map(({ name, expectStatus }) => t('plan.ringProbe', { name, status: expectStatus }))
                .join('; ')}
            </dd>
          </>
        )}
        <dt>{t('plan.when')}</dt>
        <dd>{windows.length === 0 ? t('plan.anyTime') : windows.join(', ')}</dd>
        {windows.length > 0 && (
          <>
            <dt>{t('builder.catchUp')}</dt>
            <dd>{words.sentence(catchUp)}</dd>
          </>
        )}
        <dt>{t('plan.inFlight')}</dt>
        <dd>{t('plan.inFlightOf', { count: mostInFlight })}</dd>
        <dt>{t('plan.soak')}</dt>
        <dd>{soak}</dd>
        <dt>{t('plan.smallRing')}</dt>
        <dd>{t(cleanCanary ? 'plan.smallRings.clean' : 'plan.smallRings.person')}</dd>
        <dt>{t('plan.approvals')}</dt>
        <dd>{t('plan.approvalsOf', { count: approvalsNeeded })}</dd>
        <dt>{t('plan.rehearsal')}</dt>
        <dd>
          {rehearsals === undefined && t('plan.willRehearse')}
          {rehearsals?.length === 0 && t('plan.noRehearsal')}
          {rehearsals !== undefined && rehearsals.length > 0 && <Rehearsals rehearsals={rehearsals} />}
        </dd>
      </dl>
      {untried.length > 0 && (
        <section>
          <h3>{t('plan.untried')}</h3>
          <ul className={styles['list']}>
            {untried.map(({ index, uncovered }) => (
              <li key={index}>{t('plan.ofRing', { number: index + 1, size: uncovered.slice(0, MOST).join(', ') })}</li>
            ))}
          </ul>
        </section>
      )}
      <Excluded excluded={excluded} />
      <Steps steps={plan.steps} />
    </div>
  );
}
