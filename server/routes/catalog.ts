// The catalog over the HTTP API: products in use with the rules about them, compliance, and what is in no known channel.
/* oxlint-disable oxc/no-async-endpoint-handlers -- the rule is about Express; Fastify awaits its handlers */
import * as catalog from '@suture/protocol/api/catalog.ts';
import { apiPaths } from '@suture/protocol/api/paths.ts';
import { done } from '@suture/protocol/api/text.ts';
import { describeCatalog, ruleShown } from '../actions/catalog.ts';
import { describeProduct } from '../actions/catalog-detail.ts';
import { describeUnmanaged } from '../actions/catalog-unmanaged.ts';
import { describeOverlay, saveOverlay } from '../actions/catalog-overlay.ts';
import { removeCatalogRule, saveCatalogRule } from '../actions/catalog-rules.ts';
import { catalogRules } from '../store/catalog-rules.ts';
import { afterOf, answered, byRank, presented } from './lists.ts';
import { answers, named } from './openapi.ts';
import { missing, settled, type Resource } from './resource.ts';

named({
  CatalogDetail: catalog.catalogDetail,
  CatalogPage: catalog.catalogPage,
  CatalogOverlay: catalog.catalogOverlay,
  CatalogProduct: catalog.catalogProduct,
  CatalogRule: catalog.catalogRule,
  UnmanagedPage: catalog.unmanagedPage,
  UnmanagedProgram: catalog.unmanagedProgram,
});

export const catalogRoutes: Resource = (scope, { caller, allowed, now, advisories }) => {
  scope.get(
    apiPaths.catalog,
    {
      schema: {
        operationId: 'readCatalog',
        summary: 'Products that endpoints have or rules speak of, and who has them; what is not as asked first',
        querystring: catalog.catalogRequest,
        response: answers(catalog.catalogPage, 400),
      },
    },
    async (request) => {
      const asker = allowed(request, 'inventory.read');
      const { q, words, of, cursor, ...page } = request.query;
      let list = '';
      const { value } = await answered(asker, now(), q, 'packages', (transaction, query, canonical) => {
        list = `catalog ${of} ${words} ${canonical}`;
        const after = afterOf(list, 'text', cursor);
        const asked = { query, words, of, page: { ...page, after: after && byRank.read(after) }, now: now() };
        return describeCatalog(asker.store, transaction, asked);
      });
      const { rows: _rows, next: _next, ...counts } = value;
      return { ...presented(value, list, byRank.write), ...counts };
    },
  );

  scope.get(
    apiPaths.catalogUnmanaged,
    {
      schema: {
        operationId: 'listUnmanaged',
        summary: 'Installed programs in no channel that the catalog knows, those on most endpoints first',
        querystring: catalog.unmanagedRequest,
        response: answers(catalog.unmanagedPage, 400),
      },
    },
    async (request) => {
      const asker = allowed(request, 'inventory.read');
      const { q, words, cursor, ...page } = request.query;
      let list = '';
      const { value } = await answered(asker, now(), q, 'packages', (transaction, query, canonical) => {
        list = `unmanaged ${words} ${canonical}`;
        const after = afterOf(list, 'text', cursor);
        const asked = { query, words, page: { ...page, after: after && byRank.read(after) }, now: now() };
        return describeUnmanaged(asker.store, transaction, asked);
      });
      return { ...presented(value, list, byRank.write), isWhole: value.isWhole };
    },
  );

  scope.get(
    apiPaths.catalogProduct,
    {
      schema: {
        operationId: 'readCatalogProduct',
        summary:
          'One product: its names, what channels have of it and who has it by which, its support, its fixes, what is exploited',
        params: catalog.productPath,
        response: answers(catalog.catalogDetail, 404),
      },
    },
    async (request) => {
      const asker = allowed(request, 'inventory.read');
      const { product } = request.params;
      const { value } = await answered(asker, now(), '', 'packages', (transaction, query) =>
        describeProduct(transaction, advisories(), product, { query, now: now() }),
      );
      return value ?? missing('No list has a product of that name, and no endpoint.');
    },
  );

  scope.get(
    apiPaths.catalogRule,
    {
      config: { needs: 'inventory.read' },
      schema: {
        operationId: 'readCatalogRule',
        summary: 'What is said of a product',
        params: catalog.productPath,
        response: answers(catalog.catalogRule, 404),
      },
    },
    async (request) => {
      const { store, organisation } = caller(request);
      const rules = await store.inOrganisation(organisation, catalogRules, 'reads');
      const rule = rules.find(({ product }) => product === request.params.product);
      return rule === undefined ? missing('There is no rule about that product.') : ruleShown(rule, now());
    },
  );

  scope.get(
    apiPaths.catalogOverlay,
    {
      config: { needs: 'inventory.read' },
      schema: {
        operationId: 'readCatalogOverlay',
        summary: 'The organisation’s own list of products, which goes before those that come with Suture',
        response: answers(catalog.catalogOverlay),
      },
    },
    async (request) => {
      const { store, organisation } = caller(request);
      return store.inOrganisation(organisation, describeOverlay);
    },
  );

  scope.put(
    apiPaths.catalogOverlay,
    {
      config: { needs: 'policy.edit' },
      // What JSON makes of a list of the longest kind.
      bodyLimit: catalog.MOST_OVERLAY * 2,
      schema: {
        operationId: 'putCatalogOverlay',
        summary: 'Put a list of the organisation’s own products in place of the one before, or take it back',
        body: catalog.catalogOverlayChange,
        response: answers(catalog.catalogOverlay, 409),
      },
    },
    async (request) => {
      const { by, door } = caller(request);
      return settled(await saveOverlay(door, by, request.body));
    },
  );

  scope.put(
    apiPaths.catalogRule,
    {
      config: { needs: 'policy.edit' },
      schema: {
        operationId: 'putCatalogRule',
        summary: 'Say what is done with a product: hold, block or pin its updates, let them wait, require or forbid it',
        params: catalog.productPath,
        body: catalog.catalogRuleChange,
        response: answers(catalog.catalogRule, 409),
      },
    },
    async (request) => {
      const { by, door } = caller(request);
      const { said, version } = request.body;
      return ruleShown(settled(await saveCatalogRule(door, by, request.params.product, said, version)), now());
    },
  );

  scope.delete(
    apiPaths.catalogRule,
    {
      config: { needs: 'policy.edit' },
      schema: {
        operationId: 'removeCatalogRule',
        summary: 'Take a rule about a product back; its versions stay',
        params: catalog.productPath,
        response: answers(done, 404, 409),
      },
    },
    async (request) => {
      const { by, door } = caller(request);
      settled(await removeCatalogRule(door, by, request.params.product));
      return { done: true } as const;
    },
  );
};
