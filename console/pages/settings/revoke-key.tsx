// Lets a key sign no more: what it signed does not count any more either.
import { useTranslation } from 'react-i18next';
import { useAct } from '../../api/act.ts';
import { api, dataOf } from '../../api/client.ts';
import { ConfirmByName } from '../../components/confirm-by-name.tsx';
import type { OperatorKey } from './operators.tsx';

export interface RevokeKeyProps {
  readonly operatorKey: OperatorKey;
  readonly onClose: () => void;
}

export function RevokeKey({ operatorKey: { fingerprint, label }, onClose }: RevokeKeyProps) {
  const { t } = useTranslation();
  const revoke = useAct(
    (_: undefined, header) =>
      dataOf(api.DELETE('/api/v1/operator-keys/{fingerprint}', { params: { path: { fingerprint }, header } })),
    { old: ['operator-keys', 'plan'], onDone: onClose },
  );
  return (
    <ConfirmByName
      title={t('operators.revokeWhich', { label })}
      submit={t('act.revoke')}
      name={label}
      onClose={onClose}
      onConfirm={() => revoke.mutate(undefined)}
      error={revoke.error}
      isPending={revoke.isPending}
    >
      {t('operators.revokeWhat')}
    </ConfirmByName>
  );
}
