// Pause, Promote, Stop: always there, always in this order and place; what cannot be done now says why. Stop never asks.
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../api/act.ts';
import { useMay } from '../../api/me.ts';
import { ActError } from '../../components/act-error.tsx';
import { useStateWord } from '../../components/state-mark.tsx';
import type { Deployment } from './deployment.tsx';
import styles from './deployment.module.css';
import { OLD, send } from './send-order.ts';

const STOPPABLE: readonly string[] = ['scheduled', 'running', 'paused', 'rolling-back'];
const NOT_BEGUN: readonly string[] = ['rehearsing', 'awaiting-approval'];

/** Under way, or to begin without a person: a policy's may approve itself. */
export const isUnderWay = ({ state, createdBy }: Pick<Deployment, 'state' | 'createdBy'>): boolean =>
  STOPPABLE.includes(state) || (createdBy.startsWith('policy:') && NOT_BEGUN.includes(state));

const OF_PEOPLE: readonly string[] = ['operator', 'guard', 'fence'];

export function Controls({ deployment }: { readonly deployment: Deployment }) {
  const { t } = useTranslation();
  const word = useStateWord();
  const { id, state, pausedBy, rings } = deployment;
  const mayStop = useMay('deployment.stop');
  const mayResume = useMay('deployment.resume');
  const act = useAct((kind: 'pause' | 'resumption' | 'promotion' | 'stop', once) => send(id, { kind }, once), {
    old: OLD,
  });
  const isPaused = state === 'paused' && pausedBy.some((by) => OF_PEOPLE.includes(by));
  const atGate = state === 'running' && rings.some((ring) => ring.state === 'evaluating');
  const cannot = t('deployment.cannot', { state: word('deployment', state) });
  const missing = (needs: string): string => t('deployment.needs', { needs });
  const buttons = [
    {
      kind: isPaused ? 'resumption' : 'pause',
      name: t(isPaused ? 'deployment.doResume' : 'deployment.doPause'),
      why: isPaused
        ? mayResume
          ? undefined
          : missing('deployment.resume')
        : !mayStop
          ? missing('deployment.stop')
          : state === 'running' || state === 'paused'
            ? undefined
            : cannot,
    },
    {
      kind: 'promotion',
      name: t('deployment.doPromote'),
      why: !mayResume ? missing('deployment.resume') : atGate ? undefined : t('deployment.nothingToPromote'),
    },
    {
      kind: 'stop',
      name: t('deployment.doStop'),
      why: !mayStop ? missing('deployment.stop') : [...STOPPABLE, ...NOT_BEGUN].includes(state) ? undefined : cannot,
    },
  ] as const;
  return (
    <div className={styles['steer']}>
      <div role="group" aria-label={t('deployment.controls')} className={styles['controls']}>
        {buttons.map(({ kind, name, why }, index) => (
          <Button
            key={index}
            size="sm"
            variant={kind === 'stop' ? 'filled' : 'default'}
            {...(kind === 'stop' && { color: 'var(--danger)', autoContrast: true })}
            className={kind === 'stop' ? (styles['stop'] ?? '') : ''}
            // Still found by keyboard, so that why it cannot be done is found as well.
            {...(why !== undefined && { 'data-disabled': true, 'aria-disabled': true, title: why })}
            loading={act.isPending && act.variables === kind}
            onClick={() => {
              if (why === undefined) act.mutate(kind);
            }}
          >
            {name}
            {why !== undefined && <span className="visually-hidden"> {why}</span>}
          </Button>
        ))}
      </div>
      <ActError error={act.error} onFresh={() => act.variables && act.mutate(act.variables)} />
    </div>
  );
}
