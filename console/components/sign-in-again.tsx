// Proves again who sits there, for what needs a sign-in of the last minutes; the session from before ends.
import { PasswordInput, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, dataOf, Refused } from '../api/client.ts';
import { useMe } from '../api/me.ts';
import { Dialog } from './dialog.tsx';
import { secretOf, textOf } from './form-fields.ts';

export function SignInAgain({ onClose, onDone }: { readonly onClose: () => void; readonly onDone: () => void }) {
  const { t } = useTranslation();
  const me = useMe();
  const [asksCode, setAsksCode] = useState(false);
  const prove = useMutation({
    mutationFn: async (body: { email: string; password: string; code?: string; organisation?: string }) => {
      const { items } = await dataOf(api.GET('/api/v1/sessions'));
      await dataOf(api.POST('/api/v1/sessions', { body }));
      const before = items.find(({ isCurrent }) => isCurrent);
      if (before) await api.DELETE('/api/v1/sessions/{id}', { params: { path: { id: before.id } } });
    },
    onSuccess: onDone,
    onError: (error) => {
      if (isCodeAsked(error)) setAsksCode(true);
    },
  });
  const onSubmit = (form: FormData) => {
    if (me.data === undefined) return;
    const code = textOf(form, 'code').replaceAll(/\s/g, '');
    prove.mutate({
      email: me.data.email,
      organisation: me.data.organisation.id,
      password: secretOf(form, 'password'),
      ...(code !== '' && { code }),
    });
  };
  return (
    <Dialog
      title={t('act.signInAgain')}
      submit={t('signIn.do')}
      onSubmit={onSubmit}
      onClose={onClose}
      isPending={prove.isPending}
      error={isCodeAsked(prove.error) ? null : prove.error}
    >
      <PasswordInput
        name="password"
        label={t('act.passwordOf', { email: me.data?.email ?? '' })}
        autoComplete="current-password"
        required
        data-autofocus
        visibilityToggleButtonProps={{ 'aria-label': t('signIn.show') }}
      />
      {asksCode && (
        <TextInput
          name="code"
          label={t('signIn.code')}
          description={t('signIn.codeWhy')}
          autoComplete="one-time-code"
          autoFocus
          mt="sm"
        />
      )}
    </Dialog>
  );
}

const isCodeAsked = (error: Error | null): boolean =>
  error instanceof Refused && error.problem?.type.endsWith(':second-factor-required') === true;
