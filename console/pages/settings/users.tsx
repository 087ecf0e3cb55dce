// The people of the organisation, and the invitations that nobody has followed yet.
import { Button } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, dataOf } from '../../api/client.ts';
import { useMay, useMe } from '../../api/me.ts';
import { useRows } from '../../api/rows.ts';
import type { Item } from '../../api/types.ts';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { Instant } from '../../components/instant.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { Permitted } from '../../components/permitted.tsx';
import { ChangeUser } from './change-user.tsx';
import { Invitations } from './invitations.tsx';
import { InviteUser } from './invite-user.tsx';
import { RemoveUser } from './remove-user.tsx';
import styles from './settings.module.css';

export type User = Item<'listUsers'>;

const route = getRouteApi('/settings/users');

export function Users() {
  const { t } = useTranslation();
  return (
    <Permitted title={t('settings.place.users')} needs="user.read">
      <UserList />
    </Permitted>
  );
}

function UserList() {
  const { t } = useTranslation();
  const { dialog } = route.useSearch();
  const navigate = route.useNavigate();
  const mayEdit = useMay('user.edit');
  const me = useMe();
  const [chosen, choose] = useState<{ readonly user: User; readonly to: 'change' | 'remove' }>();
  const rows = useRows<User>(['users'], ({ cursor, limit }) =>
    dataOf(api.GET('/api/v1/users', { params: { query: { limit, ...(cursor !== undefined && { cursor }) } } })),
  );
  const close = () => choose(undefined);
  const columns: readonly Column<User>[] = [
    {
      id: 'name',
      header: t('users.name'),
      width: 'minmax(140px, 1fr)',
      narrow: 'minmax(0, 1fr)',
      cell: ({ id, name, builtIn }) =>
        builtIn ? t('users.builtIn', { name }) : id === me.data?.account ? t('users.you', { name }) : name,
    },
    { id: 'email', header: t('users.email'), width: 'minmax(180px, 2fr)', cell: ({ email }) => email },
    { id: 'role', header: t('users.role'), width: '130px', narrow: '90px', cell: ({ role }) => t(`role.${role}`) },
    {
      id: 'scope',
      header: t('users.scope'),
      width: 'minmax(120px, 1fr)',
      cell: ({ tagScope }) => (tagScope === null ? t('users.everything') : tagScope.join(', ')),
    },
    { id: 'since', header: t('users.since'), width: '130px', cell: ({ since }) => <Instant at={since} /> },
    ...(mayEdit
      ? [
          {
            id: 'actions',
            header: t('act.actions'),
            width: '190px',
            narrow: '150px',
            cell: (user: User) =>
              user.builtIn ? null : (
                <span className={styles['actions']}>
                  {(['change', 'remove'] as const).map((to) => (
                    <Button
                      key={to}
                      size="compact-xs"
                      variant="default"
                      aria-label={t(`users.${to}Who`, { name: user.name })}
                      onClick={() => choose({ user, to })}
                    >
                      {t(`act.${to}`)}
                    </Button>
                  ))}
                </span>
              ),
          },
        ]
      : []),
  ];
  return (
    <>
      <PageHeader title={t('settings.place.users')} count={rows.total} cli="suture users ls">
        {mayEdit && <Button onClick={() => void navigate({ search: { dialog: 'new' } })}>{t('users.invite')}</Button>}
      </PageHeader>
      <DataTable
        label={t('settings.place.users')}
        columns={columns}
        rows={rows}
        keyOf={({ id }) => id}
        nameOf={({ name }) => name}
        empty={t('users.none')}
      />
      <Invitations />
      {mayEdit && dialog === 'new' && <InviteUser onClose={() => void navigate({ search: {} })} />}
      {chosen?.to === 'change' && <ChangeUser user={chosen.user} onClose={close} />}
      {chosen?.to === 'remove' && <RemoveUser user={chosen.user} onClose={close} />}
    </>
  );
}
