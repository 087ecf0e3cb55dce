// Signing in with a password, and with a code where the account asks for one, or with a passkey.
import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { api, dataOf, Refused } from '../../api/client.ts';
import { signInWithPasskey, whyNoPasskey } from '../../api/passkey.ts';
import { secretOf, textOf } from '../../components/form-fields.ts';
import { Card } from './card.tsx';
import { isCodeAsked, messageOf } from './refusals.ts';
import { useOnceTrue, useWait } from './wait.ts';

export function SignIn() {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const onSuccess = () => queries.resetQueries();
  const signIn = useMutation({
    mutationFn: (body: { email: string; password: string; code?: string }) =>
      dataOf(api.POST('/api/v1/sessions', { body })),
    onSuccess,
  });
  const byPasskey = useMutation({ mutationFn: signInWithPasskey, onSuccess });
  const wait = useWait(
    signIn.error instanceof Refused ? signIn.error.problem?.retryAfterSeconds : undefined,
    signIn.error,
  );
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (wait > 0) return;
    byPasskey.reset();
    const form = new FormData(event.currentTarget);
    const code = textOf(form, 'code').replaceAll(/\s/g, '');
    signIn.mutate({ email: textOf(form, 'email'), password: secretOf(form, 'password'), ...(code !== '' && { code }) });
  };
  return (
    <Card title={t('signIn.title')}>
      <form onSubmit={onSubmit}>
        <TextInput name="email" type="email" label={t('signIn.email')} autoComplete="username" required size="sm" />
        <PasswordInput
          name="password"
          label={t('signIn.password')}
          autoComplete="current-password"
          required
          mt="sm"
          size="sm"
          visibilityToggleButtonProps={{ 'aria-label': t('signIn.show') }}
        />
        <Code error={signIn.error} />
        <p role="alert" style={{ color: 'var(--danger)', minHeight: 20 }}>
          {messageOf(signIn.error, t)}
          {byPasskey.error &&
            (byPasskey.error instanceof Refused ? messageOf(byPasskey.error, t) : t('passkey.declined'))}
        </p>
        <Button type="submit" fullWidth size="sm" loading={signIn.isPending} disabled={wait > 0}>
          {wait > 0 ? t('signIn.wait', { count: wait }) : t('signIn.do')}
        </Button>
      </form>
      {whyNoPasskey() === undefined && (
        <Button
          variant="default"
          fullWidth
          size="sm"
          mt="sm"
          loading={byPasskey.isPending}
          onClick={() => {
            signIn.reset();
            byPasskey.mutate();
          }}
        >
          {t('signIn.passkey')}
        </Button>
      )}
    </Card>
  );
}

/** Asked for once the password was right, and from then on. */
export function Code({ error }: { readonly error: Error | null }) {
  const { t } = useTranslation();
  const asks = useOnceTrue(isCodeAsked(error));
  return (
    asks && (
      <TextInput
        name="code"
        label={t('signIn.code')}
        description={t('signIn.codeWhy')}
        autoComplete="one-time-code"
        autoFocus
        mt="sm"
        size="sm"
      />
    )
  );
}
