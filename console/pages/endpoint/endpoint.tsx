// One endpoint: its state in one sentence, then what it has.
import { Tabs } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { api, dataOf } from '../../api/client.ts';
import { PageHeader } from '../../components/page-header.tsx';
import { Failed, Loading } from '../../components/page-state.tsx';
import { ENDPOINT_TABS as TABS, type EndpointTab as Tab } from '../../urls.ts';
import { Facts } from './facts.tsx';
import { Findings } from './findings.tsx';
import { Sentence } from './sentence.tsx';

const route = getRouteApi('/endpoints/$id');

export function Endpoint() {
  const { t } = useTranslation();
  const { id } = route.useParams();
  const { tab = 'vulnerabilities' } = route.useSearch();
  const navigate = route.useNavigate();
  const { data, error, refetch } = useQuery({
    queryKey: ['endpoint', id],
    queryFn: () => dataOf(api.GET('/api/v1/endpoints/{id}', { params: { path: { id } } })),
  });
  if (error !== null && data === undefined) return <Failed error={error} retry={() => void refetch()} />;
  if (data === undefined) return <Loading />;
  return (
    <>
      <PageHeader title={data.name} cli={`suture endpoints show ${data.name}`} />
      <Sentence endpoint={data} />
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
      {tab === 'vulnerabilities' && <Findings id={id} />}
      {tab === 'facts' && <Facts endpoint={data} />}
    </>
  );
}
