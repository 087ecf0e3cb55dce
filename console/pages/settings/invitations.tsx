// Invitations that wait to be followed; each can be withdrawn.
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../api/act.ts';
import { allRows } from '../../api/all-rows.ts';
import { api, dataOf } from '../../api/client.ts';
import { useMay } from '../../api/me.ts';
import type { Item } from '../../api/types.ts';
import { ActError } from '../../components/act-error.tsx';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { Instant } from '../../components/instant.tsx';

type Invitation = Item<'listInvitations'>;

/** Nothing where nobody is invited. */
export function Invitations() {
  const { t } = useTranslation();
  const mayEdit = useMay('user.edit');
  const list = useQuery({ queryKey: ['invitations'], queryFn: () => dataOf(api.GET('/api/v1/invitations')) });
  const withdraw = useAct(
    (id: string, once) =>
      dataOf(api.DELETE('/api/v1/invitations/{id}', { params: { path: { id } }, headers: { ...once } })),
    { old: ['invitations'] },
  );
  if (list.data?.items.length === 0) return null;
  const columns: readonly Column<Invitation>[] = [
    { id: 'name', header: t('users.name'), width: 'minmax(140px, 1fr)', cell: ({ name }) => name },
    {
      id: 'email',
      header: t('users.email'),
      width: 'minmax(180px, 2fr)',
      narrow: 'minmax(0, 1fr)',
      cell: ({ email }) => email,
    },
    { id: 'role', header: t('users.role'), width: '130px', narrow: '90px', cell: ({ role }) => t(`role.${role}`) },
    {
      id: 'scope',
      header: t('users.scope'),
      width: 'minmax(120px, 1fr)',
      cell: ({ tagScope }) => (tagScope === null ? t('users.everything') : tagScope.join(', ')),
    },
    { id: 'ends', header: t('act.endsAt'), width: '130px', cell: ({ expiresAt }) => <Instant at={expiresAt} /> },
    ...(mayEdit
      ? [
          {
            id: 'actions',
            header: t('act.actions'),
            width: '190px',
            narrow: '100px',
            cell: ({ id, email }: Invitation) => (
              <Button
                size="compact-xs"
                variant="default"
                aria-label={t('users.withdrawWho', { email })}
                onClick={() => withdraw.mutate(id)}
              >
                {t('users.withdraw')}
              </Button>
            ),
          },
        ]
      : []),
  ];
  return (
    <>
      <h2>{t('users.open')}</h2>
      <ActError error={withdraw.error} />
      <DataTable
        label={t('users.open')}
        columns={columns}
        rows={allRows(list)}
        keyOf={({ id }) => id}
        nameOf={({ email }) => email}
        empty={t('users.noneOpen')}
      />
    </>
  );
}
