// Following an invitation; its secret is in the part of the URL that is never sent. Who has an account gives its password.
import { Alert, Button, PasswordInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, dataOf } from '../../api/client.ts';
import { secretOf, textOf } from '../../components/form-fields.ts';
import { Card } from './card.tsx';
import { messageOf, problemOf } from './refusals.ts';
import { Code } from './sign-in.tsx';
import { useWait } from './wait.ts';

export function Invitation() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [token] = useState(() => window.location.hash.slice(1));
  const accept = useMutation({
    mutationFn: (body: { token: string; password: string; code?: string }) =>
      dataOf(api.POST('/api/v1/invitations/acceptance', { body })),
    // The e-mail address is known to whoever was invited; it is asked for at the sign-in that follows.
    onSuccess: async () => {
      await api.DELETE('/api/v1/sessions');
      await navigate({ to: '/' });
      await queries.resetQueries();
    },
  });
  const wait = useWait(problemOf(accept.error)?.retryAfterSeconds, accept.error);
  if (token === '') {
    return (
      <Card title={t('invitation.title')}>
        <Alert>{t('invitation.noLink')}</Alert>
      </Card>
    );
  }
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (wait > 0) return;
    const form = new FormData(event.currentTarget);
    const code = textOf(form, 'code').replaceAll(/\s/g, '');
    accept.mutate({ token, password: secretOf(form, 'password'), ...(code !== '' && { code }) });
  };
  return (
    <Card title={t('invitation.title')}>
      <form onSubmit={onSubmit}>
        <p className="quiet">{t('invitation.what')}</p>
        <PasswordInput
          name="password"
          label={t('signIn.password')}
          description={t('invitation.password')}
          autoComplete="new-password"
          required
          size="sm"
          visibilityToggleButtonProps={{ 'aria-label': t('signIn.show') }}
        />
        <Code error={accept.error} />
        <p role="alert" style={{ color: 'var(--danger)', minHeight: 20 }}>
          {messageOf(accept.error, t)}
        </p>
        <Button type="submit" fullWidth size="sm" loading={accept.isPending} disabled={wait > 0}>
          {wait > 0 ? t('signIn.wait', { count: wait }) : t('invitation.do')}
        </Button>
      </form>
    </Card>
  );
}
