// The catalog over the HTTP API: products in use with the rules about them, compliance, and what is in no known channel.
/* oxlint-disable oxc/no-async-endpoint-handlers -- the rule is about Express; Fastify awaits its handlers */
import * as catalog from '@suture/protocol/api/catalog.ts';
import { apiPaths } from '@suture/protocol/api/paths.ts';
import { done } from '@suture/protocol/api/text.ts';
import { describeCatalog, ruleShown } from '../actions/catalog.ts';
import { describeOverlay, saveOverlay } from '../actions/catalog-overlay.ts';
import { removeCatalogRule, saveCatalogRule } from '../actions/catalog-rules.ts';
import { answers, named } from './openapi.ts';
import { settled, type Resource } from './resource.ts';

named({
  Catalog: catalog.catalogList,
  CatalogOverlay: catalog.catalogOverlay,
  CatalogProduct: catalog.catalogProduct,
  CatalogRule: catalog.catalogRule,
});

export const catalogRoutes: Resource = (scope, { caller, now }) => {
  scope.get(
    apiPaths.catalog,
    {
      config: { needs: 'inventory.read' },
      schema: {
        operationId: 'readCatalog',
        summary:
          'Products that endpoints have or rules speak of, who has them, and what is in no channel that is known',
        response: answers(catalog.catalogList),
      },
    },
    async (request) => {
      const { store, organisation } = caller(request);
      return store.inOrganisation(organisation, (transaction) => describeCatalog(store, transaction, now()), 'reads');
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
