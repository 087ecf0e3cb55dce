// Removes somebody from the organisation, with their sessions and tokens.
import { useTranslation } from 'react-i18next';
import { useAct } from '../../api/act.ts';
import { api, dataOf } from '../../api/client.ts';
import { ConfirmByName } from '../../components/confirm-by-name.tsx';
import type { User } from './users.tsx';

export function RemoveUser({ user, onClose }: { readonly user: User; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const path = { id: user.id };
  const remove = useAct(
    (_: undefined, once) => dataOf(api.DELETE('/api/v1/users/{id}', { params: { path }, headers: { ...once } })),
    { old: ['users', 'api-tokens'], onDone: onClose },
  );
  return (
    <ConfirmByName
      title={t('users.removeWho', { name: user.name })}
      submit={t('act.remove')}
      name={user.email}
      onClose={onClose}
      onConfirm={() => remove.mutate(undefined)}
      error={remove.error}
      isPending={remove.isPending}
    >
      {t('users.removeWhat', { name: user.name })}
    </ConfirmByName>
  );
}
