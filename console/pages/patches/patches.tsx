// What to do: each source package with the version that closes its findings, where, and by when; or all that channels offer.
import { SegmentedControl } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useServerWords } from '../../i18n/server-words.ts';
import { api, dataOf } from '../../api/client.ts';
import { AdvisoriesNote, NothingKnown } from '../../components/advisories-known.tsx';
import { ListPage } from '../../components/list-page.tsx';
import { PATCHES_OF } from '../../urls.ts';
import { Closes, patchColumns, patchKey } from './columns.tsx';
import { Offer, updateColumns, updateKey } from './offered.tsx';

const route = getRouteApi('/patches');

const NEW = 'found:<7d';

export function Patches() {
  const { t, i18n } = useTranslation();
  const words = useServerWords();
  const { q = '', of = 'fixes' } = route.useSearch();
  const navigate = route.useNavigate();
  const page = {
    title: t('nav.patches'),
    children: (
      <SegmentedControl
        size="xs"
        aria-label={t('patches.of.label')}
        value={of}
        data={PATCHES_OF.map((value) => ({ value, label: t(`patches.of.${value}`) }))}
        // What is asked of findings is no question about offers.
        onChange={(next) => void navigate({ search: next === 'offered' ? { of: 'offered' } : {} })}
      />
    ),
  };
  const search = (next: string) =>
    void navigate({ search: { ...(next !== '' && { q: next }), ...(of === 'offered' && { of }) } });
  return of === 'fixes' ? (
    <ListPage
      {...page}
      key="fixes"
      name="patches"
      cli="suture updates"
      fetchPage={(place) => dataOf(api.GET('/api/v1/patches', { params: { query: { ...place, q } } }))}
      columns={patchColumns(t, i18n.language)}
      keyOf={patchKey}
      nameOf={({ source, to }) => `${source} ${to}`}
      unfold={(patch) => <Closes patch={patch} />}
      query={{ q, onSearch: search, resource: 'findings', facets: ['severity', 'exploited', 'state', 'source'] }}
      beside={
        <>
          <AdvisoriesNote />
          {q === '' && <NewOnes />}
        </>
      }
      empty={<NothingKnown otherwise={t('patches.none')} />}
    />
  ) : (
    <ListPage
      {...page}
      key="offered"
      name="updates"
      cli="suture updates --offered"
      fetchPage={(place) => dataOf(api.GET('/api/v1/updates', { params: { query: { ...place, q } } }))}
      columns={updateColumns(t, i18n.language, words)}
      keyOf={updateKey}
      nameOf={({ source, version }) => `${source} ${version}`}
      unfold={(update) => <Offer update={update} />}
      query={{ q, onSearch: search, resource: 'packages', facets: ['security', 'update', 'os', 'tag'] }}
      empty={t('patches.noOffers')}
    />
  );
}

/** How many close what was first found lately. */
function NewOnes() {
  const { t } = useTranslation();
  const { data } = useQuery({
    queryKey: ['patches', NEW, 'count'],
    queryFn: () => dataOf(api.GET('/api/v1/patches', { params: { query: { q: NEW, limit: 1 } } })),
  });
  return (
    <p className="quiet" style={{ margin: 0, minHeight: 20 }}>
      {data && (
        <Link to="/patches" search={{ q: NEW }}>
          {t('patches.new', { count: data.total })}
        </Link>
      )}
    </p>
  );
}
