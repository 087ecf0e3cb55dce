// Tokens of programs: one's own, or everybody's where one may see them.
import { Button, SegmentedControl } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { allRows } from '../../api/all-rows.ts';
import { api, dataOf } from '../../api/client.ts';
import { useMay, useMe } from '../../api/me.ts';
import type { Item } from '../../api/types.ts';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { Instant } from '../../components/instant.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { NewToken } from './new-token.tsx';
import { RevokeToken } from './revoke-token.tsx';
import { useNames } from '../../api/names.ts';
import { TokenState } from './token-state.tsx';

export type Token = Item<'listApiTokens'>;

const route = getRouteApi('/settings/tokens');

export function Tokens() {
  const { t } = useTranslation();
  const { of = 'me', dialog } = route.useSearch();
  const navigate = route.useNavigate();
  const me = useMe();
  const mayReadAll = useMay('api-token.read');
  const mayRevokeAll = useMay('api-token.revoke');
  const mayCreate = useMay('api-token.create');
  const nameOf = useNames();
  const list = useQuery({
    queryKey: ['api-tokens', of],
    queryFn: () => dataOf(api.GET('/api/v1/api-tokens', { params: { query: { of } } })),
  });
  const [revoked, revoke] = useState<Token>();
  const columns: readonly Column<Token>[] = [
    {
      id: 'label',
      header: t('tokens.label'),
      width: 'minmax(160px, 2fr)',
      narrow: 'minmax(0, 1fr)',
      cell: ({ label }) => label,
    },
    ...(of === 'all'
      ? [
          {
            id: 'of',
            header: t('tokens.of'),
            width: 'minmax(120px, 1fr)',
            cell: ({ account }: Token) => nameOf(`user:${account}`),
          },
        ]
      : []),
    { id: 'hint', header: t('tokens.hint'), width: '90px', cell: ({ hint }) => <code>…{hint}</code> },
    {
      id: 'scopes',
      header: t('tokens.scopes'),
      width: 'minmax(140px, 2fr)',
      cell: ({ scopes }) => <span title={scopes.join('\n')}>{scopes.join(', ')}</span>,
    },
    {
      id: 'state',
      header: t('tokens.state'),
      width: '120px',
      narrow: '90px',
      cell: ({ expiresAt, revokedAt }) => <TokenState expiresAt={expiresAt} revokedAt={revokedAt} />,
    },
    { id: 'ends', header: t('act.endsAt'), width: '120px', cell: ({ expiresAt }) => <Instant at={expiresAt} /> },
    { id: 'made', header: t('tokens.made'), width: '120px', cell: ({ createdAt }) => <Instant at={createdAt} /> },
    {
      id: 'actions',
      header: t('act.actions'),
      width: '100px',
      narrow: '80px',
      cell: (token) =>
        token.revokedAt === null &&
        (mayRevokeAll || token.account === me.data?.account) && (
          <Button
            size="compact-xs"
            variant="default"
            aria-label={t('tokens.revokeWhich', { label: token.label })}
            onClick={() => revoke(token)}
          >
            {t('act.revoke')}
          </Button>
        ),
    },
  ];
  return (
    <>
      <PageHeader
        title={t('settings.place.tokens')}
        count={list.data?.items.length}
        cli={of === 'all' ? 'suture tokens ls --all' : 'suture tokens ls'}
      >
        {mayReadAll && (
          <SegmentedControl
            size="xs"
            aria-label={t('tokens.whose')}
            value={of}
            data={(['me', 'all'] as const).map((value) => ({ value, label: t(`tokens.whoseIs.${value}`) }))}
            onChange={(value) => void navigate({ search: value === 'all' ? { of: 'all' } : {}, replace: true })}
          />
        )}
        {mayCreate && (
          <Button onClick={() => void navigate({ search: (now) => ({ ...now, dialog: 'new' }) })}>
            {t('tokens.new')}
          </Button>
        )}
      </PageHeader>
      <DataTable
        label={t('settings.place.tokens')}
        columns={columns}
        rows={allRows(list)}
        keyOf={({ id }) => id}
        nameOf={({ label }) => label}
        empty={t('tokens.none')}
      />
      {mayCreate && dialog === 'new' && <NewToken onClose={() => void navigate({ search: { of } })} />}
      {revoked && <RevokeToken token={revoked} onClose={() => revoke(undefined)} />}
    </>
  );
}
