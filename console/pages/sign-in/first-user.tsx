// The first user, made once with the link that the server printed; its secret is in the part of the URL that is never sent.
import { Alert, Button, PasswordInput, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, dataOf, Refused } from '../../api/client.ts';
import { Card } from './card.tsx';

export function FirstUser() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [token] = useState(() => window.location.hash.slice(1));
  const make = useMutation({
    mutationFn: async ({ email, name, password }: { email: string; name: string; password: string }) => {
      await dataOf(api.POST('/api/v1/first-user', { body: { token, email, name, password } }));
      await dataOf(api.POST('/api/v1/sessions', { body: { email, password } }));
    },
    onSuccess: async () => {
      await navigate({ to: '/' });
      await queries.resetQueries();
    },
  });
  if (token === '') {
    return (
      <Card title={t('firstUser.title')}>
        <Alert>{t('firstUser.noLink')}</Alert>
      </Card>
    );
  }
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const data = Object.fromEntries(new FormData(event.currentTarget)) as {
      email: string;
      name: string;
      password: string;
    };
    make.mutate(data);
  };
  const problem = make.error instanceof Refused ? make.error.problem : undefined;
  return (
    <Card title={t('firstUser.title')}>
      <form onSubmit={onSubmit}>
        <p className="quiet">{t('firstUser.what')}</p>
        <TextInput name="name" label={t('firstUser.name')} autoComplete="name" required size="sm" />
        <TextInput
          name="email"
          type="email"
          label={t('signIn.email')}
          autoComplete="username"
          required
          mt="sm"
          size="sm"
        />
        <PasswordInput
          name="password"
          label={t('signIn.password')}
          description={t('firstUser.password')}
          autoComplete="new-password"
          required
          mt="sm"
          size="sm"
          visibilityToggleButtonProps={{ 'aria-label': t('signIn.show') }}
        />
        <p role="alert" style={{ color: 'var(--danger)', minHeight: 20 }}>
          {make.error && (problem?.detail ?? problem?.title ?? t('state.unreachable'))}
        </p>
        <Button type="submit" fullWidth size="sm" loading={make.isPending}>
          {t('firstUser.do')}
        </Button>
      </form>
    </Card>
  );
}
