// Asks before an order to a deployment; what is severe, by its name.
import { TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../api/act.ts';
import { ConfirmByName } from '../../components/confirm-by-name.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { textOf } from '../../components/form-fields.ts';
import { Failed, Loading } from '../../components/page-state.tsx';
import { Consequences } from '../plan/consequences.tsx';
import type { Deployment } from './deployment.tsx';
import styles from './deployment.module.css';
import type { OrderKind } from './orders.tsx';
import { OLD, type Order, send } from './send-order.ts';
import { usePlan } from './use-plan.ts';

export interface OrderDialogProps {
  readonly kind: OrderKind;
  readonly isSevere: boolean;
  readonly deployment: Deployment;
  readonly onClose: () => void;
}

export function OrderDialog({ kind, isSevere, deployment, onClose }: OrderDialogProps) {
  const { t } = useTranslation();
  const { id, name, plan, endpoints } = deployment;
  const act = useAct((order: Order, once) => send(id, order, once), { old: OLD, onDone: onClose });
  const orderOf = (form?: FormData): Order => {
    if (kind === 'approval') return { kind, plan };
    if (kind === 'rehearsal-acceptance') return { kind, reason: form === undefined ? '' : textOf(form, 'reason') };
    if (kind !== 'start') return { kind };
    return { kind, startAt: new Date(form === undefined ? '' : textOf(form, 'startAt')).toISOString() };
  };
  const word = t(`order.${kind}`).replace('…', '');
  const dialog = { title: word, submit: word, onClose, error: act.error, isPending: act.isPending };
  const what = t(`order.what.${kind}`, { count: endpoints });
  if (isSevere) {
    return (
      <ConfirmByName {...dialog} name={name} count={endpoints} onConfirm={() => act.mutate(orderOf())}>
        {what}
        {kind === 'approval' && <OfPlan hash={plan} />}
      </ConfirmByName>
    );
  }
  return (
    <Dialog {...dialog} onSubmit={(form) => act.mutate(orderOf(form))}>
      <p>{what}</p>
      {kind === 'approval' && <OfPlan hash={plan} />}
      {kind === 'rehearsal-acceptance' && (
        <TextInput name="reason" label={t('order.reason')} required maxLength={1000} data-autofocus />
      )}
      {kind === 'start' && (
        <TextInput type="datetime-local" name="startAt" label={t('order.startAt')} required data-autofocus />
      )}
    </Dialog>
  );
}

/** What is approved: what of it is not undone lightly, and its hash. */
function OfPlan({ hash }: { readonly hash: string }) {
  const { t } = useTranslation();
  const { data, error, refetch } = usePlan(hash);
  return (
    <>
      {data && (
        <dl className={styles['ofPlan']}>
          <Consequences plan={data} />
        </dl>
      )}
      {data === undefined &&
        (error === null ? <Loading rows={3} /> : <Failed error={error} retry={() => void refetch()} />)}
      <p>
        {t('order.hash')}: <code className={styles['hash']}>{hash}</code>
      </p>
    </>
  );
}
