// A deployment is made on one page: what, who, when and how carefully at the left, what it would do now at the right.
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useDebouncedValue } from '@mantine/hooks';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../api/act.ts';
import { api, dataOf } from '../../api/client.ts';
import { PageHeader } from '../../components/page-header.tsx';
import { Permitted } from '../../components/permitted.tsx';
import { askedBy, commandOf } from './draft.ts';
import type { Draft } from './draft-search.ts';
import { DraftForm } from './draft-form.tsx';
import { LivePlan } from './live-plan.tsx';
import styles from './new-deployment.module.css';

const route = getRouteApi('/deployments/new');

export function NewDeployment() {
  const { t } = useTranslation();
  return (
    <Permitted title={t('builder.title')} needs="plan.create">
      <Builder />
    </Permitted>
  );
}

function Builder() {
  const { t } = useTranslation();
  const draft = route.useSearch();
  const navigate = route.useNavigate();
  const [name, setName] = useState('');
  const body = askedBy(draft);
  const [settled] = useDebouncedValue(body, 250);
  const preview = useQuery({
    queryKey: ['plan-preview', settled],
    queryFn: () => dataOf(api.POST('/api/v1/plan-previews', { body: settled ?? { ships: { kind: 'security' } } })),
    enabled: settled !== undefined,
    placeholderData: keepPreviousData,
    staleTime: 5000,
    retry: false,
  });
  const act = useAct(
    async (wanted: { readonly name: string; readonly body: NonNullable<typeof body> }, once) => {
      const key = once['Idempotency-Key'];
      const { hash } = await dataOf(
        api.POST('/api/v1/plans', { params: { header: { 'Idempotency-Key': `${key}-plan` } }, body: wanted.body }),
      );
      return dataOf(
        api.POST('/api/v1/deployments', {
          params: { header: { 'Idempotency-Key': `${key}-deployment` } },
          body: { plan: hash, name: wanted.name },
        }),
      );
    },
    {
      old: ['deployments'],
      onDone: ({ id }) => void navigate({ to: '/deployments/$id', params: { id } }),
    },
  );
  const change = (next: Partial<{ [K in keyof Draft]: Draft[K] | undefined }>) => {
    const changed = Object.entries({ ...draft, ...next }).filter(([, value]) => value !== undefined && value !== '');
    void navigate({ search: Object.fromEntries(changed) as Draft, replace: true });
  };
  const isSettled = JSON.stringify(settled) === JSON.stringify(body) && !preview.isPlaceholderData;
  const isPlanned = preview.data !== undefined && preview.data.plan !== null;
  const isReady = body !== undefined && isSettled && isPlanned && name.trim() !== '';
  return (
    <>
      <PageHeader title={t('builder.title')} cli={commandOf(draft)} />
      <div className={styles['columns']}>
        <DraftForm
          draft={draft}
          onChange={change}
          queryError={preview.error}
          name={name}
          onName={setName}
          isReady={isReady}
          isPending={act.isPending}
          error={act.error}
          onSubmit={() => {
            if (isReady) act.mutate({ name: name.trim(), body });
          }}
        />
        <LivePlan
          preview={body === undefined ? undefined : preview.data}
          body={settled}
          error={preview.error}
          isAsking={body !== undefined && (!isSettled || preview.isFetching)}
          retry={() => void preview.refetch()}
        />
      </div>
    </>
  );
}
