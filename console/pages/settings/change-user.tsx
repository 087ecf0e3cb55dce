// Changes what somebody may, where, and their name; and takes off second factors that they have lost.
import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../api/act.ts';
import { api, dataOf } from '../../api/client.ts';
import { ConfirmByName } from '../../components/confirm-by-name.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { textOf } from '../../components/form-fields.ts';
import { RoleFields } from './role-fields.tsx';
import { type Role, roleOf } from './roles-known.ts';
import styles from './settings.module.css';
import type { User } from './users.tsx';

interface Changed {
  readonly name: string;
  readonly role: Role;
  readonly tagScope: string[] | null;
}

export function ChangeUser({ user, onClose }: { readonly user: User; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const [resets, setResets] = useState(false);
  const path = { id: user.id };
  const change = useAct(
    (body: Changed, once) => dataOf(api.PATCH('/api/v1/users/{id}', { params: { path }, body, headers: { ...once } })),
    { old: ['users', 'me'], onDone: onClose },
  );
  const reset = useAct(
    (_: undefined, once) =>
      dataOf(api.DELETE('/api/v1/users/{id}/second-factors', { params: { path }, headers: { ...once } })),
    { old: [], onDone: onClose },
  );
  if (resets) {
    return (
      <ConfirmByName
        title={t('users.reset')}
        submit={t('users.reset')}
        name={user.email}
        onClose={() => setResets(false)}
        onConfirm={() => reset.mutate(undefined)}
        error={reset.error}
        isPending={reset.isPending}
      >
        {t('users.resetWhat', { name: user.name })}
      </ConfirmByName>
    );
  }
  return (
    <Dialog
      title={t('users.changeWho', { name: user.name })}
      submit={t('act.save')}
      onClose={onClose}
      error={change.error}
      isPending={change.isPending}
      onSubmit={(form) => change.mutate({ name: textOf(form, 'name'), ...roleOf(form) })}
    >
      <div className={styles['form']}>
        <TextInput name="name" label={t('users.name')} defaultValue={user.name} required data-autofocus />
        <RoleFields role={user.role} tagScope={user.tagScope} />
        <p className="quiet">{t('users.signsInAnew')}</p>
        <div>
          <Button variant="default" onClick={() => setResets(true)}>
            {t('users.reset')}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
