// What to do: each source package with the version that closes its findings, where, and by when; what it closes unfolds.
import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { api, dataOf } from '../../api/client.ts';
import { AdvisoriesNote, NothingKnown } from '../../components/advisories-known.tsx';
import { ListPage } from '../../components/list-page.tsx';
import { Closes, patchColumns, patchKey } from './columns.tsx';

const route = getRouteApi('/patches');

export function Patches() {
  const { t, i18n } = useTranslation();
  const { q = '' } = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <ListPage
      title={t('nav.patches')}
      name="patches"
      cli="suture updates"
      fetchPage={(place) => dataOf(api.GET('/api/v1/patches', { params: { query: { ...place, q } } }))}
      columns={patchColumns(t, i18n.language)}
      keyOf={patchKey}
      nameOf={({ source, to }) => `${source} ${to}`}
      unfold={(patch) => <Closes patch={patch} />}
      query={{
        q,
        onSearch: (next) => void navigate({ search: next === '' ? {} : { q: next } }),
        resource: 'findings',
        facets: ['severity', 'exploited', 'state', 'source'],
      }}
      beside={<AdvisoriesNote />}
      empty={<NothingKnown otherwise={t('patches.none')} />}
    />
  );
}
