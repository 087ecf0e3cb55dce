// The state of a deployment, a ring or a job: its shape in its colour, and its word.
import { useTranslation } from 'react-i18next';
import { DEPLOYMENT_LEVEL, groupOf, isKnown, JOB_STATES, RING_LEVEL } from '../theme/rollout-states.ts';
import { SeverityMark } from './severity-mark.tsx';

export interface StateMarkProps {
  readonly of: 'deployment' | 'ring' | 'job';
  readonly state: string;
}

export function StateMark({ of, state }: StateMarkProps) {
  const word = useStateWord();
  const level =
    of === 'job'
      ? groupOf(state).level
      : of === 'ring'
        ? isKnown(RING_LEVEL, state)
          ? RING_LEVEL[state]
          : 'unknown'
        : isKnown(DEPLOYMENT_LEVEL, state)
          ? DEPLOYMENT_LEVEL[state]
          : 'unknown';
  return (
    <>
      <SeverityMark level={level} bare /> {word(of, state)}
    </>
  );
}

/** The word for a state; the server's own where this console does not know it. */
export function useStateWord(): (of: StateMarkProps['of'], state: string) => string {
  const { t } = useTranslation();
  return (of, state) => {
    if (of === 'deployment') return isKnown(DEPLOYMENT_LEVEL, state) ? t(`deployments.states.${state}`) : state;
    if (of === 'ring') return isKnown(RING_LEVEL, state) ? t(`deployment.ringStates.${state}`) : state;
    const known = JOB_STATES.find((each) => each === state);
    return known === undefined ? state : t(`jobs.states.${known}`);
  };
}
