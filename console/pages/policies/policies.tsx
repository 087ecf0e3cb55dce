// The standing policies: what each ships where and when next; each unfolds to what it would have done, its versions and its days.
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { pieceOf } from '../../files.ts';
import { useAct } from '../../api/act.ts';
import { allRows } from '../../api/all-rows.ts';
import { api, dataOf } from '../../api/client.ts';
import { useMay } from '../../api/me.ts';
import type { Item } from '../../api/types.ts';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { Loading } from '../../components/page-state.tsx';
import { Permitted } from '../../components/permitted.tsx';
import { SeverityMark } from '../../components/severity-mark.tsx';
import { Who } from '../../components/who.tsx';
import { useServerWords } from '../../i18n/server-words.ts';

export type Policy = Item<'listPolicies'>;
export const OLD = ['policies', 'policy-versions'];

// What opens or unfolds is loaded when it first does.
const EditPolicy = pieceOf(async () => (await import('./edit-policy.tsx')).EditPolicy);
const PolicyDetail = pieceOf(async () => (await import('./policy-detail.tsx')).PolicyDetail);
const ConfirmByName = pieceOf(async () => (await import('../../components/confirm-by-name.tsx')).ConfirmByName);

const route = getRouteApi('/policies');

export function Policies() {
  const { t } = useTranslation();
  return (
    <Permitted title={t('nav.policies')} needs="deployment.read">
      <PolicyList />
    </Permitted>
  );
}

function PolicyList() {
  const { t } = useTranslation();
  const words = useServerWords();
  const { dialog } = route.useSearch();
  const navigate = route.useNavigate();
  const mayEdit = useMay('policy.edit');
  const [changed, setChanged] = useState<Policy>();
  const [removed, setRemoved] = useState<Policy>();
  const list = useQuery({ queryKey: ['policies'], queryFn: () => dataOf(api.GET('/api/v1/policies')) });
  const remove = useAct(
    (id: string, header) => dataOf(api.DELETE('/api/v1/policies/{id}', { params: { path: { id }, header } })),
    { old: OLD, onDone: () => setRemoved(undefined) },
  );
  const columns: readonly Column<Policy>[] = [
    {
      id: 'name',
      header: t('policies.name'),
      width: 'minmax(160px, 1fr)',
      narrow: 'minmax(0, 3fr)',
      cell: ({ said }) => said.name,
    },
    {
      id: 'says',
      header: t('policies.says'),
      width: 'minmax(240px, 3fr)',
      isUnfolded: true,
      cell: ({ says }) => <span title={words.sentence(says)}>{words.sentence(says)}</span>,
    },
    {
      id: 'next',
      header: t('policies.next'),
      width: '130px',
      narrow: 'minmax(0, 2fr)',
      cell: ({ nextDay, said }) =>
        nextDay ?? (
          <span className="quiet">
            <SeverityMark level="unknown" bare /> {said.isOn ? t('time.never') : t('policies.off')}
          </span>
        ),
    },
    {
      id: 'last',
      header: t('policies.last'),
      width: 'minmax(140px, 1fr)',
      cell: ({ lastRun }) =>
        lastRun === null ? (
          <span className="quiet">{t('policies.never')}</span>
        ) : (
          <span title={lastRun.says}>
            {lastRun.day}: {lastRun.says}
          </span>
        ),
    },
    {
      id: 'by',
      header: t('policies.by'),
      width: 'minmax(120px, 1fr)',
      cell: ({ changedBy }) => <Who actor={changedBy} />,
    },
    ...(mayEdit
      ? [
          {
            id: 'actions',
            header: t('act.actions'),
            width: '190px',
            cell: (policy: Policy) => (
              <>
                <Button
                  size="compact-xs"
                  variant="default"
                  aria-label={t('policies.change', { name: policy.said.name })}
                  onClick={() => setChanged(policy)}
                >
                  {t('act.change')}
                </Button>{' '}
                <Button
                  size="compact-xs"
                  variant="default"
                  aria-label={t('policies.remove', { name: policy.said.name })}
                  onClick={() => setRemoved(policy)}
                >
                  {t('act.remove')}
                </Button>
              </>
            ),
          },
        ]
      : []),
  ];
  return (
    <>
      <PageHeader title={t('nav.policies')} count={list.data?.items.length} cli="suture policies ls">
        {mayEdit && <Button onClick={() => void navigate({ search: { dialog: 'new' } })}>{t('policies.new')}</Button>}
      </PageHeader>
      <DataTable
        label={t('nav.policies')}
        columns={columns}
        rows={allRows<Policy>(list)}
        keyOf={({ id }) => id}
        nameOf={({ said }) => said.name}
        unfold={(policy) => (
          <Suspense fallback={<Loading rows={3} />}>
            <PolicyDetail policy={policy} />
          </Suspense>
        )}
        empty={t('policies.none')}
      />
      <Suspense fallback={null}>
        {dialog === 'new' && <EditPolicy onClose={() => void navigate({ search: {} })} />}
        {changed && <EditPolicy policy={changed} onClose={() => setChanged(undefined)} />}
        {removed && (
          <ConfirmByName
            title={t('policies.remove', { name: removed.said.name })}
            submit={t('act.remove')}
            name={removed.said.name}
            onConfirm={() => remove.mutate(removed.id)}
            onClose={() => setRemoved(undefined)}
            error={remove.error}
            isPending={remove.isPending}
          >
            {t('policies.removeWhat')}
          </ConfirmByName>
        )}
      </Suspense>
    </>
  );
}
