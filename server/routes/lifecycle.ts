// Until when systems are supported, and the feeds that say so, over the HTTP API.
/* oxlint-disable oxc/no-async-endpoint-handlers -- the rule is about Express; Fastify awaits its handlers */
import { feedNames } from '@suture/feeds/names.ts';
import {
  feed,
  feedPage,
  lifecyclePage,
  softwareLifecycle,
  softwareLifecyclePage,
  systemLifecycle,
} from '@suture/protocol/api/lifecycle.ts';
import { pageRequest, queryRequest } from '@suture/protocol/api/page.ts';
import { apiPaths } from '@suture/protocol/api/paths.ts';
import { advisoriesKnown } from '../actions/advisories-known.ts';
import { agedFeeds } from '../actions/feed-age.ts';
import { softwareLifecycles } from '../actions/software-lifecycles.ts';
import { pageOf } from '../store/page.ts';
import { afterOf, answered, byRank, lifecycleList, presented, queriedPage } from './lists.ts';
import { answers, named } from './openapi.ts';
import type { Resource } from './resource.ts';

named({
  SystemLifecycle: systemLifecycle,
  LifecyclePage: lifecyclePage,
  SoftwareLifecycle: softwareLifecycle,
  SoftwareLifecyclePage: softwareLifecyclePage,
  Feed: feed,
  FeedPage: feedPage,
});

export const lifecycleRoutes: Resource = (scope, { allowed, now, hasAdvisories, advisories }) => {
  scope.get(
    apiPaths.lifecycle,
    {
      schema: {
        operationId: 'listLifecycles',
        summary: 'The systems that endpoints run, and until when each is supported; what is not any more first',
        querystring: queryRequest,
        response: answers(lifecyclePage, 400),
      },
    },
    async (request) => queriedPage(allowed(request, 'inventory.read'), now(), request.query, lifecycleList),
  );

  scope.get(
    apiPaths.softwareLifecycle,
    {
      schema: {
        operationId: 'listSoftwareLifecycles',
        summary:
          'Software that comes straight from its makers, and until when its releases are supported; what is not any more first',
        querystring: queryRequest,
        response: answers(softwareLifecyclePage, 400),
      },
    },
    async (request) => {
      const asker = allowed(request, 'inventory.read');
      const { q, cursor, ...page } = request.query;
      let list = '';
      const { value } = await answered(asker, now(), q, 'packages', (transaction, query, canonical) => {
        list = `software lifecycle ${canonical}`;
        const after = afterOf(list, 'text', cursor);
        const asked = { query, page: { ...page, after: after && byRank.read(after) }, now: now() };
        return softwareLifecycles(asker.store, transaction, advisories(), asked);
      });
      return { ...presented(value, list, byRank.write), isWhole: value.isWhole };
    },
  );

  scope.get(
    apiPaths.feeds,
    {
      schema: {
        operationId: 'listFeeds',
        summary: 'The feeds that the advisories in use come from, with their age',
        querystring: pageRequest,
        response: answers(feedPage, 400),
      },
    },
    async (request) => {
      const { store, organisation } = allowed(request, 'inventory.read');
      const { cursor, limit, skip } = request.query;
      const after = afterOf('feeds', 'text', cursor);
      const isHere = hasAdvisories();
      const [all, known] = await store.inOrganisation(organisation, async (transaction) => [
        await agedFeeds(transaction, now(), isHere),
        await advisoriesKnown(transaction, isHere),
      ]);
      const rest = all.filter(({ name }) => after === undefined || name > after[0]).slice(skip, skip + limit + 1);
      const page = pageOf(rest, all.length, limit, ({ name }) => name);
      const had = new Set(all.map(({ name }) => name));
      const neverFetched = feedNames.filter((name) => !had.has(name));
      return { ...presented(page, 'feeds', (name) => [name, '']), advisories: known, neverFetched };
    },
  );
};
