// Changes one's password; other sessions end.
import { Button, PasswordInput } from '@mantine/core';
import { type FormEvent, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../api/act.ts';
import { api, dataOf } from '../../api/client.ts';
import { useMe } from '../../api/me.ts';
import { ActError } from '../../components/act-error.tsx';
import { secretOf } from '../../components/form-fields.ts';
import styles from './settings.module.css';

export function Password() {
  const { t } = useTranslation();
  const email = useMe().data?.email;
  const form = useRef<HTMLFormElement>(null);
  const change = useAct(
    (body: { readonly current: string; readonly new: string }) => dataOf(api.PUT('/api/v1/me/password', { body })),
    { old: ['sessions'], onDone: () => form.current?.reset() },
  );
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const given = new FormData(event.currentTarget);
    change.mutate({ current: secretOf(given, 'current'), new: secretOf(given, 'new') });
  };
  const show = { 'aria-label': t('signIn.show') };
  return (
    <form ref={form} onSubmit={onSubmit} className={styles['narrow']}>
      {/* For password managers, which keep a password with its name. */}
      <input type="hidden" name="email" autoComplete="username" value={email ?? ''} readOnly />
      <PasswordInput
        name="current"
        label={t('account.current')}
        autoComplete="current-password"
        required
        visibilityToggleButtonProps={show}
      />
      <PasswordInput
        name="new"
        label={t('account.new')}
        description={t('firstUser.password')}
        autoComplete="new-password"
        required
        visibilityToggleButtonProps={show}
      />
      <Button type="submit" loading={change.isPending}>
        {t('account.change')}
      </Button>
      <ActError error={change.error} />
      <span role="status">{change.isSuccess && t('account.changed')}</span>
    </form>
  );
}
