// One deployment: where it is in one sentence, what steers it always in the same place, then its rings, endpoints, plan and history.
import { Tabs } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { pieceOf } from '../../files.ts';
import { api, dataOf } from '../../api/client.ts';
import type { Answer } from '../../api/types.ts';
import { PageHeader } from '../../components/page-header.tsx';
import { Failed, Loading } from '../../components/page-state.tsx';
import { Permitted } from '../../components/permitted.tsx';
import { DEPLOYMENT_TABS as TABS, type DeploymentTab as Tab } from '../../urls.ts';
import { Approval } from './approval.tsx';
import { Controls } from './controls.tsx';
import { Orders } from './orders.tsx';
import { Progress } from './progress.tsx';
import { Sentence } from './sentence.tsx';

export type Deployment = Answer<'getDeployment'>;

// What is not on the first tab is not loaded for it.
const Jobs = pieceOf(async () => (await import('./jobs.tsx')).Jobs);
const Notes = pieceOf(async () => (await import('./notes.tsx')).Notes);
const PlanOf = pieceOf(async () => (await import('./plan-of.tsx')).PlanOf);

const route = getRouteApi('/deployments/$id');

export function DeploymentPage() {
  const { t } = useTranslation();
  return (
    <Permitted title={t('nav.deployments')} needs="deployment.read">
      <OneDeployment />
    </Permitted>
  );
}

function OneDeployment() {
  const { t } = useTranslation();
  const { id } = route.useParams();
  const { tab = 'progress' } = route.useSearch();
  const navigate = route.useNavigate();
  const { data, error, refetch } = useQuery({
    queryKey: ['deployment', id],
    queryFn: () => dataOf(api.GET('/api/v1/deployments/{id}', { params: { path: { id } } })),
  });
  if (error !== null && data === undefined) return <Failed error={error} retry={() => void refetch()} />;
  if (data === undefined) return <Loading />;
  const commands: Readonly<Record<Tab, string>> = {
    progress: `suture status ${id}`,
    endpoints: `suture deployments jobs ${id}`,
    plan: `suture plans show ${data.plan}`,
    history: `suture deployments show ${id}`,
  };
  return (
    <>
      <PageHeader title={data.name} cli={commands[tab]} />
      <Sentence deployment={data} />
      <Controls deployment={data} />
      {data.state === 'awaiting-approval' || data.state === 'halted' ? <Approval deployment={data} /> : null}
      <Orders deployment={data} />
      <Tabs
        value={tab}
        onChange={(next) => void navigate({ search: { tab: next as Tab }, replace: true })}
        keepMounted={false}
      >
        <Tabs.List aria-label={data.name}>
          {TABS.map((each) => (
            <Tabs.Tab key={each} value={each}>
              {t(`deployment.tabs.${each}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
      </Tabs>
      <Suspense fallback={<Loading rows={6} />}>
        <Content tab={tab} deployment={data} />
      </Suspense>
    </>
  );
}

function Content({ tab, deployment }: { readonly tab: Tab; readonly deployment: Deployment }) {
  switch (tab) {
    case 'progress':
      return <Progress deployment={deployment} />;
    case 'endpoints':
      return <Jobs deployment={deployment} />;
    case 'plan':
      return <PlanOf deployment={deployment} />;
    case 'history':
      return <Notes deployment={deployment} />;
  }
}
