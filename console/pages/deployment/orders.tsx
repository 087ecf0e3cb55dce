// What else may be done to a deployment, as its state allows; each asks first, and what is severe for its name.
import { Button } from '@mantine/core';
import { Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { pieceOf } from '../../files.ts';
import { useMe } from '../../api/me.ts';
import type { Deployment } from './deployment.tsx';
import styles from './deployment.module.css';
import type { Order } from './send-order.ts';

const OrderDialog = pieceOf(async () => (await import('./order-dialog.tsx')).OrderDialog);

const BEFORE = ['draft', 'planned', 'rehearsing', 'awaiting-approval', 'scheduled'];

/** In which states, with which permission; severe ones are typed for. */
const ORDERS = [
  { kind: 'approval', needs: 'deployment.approve', states: ['awaiting-approval', 'halted'] },
  { kind: 'rehearsal', needs: 'deployment.run', states: ['planned'] },
  { kind: 'rehearsal-acceptance', needs: 'deployment.approve', states: ['planned', 'rehearsing'] },
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
export type OrderKind = (typeof ORDERS)[number]['kind'];

export function Orders({ deployment }: { readonly deployment: Deployment }) {
  const { t } = useTranslation();
  const may = useMe().data?.permissions ?? [];
  const [open, setOpen] = useState<OrderKind>();
  const { state } = deployment;
  const offered = ORDERS.filter(
    ({ needs, states }) => may.includes(needs) && (states as readonly string[]).includes(state),
  );
  if (offered.length === 0) return null;
  const chosen = offered.find(({ kind }) => kind === open);
  return (
    <div role="group" aria-label={t('order.also')} className={styles['orders']}>
      {offered.map(({ kind }) => (
        <Button key={kind} variant={kind === 'approval' ? 'filled' : 'default'} onClick={() => setOpen(kind)}>
          {t(`order.${kind}`)}
        </Button>
      ))}
      {chosen && (
        <Suspense fallback={null}>
          <OrderDialog
            kind={chosen.kind}
            isSevere={'isSevere' in chosen || (chosen.kind === 'approval' && state === 'halted')}
            deployment={deployment}
            onClose={() => setOpen(undefined)}
          />
        </Suspense>
      )}
    </div>
  );
}
