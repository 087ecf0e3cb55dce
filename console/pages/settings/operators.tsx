// Keys that operators sign plans with, and how much may be under way at once.
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { pieceOf } from '../../files.ts';
import { allRows } from '../../api/all-rows.ts';
import { api, dataOf } from '../../api/client.ts';
import { useMay } from '../../api/me.ts';
import type { Item } from '../../api/types.ts';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { Instant } from '../../components/instant.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { Permitted } from '../../components/permitted.tsx';
import { SeverityMark } from '../../components/severity-mark.tsx';
import { Who } from '../../components/who.tsx';
import { RolloutLimits } from './rollout-limits.tsx';
import styles from './rollout-limits.module.css';

export type OperatorKey = Item<'listOperatorKeys'>;

// What opens is loaded when it first does.
const NewKey = pieceOf(async () => (await import('./new-key.tsx')).NewKey);
const RevokeKey = pieceOf(async () => (await import('./revoke-key.tsx')).RevokeKey);

const route = getRouteApi('/settings/operators');

export function Operators() {
  const { t } = useTranslation();
  return (
    <Permitted title={t('settings.place.operators')} needs="deployment.read">
      <KeyList />
    </Permitted>
  );
}

function KeyList() {
  const { t } = useTranslation();
  const { dialog } = route.useSearch();
  const navigate = route.useNavigate();
  const mayEdit = useMay('policy.edit');
  const [revoked, setRevoked] = useState<OperatorKey>();
  const list = useQuery({ queryKey: ['operator-keys'], queryFn: () => dataOf(api.GET('/api/v1/operator-keys')) });
  const columns: readonly Column<OperatorKey>[] = [
    {
      id: 'label',
      header: t('operators.label'),
      width: 'minmax(160px, 1fr)',
      narrow: 'minmax(0, 3fr)',
      cell: ({ label }) => label,
    },
    {
      id: 'state',
      header: t('tokens.state'),
      width: '130px',
      narrow: 'minmax(0, 2fr)',
      cell: ({ revokedAt }) => (
        <>
          <SeverityMark level={revokedAt === null ? 'fine' : 'unknown'} bare />{' '}
          {t(revokedAt === null ? 'operators.counts' : 'tokens.states.revoked')}
        </>
      ),
    },
    {
      id: 'fingerprint',
      header: t('operators.fingerprint'),
      width: 'minmax(180px, 1fr)',
      cell: ({ fingerprint }) => <code title={fingerprint}>{fingerprint.slice(0, 16)}…</code>,
    },
    { id: 'added', header: t('operators.added'), width: '140px', cell: ({ addedAt }) => <Instant at={addedAt} /> },
    {
      id: 'by',
      header: t('operators.by'),
      width: 'minmax(120px, 1fr)',
      cell: ({ addedBy }) => <Who actor={addedBy} />,
    },
    ...(mayEdit
      ? [
          {
            id: 'actions',
            header: t('act.actions'),
            width: '110px',
            narrow: '90px',
            cell: (key: OperatorKey) =>
              key.revokedAt === null && (
                <Button
                  size="compact-xs"
                  variant="default"
                  aria-label={t('operators.revokeWhich', { label: key.label })}
                  onClick={() => setRevoked(key)}
                >
                  {t('act.revoke')}
                </Button>
              ),
          },
        ]
      : []),
  ];
  return (
    <>
      <PageHeader title={t('settings.place.operators')} count={list.data?.items.length} cli="suture keys ls">
        {mayEdit && <Button onClick={() => void navigate({ search: { dialog: 'new' } })}>{t('operators.new')}</Button>}
      </PageHeader>
      <p className="quiet" style={{ margin: 0 }}>
        {t('operators.what')}
      </p>
      <div className={styles['keys']}>
        <DataTable
          label={t('settings.place.operators')}
          columns={columns}
          rows={allRows<OperatorKey>(list)}
          keyOf={({ fingerprint }) => fingerprint}
          nameOf={({ label }) => label}
          empty={t('operators.none')}
        />
      </div>
      <RolloutLimits />
      <Suspense fallback={null}>
        {dialog === 'new' && <NewKey onClose={() => void navigate({ search: {} })} />}
        {revoked && <RevokeKey operatorKey={revoked} onClose={() => setRevoked(undefined)} />}
      </Suspense>
    </>
  );
}
