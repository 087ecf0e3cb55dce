// Revokes the token of a program: what uses it stops working at once.
import { useTranslation } from 'react-i18next';
import { useAct } from '../../api/act.ts';
import { api, dataOf } from '../../api/client.ts';
import { ConfirmByName } from '../../components/confirm-by-name.tsx';
import type { Token } from './tokens.tsx';

export function RevokeToken({ token, onClose }: { readonly token: Token; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const path = { id: token.id };
  const revoke = useAct(
    (_: undefined, once) => dataOf(api.DELETE('/api/v1/api-tokens/{id}', { params: { path }, headers: { ...once } })),
    { old: ['api-tokens'], onDone: onClose },
  );
  return (
    <ConfirmByName
      title={t('tokens.revokeWhich', { label: token.label })}
      submit={t('act.revoke')}
      name={token.label}
      onClose={onClose}
      onConfirm={() => revoke.mutate(undefined)}
      error={revoke.error}
      isPending={revoke.isPending}
    >
      {t('tokens.revokeWhat')}
    </ConfirmByName>
  );
}
