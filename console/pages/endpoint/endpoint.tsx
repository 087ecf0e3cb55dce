// One endpoint: its state in one sentence, what one may do about it, then what it has.
import { Tabs } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { pieceOf } from '../../files.ts';
import { api, dataOf } from '../../api/client.ts';
import type { Answer } from '../../api/types.ts';
import { PageHeader } from '../../components/page-header.tsx';
import { withTexts } from '../../i18n/i18n.ts';
import { Failed, Loading } from '../../components/page-state.tsx';
import { shellQuoted } from '../../components/shell-quoted.ts';
import { ENDPOINT_TABS as TABS, type EndpointTab as Tab } from '../../urls.ts';
import { Actions } from './actions.tsx';
import { Facts } from './facts.tsx';
import { onEndpoint } from './fixes-of.ts';
import { Findings } from './findings.tsx';
import { History } from './history.tsx';
import { Packages } from './packages.tsx';
import { Sentence } from './sentence.tsx';
import { ToDo } from './to-do.tsx';
import { Updates } from './updates.tsx';

const Jobs = pieceOf(async () => (await withTexts(() => import('./jobs.tsx'))()).Jobs);

const route = getRouteApi('/endpoints/$id');

export function Endpoint() {
  const { t } = useTranslation();
  const { id } = route.useParams();
  const { tab = 'todo' } = route.useSearch();
  const navigate = route.useNavigate();
  const { data, error, refetch } = useQuery({
    queryKey: ['endpoint', id],
    queryFn: () => dataOf(api.GET('/api/v1/endpoints/{id}', { params: { path: { id } } })),
  });
  if (error !== null && data === undefined) return <Failed error={error} retry={() => void refetch()} />;
  if (data === undefined) return <Loading />;
  return (
    <>
      <PageHeader title={data.name} cli={commandOf(tab, data.name)} />
      <Sentence endpoint={data} />
      <Actions endpoint={data} onGone={() => void navigate({ to: '/endpoints' })} />
      <Tabs
        value={tab}
        onChange={(next) => void navigate({ search: { tab: next as Tab }, replace: true })}
        keepMounted={false}
      >
        <Tabs.List aria-label={data.name}>
          {TABS.map((each) => (
            <Tabs.Tab key={each} value={each}>
              {t(`endpoint.tabs.${each}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
      </Tabs>
      <Content tab={tab} endpoint={data} />
    </>
  );
}

function Content({ tab, endpoint }: { readonly tab: Tab; readonly endpoint: Answer<'showEndpoint'> }) {
  switch (tab) {
    case 'todo':
      return <ToDo endpoint={endpoint} />;
    case 'updates':
      return <Updates id={endpoint.id} />;
    case 'vulnerabilities':
      return <Findings id={endpoint.id} exposure={endpoint.exposure} />;
    case 'packages':
      return <Packages id={endpoint.id} />;
    case 'jobs':
      return (
        <Suspense fallback={<Loading rows={3} />}>
          <Jobs id={endpoint.id} />
        </Suspense>
      );
    case 'history':
      return <History id={endpoint.id} />;
    case 'facts':
      return <Facts endpoint={endpoint} />;
  }
}

/** What asks the same; where no command lists it alone, the one that says all of an endpoint. */
function commandOf(tab: Tab, name: string): string {
  const q = shellQuoted(onEndpoint(name));
  switch (tab) {
    case 'todo':
      return `suture updates ${q}`;
    case 'updates':
      return `suture updates --offered ${q}`;
    case 'vulnerabilities':
      return `suture vulnerabilities ls ${q}`;
    case 'packages':
    case 'jobs':
    case 'history':
    case 'facts':
      return `suture endpoints show ${nameWord(name)}`;
  }
}

const nameWord = (name: string): string => (/^[\w.-]+$/.test(name) ? name : shellQuoted(name));
