// The sources that everything is judged by: how old each is, and what went wrong with it.
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, dataOf } from '../../api/client.ts';
import { feedAges } from '../../api/feed-ages.ts';
import type { Item } from '../../api/types.ts';
import type { Column } from '../../components/data-table.tsx';
import { Instant } from '../../components/instant.tsx';
import { ListPage } from '../../components/list-page.tsx';
import { SeverityMark } from '../../components/severity-mark.tsx';
import { useServerWords } from '../../i18n/server-words.ts';

type Row = Item<'listFeeds'>;

export function Feeds() {
  const { t, i18n } = useTranslation();
  const columns: readonly Column<Row>[] = [
    { id: 'name', header: t('feeds.name'), width: 'minmax(160px, 1fr)', cell: ({ name }) => name },
    {
      id: 'state',
      header: t('feeds.state'),
      width: 'minmax(220px, 2fr)',
      cell: ({ stale, staleWhy, error }) =>
        error === null ? (
          <SeverityMarkOf stale={stale} why={staleWhy} />
        ) : (
          <span title={error}>
            <SeverityMark level="high" bare /> {error}
          </span>
        ),
    },
    {
      id: 'records',
      header: t('feeds.records'),
      width: '110px',
      align: 'end',
      cell: ({ records }) => records.toLocaleString(i18n.language),
    },
    {
      id: 'malformed',
      header: t('feeds.malformed'),
      width: '110px',
      align: 'end',
      cell: ({ malformed, examples }) => (
        <span title={examples.slice(0, 5).join('\n')}>{malformed.toLocaleString(i18n.language)}</span>
      ),
    },
    {
      id: 'upstream',
      header: t('feeds.upstream'),
      width: '140px',
      cell: ({ upstreamDate }) => upstreamDate ?? <span className="quiet">{t('feeds.notStated')}</span>,
    },
    { id: 'fetched', header: t('feeds.fetched'), width: '140px', cell: ({ fetchedAt }) => <Instant at={fetchedAt} /> },
    { id: 'checked', header: t('feeds.checked'), width: '140px', cell: ({ checkedAt }) => <Instant at={checkedAt} /> },
  ];
  return (
    <ListPage
      title={t('nav.feeds')}
      name="feeds"
      cli="suture db status"
      fetchPage={(query) => dataOf(api.GET('/api/v1/feeds', { params: { query } }))}
      columns={columns}
      keyOf={({ name }) => name}
      nameOf={({ name }) => name}
      unfold={(feed) => <Why feed={feed} />}
      beside={<NeverFetched />}
      empty={t('feeds.none')}
    />
  );
}

/** What no row can say: that there are feeds of which nothing is known. */
function NeverFetched() {
  const { t } = useTranslation();
  const { data } = useQuery(feedAges);
  if (data === undefined || data.neverFetched.length === 0) return null;
  return (
    <details>
      <summary>
        <SeverityMark level="unknown" bare /> {t('feeds.neverFetched', { count: data.neverFetched.length })}
      </summary>
      <p className="quiet">
        {data.neverFetched.join(', ')}. {t('feeds.neverFetchedWhy')}
      </p>
    </details>
  );
}

function SeverityMarkOf({ stale, why }: { readonly stale: boolean; readonly why: readonly string[] }) {
  const { t } = useTranslation();
  const words = useServerWords();
  return (
    <span title={why.map(words.sentence).join(' ')}>
      <SeverityMark level={stale ? 'medium' : 'fine'} bare /> {t(stale ? 'feeds.stale' : 'feeds.fresh')}
      {why[0] !== undefined && `: ${words.sentence(why[0])}`}
    </span>
  );
}

/** All that is known of why a feed cannot be relied on. */
function Why({ feed: { staleWhy, error, malformed, examples } }: { readonly feed: Row }) {
  const { t, i18n } = useTranslation();
  const words = useServerWords();
  const said = [...staleWhy, ...(error === null ? [] : [error])];
  return (
    <>
      {said.length === 0 ? t('feeds.fresh') : said.map((each) => <div key={each}>{words.sentence(each)}</div>)}
      {malformed > 0 && (
        <div className="quiet">
          {t('feeds.malformed')}: {malformed.toLocaleString(i18n.language)} ({examples.slice(0, 5).join('; ')})
        </div>
      )}
    </>
  );
}
