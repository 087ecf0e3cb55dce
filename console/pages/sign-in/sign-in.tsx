// Signing in with a password, and with a code where the account asks for one.
import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, dataOf, Refused } from '../../api/client.ts';
import { Card } from './card.tsx';

const field = (data: FormData, name: string): string => {
  const value = data.get(name);
  return typeof value === 'string' ? value : '';
};

export function SignIn() {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [asksCode, setAsksCode] = useState(false);
  const signIn = useMutation({
    mutationFn: (body: { email: string; password: string; code?: string }) =>
      dataOf(api.POST('/api/v1/sessions', { body })),
    onSuccess: () => queries.resetQueries(),
    onError: (error) => {
      if (error instanceof Refused && error.problem?.type.endsWith(':second-factor-required') === true)
        setAsksCode(true);
    },
  });
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const code = field(data, 'code').replaceAll(/\s/g, '');
    signIn.mutate({
      email: field(data, 'email'),
      password: field(data, 'password'),
      ...(code !== '' && { code }),
    });
  };
  const problem = signIn.error instanceof Refused ? signIn.error.problem : undefined;
  const isAsking = problem?.type.endsWith(':second-factor-required') === true;
  const wrong =
    signIn.error === null || isAsking ? undefined : (problem?.detail ?? problem?.title ?? t('state.unreachable'));
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
        {asksCode && (
          <TextInput
            name="code"
            label={t('signIn.code')}
            description={t('signIn.codeWhy')}
            inputMode="numeric"
            autoComplete="one-time-code"
            autoFocus
            mt="sm"
            size="sm"
          />
        )}
        <p role="alert" style={{ color: 'var(--danger)', minHeight: 20 }}>
          {wrong}
        </p>
        <Button type="submit" fullWidth size="sm" loading={signIn.isPending}>
          {t('signIn.do')}
        </Button>
      </form>
    </Card>
  );
}
