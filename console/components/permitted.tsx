// A page that needs a permission; who comes without it by its URL is told which one, and which of the roles has it.
import { Alert } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { api, dataOf } from '../api/client.ts';
import { useMay, useMe } from '../api/me.ts';

export interface PermittedProps {
  readonly title: string;
  readonly needs: string;
  readonly children: ReactNode;
}

export function Permitted({ title, needs, children }: PermittedProps) {
  return useMay(needs) ? children : <WhyNot title={title} needs={needs} />;
}

function WhyNot({ title, needs }: Pick<PermittedProps, 'title' | 'needs'>) {
  const { t } = useTranslation();
  const me = useMe();
  const roles = useQuery({
    queryKey: ['roles'],
    queryFn: () => dataOf(api.GET('/api/v1/roles')),
    staleTime: Infinity,
  });
  const least = roles.data?.items.find(({ permissions }) => permissions.includes(needs))?.name;
  return (
    <>
      <h1>{title}</h1>
      <title>{`${title} · Suture`}</title>
      <Alert title={t('state.notAllowed')}>
        {me.data && t('act.missing', { needs, role: t(`role.${me.data.role}`) })}{' '}
        {least !== undefined && t('act.leastRole', { role: t(`role.${least}`) })}
      </Alert>
    </>
  );
}
