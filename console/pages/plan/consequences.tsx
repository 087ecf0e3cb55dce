// What cannot be undone lightly about a plan: what it removes, what restarts, and which way back there is; terms of a list.
import { useTranslation } from 'react-i18next';
import { SeverityMark } from '../../components/severity-mark.tsx';
import { figuresOf } from './figures-of.ts';
import type { Planned } from './plan-summary.tsx';

const MOST = 12;
const CLASSES = ['R0', 'R1', 'R2', 'R3', 'R4'] as const;

export function Consequences({ plan: { steps, rollback } }: { readonly plan: Pick<Planned, 'steps' | 'rollback'> }) {
  const { t } = useTranslation();
  const { reboots, removals, removed } = figuresOf(steps);
  return (
    <>
      <dt>{t('plan.removals')}</dt>
      <dd>
        {removals === 0 ? (
          t('plan.noRemovals')
        ) : (
          <>
            <SeverityMark level="high" bare /> {t('plan.removalsOn', { count: removals })}:{' '}
            {removed.slice(0, MOST).join(', ')}
            {removed.length > MOST && ` ${t('plan.closesMore', { count: removed.length - MOST })}`}
          </>
        )}
      </dd>
      <dt>{t('plan.reboots')}</dt>
      <dd>
        {reboots === 0 ? (
          t('plan.noReboots')
        ) : (
          <>
            <SeverityMark level="medium" bare /> {t('plan.rebootsOn', { count: reboots })}
          </>
        )}
      </dd>
      <dt>{t('plan.rollback')}</dt>
      <dd>
        {Object.entries(rollback).map(([name, count]) => {
          const known = CLASSES.find((each) => each === name);
          const what = known === undefined ? name : t(`plan.classes.${known}`);
          return (
            <div key={name}>
              {name === 'R0' && <SeverityMark level="medium" bare />} {t('plan.rollbackOn', { what, count })}
            </div>
          );
        })}
      </dd>
    </>
  );
}
