// What else may be done to a deployment, as its state allows; each asks first, and what is severe for its name.
import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../api/act.ts';
import { useMe } from '../../api/me.ts';
import { ConfirmByName } from '../../components/confirm-by-name.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { textOf } from '../../components/form-fields.ts';
import type { Deployment } from './deployment.tsx';
import styles from './deployment.module.css';
import { OLD, type Order, send } from './send-order.ts';

const BEFORE = ['draft', 'planned', 'rehearsing', 'awaiting-approval', 'scheduled'];

/** In which states, with which permission; severe ones are typed for. */
const ORDERS = [
  { kind: 'approval', needs: 'deployment.approve', states: ['awaiting-approval', 'halted'] },
  { kind: 'rejection', needs: 'deployment.approve', states: ['awaiting-approval'] },
  { kind: 'start', needs: 'deployment.run', states: ['scheduled'] },
  { kind: 'coverage-waiver', needs: 'deployment.approve', states: ['running', 'paused'] },
  { kind: 'break-glass', needs: 'deployment.approve', states: ['running', 'paused'], isSevere: true },
  { kind: 'rollback', needs: 'deployment.approve', states: ['halted'], isSevere: true },
  { kind: 'cancellation', needs: 'deployment.stop', states: [...BEFORE, 'halted'], isSevere: true },
] as const satisfies readonly {
  readonly kind: Order['kind'];
  readonly needs: string;
  readonly states: readonly string[];
  readonly isSevere?: true;
}[];
type Kind = (typeof ORDERS)[number]['kind'];

export function Orders({ deployment }: { readonly deployment: Deployment }) {
  const { t } = useTranslation();
  const may = useMe().data?.permissions ?? [];
  const [open, setOpen] = useState<Kind>();
  const { id, name, plan, state, endpoints } = deployment;
  const close = () => setOpen(undefined);
  const act = useAct((order: Order, once) => send(id, order, once), { old: OLD, onDone: close });
  const offered = ORDERS.filter(
    ({ needs, states }) => may.includes(needs) && (states as readonly string[]).includes(state),
  );
  if (offered.length === 0) return null;
  const chosen = offered.find(({ kind }) => kind === open);
  const orderOf = (kind: Kind, form?: FormData): Order => {
    if (kind === 'approval') return { kind, plan };
    if (kind !== 'start') return { kind };
    return { kind, startAt: new Date(form === undefined ? '' : textOf(form, 'startAt')).toISOString() };
  };
  const dialog = chosen && {
    title: t(`order.${chosen.kind}`).replace('…', ''),
    submit: t(`order.${chosen.kind}`).replace('…', ''),
    onClose: () => {
      act.reset();
      close();
    },
    error: act.error,
    isPending: act.isPending,
  };
  return (
    <div role="group" aria-label={t('order.also')} className={styles['orders']}>
      {offered.map(({ kind }) => (
        <Button key={kind} variant={kind === 'approval' ? 'filled' : 'default'} onClick={() => setOpen(kind)}>
          {t(`order.${kind}`)}
        </Button>
      ))}
      {chosen &&
        dialog &&
        ('isSevere' in chosen || (chosen.kind === 'approval' && state === 'halted') ? (
          <ConfirmByName {...dialog} name={name} onConfirm={() => act.mutate(orderOf(chosen.kind))}>
            {t(`order.what.${chosen.kind}`, { count: endpoints })}
          </ConfirmByName>
        ) : (
          <Dialog {...dialog} onSubmit={(form) => act.mutate(orderOf(chosen.kind, form))}>
            <p>{t(`order.what.${chosen.kind}`, { count: endpoints })}</p>
            {chosen.kind === 'approval' && (
              <p>
                {t('order.hash')}: <code className={styles['hash']}>{plan}</code>
              </p>
            )}
            {chosen.kind === 'start' && (
              <TextInput type="datetime-local" name="startAt" label={t('order.startAt')} required data-autofocus />
            )}
          </Dialog>
        ))}
    </div>
  );
}
