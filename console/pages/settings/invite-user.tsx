// Invites somebody: the link that is made works once, and is shown once.
import { Button, Group, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../api/act.ts';
import { api, dataOf } from '../../api/client.ts';
import { Dialog } from '../../components/dialog.tsx';
import { textOf } from '../../components/form-fields.ts';
import { Instant } from '../../components/instant.tsx';
import { ShownOnce } from '../../components/shown-once.tsx';
import { RoleFields } from './role-fields.tsx';
import { type Role, roleOf } from './roles-known.ts';
import { Overlay } from '../../components/overlay.tsx';
import styles from './settings.module.css';

interface Invited {
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  readonly tagScope: string[] | null;
}

export function InviteUser({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  const invite = useAct(
    (body: Invited, once) => dataOf(api.POST('/api/v1/invitations', { body, headers: { ...once } })),
    { old: ['invitations'] },
  );
  if (invite.data) {
    const { email, link, expiresAt } = invite.data;
    return (
      <Overlay onClose={onClose} title={t('users.invited')}>
        <ShownOnce label={t('users.link', { email })} text={link} />
        <p className="quiet">
          {t('act.shownOnce')} {t('act.ends')} <Instant at={expiresAt} />.
        </p>
        <Group justify="flex-end" mt="md">
          <Button onClick={onClose}>{t('act.done')}</Button>
        </Group>
      </Overlay>
    );
  }
  return (
    <Dialog
      title={t('users.invite')}
      submit={t('users.makeLink')}
      onClose={onClose}
      error={invite.error}
      isPending={invite.isPending}
      onSubmit={(form) => invite.mutate({ email: textOf(form, 'email'), name: textOf(form, 'name'), ...roleOf(form) })}
    >
      <div className={styles['form']}>
        <TextInput name="email" type="email" label={t('users.email')} required data-autofocus autoComplete="off" />
        <TextInput name="name" label={t('users.name')} required autoComplete="off" />
        <RoleFields role="viewer" tagScope={null} />
      </div>
    </Dialog>
  );
}
