// Vulnerabilities over the fleet: by the fix that closes them, or one by one; those without a fix are counted beside.
import { SegmentedControl } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { api, dataOf } from '../../api/client.ts';
import { useMay } from '../../api/me.ts';
import { AdvisoriesNote, NothingKnown } from '../../components/advisories-known.tsx';
import { ListPage } from '../../components/list-page.tsx';
import { Closes, patchColumns, patchKey } from '../patches/columns.tsx';
import { VULNERABILITY_GROUPS as GROUPS } from '../../urls.ts';
import { vulnerabilityColumns } from './columns.tsx';

const route = getRouteApi('/vulnerabilities');

export function Vulnerabilities() {
  const { t, i18n } = useTranslation();
  const { q = '', by = 'fix' } = route.useSearch();
  const navigate = route.useNavigate();
  const go = (search: { readonly q: string; readonly by: (typeof GROUPS)[number] }) =>
    void navigate({
      search: { ...(search.q !== '' && { q: search.q }), ...(search.by !== 'fix' && { by: search.by }) },
    });
  const page = {
    title: t('nav.vulnerabilities'),
    query: {
      q,
      onSearch: (next: string) => go({ q: next, by }),
      resource: 'findings',
      facets: ['severity', 'exploited', 'state', 'source'],
    },
    beside: (
      <>
        <AdvisoriesNote />
        <div style={{ display: 'flex', flexWrap: 'wrap', gap: '0 24px' }}>
          <NoFix q={q} />
          {q === '' && <Accepted />}
        </div>
      </>
    ),
    children: (
      <SegmentedControl
        size="xs"
        aria-label={t('byFix.label')}
        value={by}
        data={GROUPS.map((value) => ({ value, label: t(`byFix.${value}`) }))}
        onChange={(next) => go({ q, by: GROUPS.find((each) => each === next) ?? 'fix' })}
      />
    ),
  } as const;
  return by === 'fix' ? (
    <ListPage
      {...page}
      key="fix"
      empty={<NothingKnown otherwise={t('patches.none')} />}
      name="patches"
      cli="suture updates"
      fetchPage={(place) => dataOf(api.GET('/api/v1/patches', { params: { query: { ...place, q } } }))}
      columns={patchColumns(t, i18n.language)}
      keyOf={patchKey}
      nameOf={({ source, to }) => `${source} ${to}`}
      unfold={(patch) => <Closes patch={patch} />}
    />
  ) : (
    <ListPage
      {...page}
      key="vulnerability"
      empty={<NothingKnown otherwise={t('vulnerabilities.none')} />}
      name="vulnerabilities"
      cli="suture vulnerabilities ls"
      fetchPage={(place) => dataOf(api.GET('/api/v1/vulnerabilities', { params: { query: { ...place, q } } }))}
      columns={vulnerabilityColumns(t, i18n.language)}
      keyOf={({ vulnerability }) => vulnerability}
      nameOf={({ vulnerability }) => vulnerability}
    />
  );
}

/** What somebody has decided not to act on is in these lists as well, and counted here. */
function Accepted() {
  const { t, i18n } = useTranslation();
  const mayLook = useMay('deployment.read');
  const { data } = useQuery({
    queryKey: ['exceptions'],
    queryFn: () => dataOf(api.GET('/api/v1/exceptions')),
    enabled: mayLook,
  });
  const holding = (data?.items ?? []).filter(({ state }) => state === 'holds');
  if (holding.length === 0) return null;
  const findings = holding.reduce((sum, each) => sum + (each.findings ?? 0), 0);
  return (
    <Link to="/exceptions" search={{ of: 'holding' }}>
      {t('byFix.accepted', { count: holding.length, findings: findings.toLocaleString(i18n.language) })}
    </Link>
  );
}

/** A list of fixes shows none of these; that they are there is said. */
function NoFix({ q }: { readonly q: string }) {
  const { t } = useTranslation();
  const without = `${/\bor\b/i.test(q) ? `(${q})` : q} -fix:available`.trim();
  const { data } = useQuery({
    queryKey: ['vulnerabilities', without, 'count'],
    queryFn: () => dataOf(api.GET('/api/v1/vulnerabilities', { params: { query: { q: without, limit: 1 } } })),
    retry: false,
  });
  return (
    <p className="quiet" style={{ margin: 0, minHeight: 20 }}>
      {data && (
        <Link to="/vulnerabilities" search={{ q: without, by: 'vulnerability' }}>
          {t('byFix.noFix', { count: data.total })}
        </Link>
      )}
    </p>
  );
}
