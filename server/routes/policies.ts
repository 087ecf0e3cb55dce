// Standing policies over the HTTP API: written in versions, and what they would have done before anyone switches them on.
/* oxlint-disable oxc/no-async-endpoint-handlers -- the rule is about Express; Fastify awaits its handlers */
import { apiPaths } from '@suture/protocol/api/paths.ts';
import * as policies from '@suture/protocol/api/policies.ts';
import { done, idPath } from '@suture/protocol/api/text.ts';
import { describePolicyRow, describePolicyVersions, readRule, removePolicy, savePolicy } from '../actions/policies.ts';
import { previewRule } from '../actions/preview-policy.ts';
import { policies as policyRows, type PolicyRow } from '../store/rollout-policies.ts';
import { answers, created, named } from './openapi.ts';
import { missing, settled, type Caller, type Resource } from './resource.ts';

named({ Policy: policies.policy, PolicyList: policies.policyList, PolicyPreview: policies.policyPreview });

export const policyRoutes: Resource = (scope, { caller, now }) => {
  const described = ({ store, organisation }: Pick<Caller, 'store' | 'organisation'>, row: PolicyRow) =>
    store.inOrganisation(organisation, (transaction) => describePolicyRow(transaction, row, now()));

  scope.get(
    apiPaths.policies,
    {
      config: { needs: 'deployment.read' },
      schema: {
        operationId: 'listPolicies',
        summary: 'Standing policies by name: what each ships where, when next, and what came of its last day',
        response: answers(policies.policyList),
      },
    },
    async (request) => {
      const { store, organisation } = caller(request);
      return store.inOrganisation(organisation, async (transaction) => {
        const items = [];
        for (const row of await policyRows(transaction)) items.push(await describePolicyRow(transaction, row, now()));
        return { items };
      });
    },
  );

  scope.post(
    apiPaths.policies,
    {
      config: { needs: 'policy.edit' },
      schema: {
        operationId: 'createPolicy',
        summary: 'Make a standing policy: from its next day on it makes plans',
        body: policies.policyRequest,
        response: created(policies.policy, 409),
      },
    },
    async (request, reply) => {
      const found = caller(request);
      const row = settled(await savePolicy(found.door, found.by, request.body.said));
      return reply.code(201).send(await described(found, row));
    },
  );

  scope.put(
    apiPaths.policy,
    {
      config: { needs: 'policy.edit' },
      schema: {
        operationId: 'changePolicy',
        summary: 'Write the next version of a policy; what the one before consented to waits for people then',
        params: idPath,
        body: policies.policyChange,
        response: answers(policies.policy, 404, 409),
      },
    },
    async (request) => {
      const found = caller(request);
      const over = { id: request.params.id, version: request.body.version };
      return described(found, settled(await savePolicy(found.door, found.by, request.body.said, over)));
    },
  );

  scope.delete(
    apiPaths.policy,
    {
      config: { needs: 'policy.edit' },
      schema: {
        operationId: 'removePolicy',
        summary: 'Remove a policy; its versions and what it did stay',
        params: idPath,
        response: answers(done, 404, 409),
      },
    },
    async (request) => {
      const { by, door } = caller(request);
      settled(await removePolicy(door, by, request.params.id));
      return { done: true } as const;
    },
  );

  scope.get(
    apiPaths.policyVersions,
    {
      config: { needs: 'deployment.read' },
      schema: {
        operationId: 'listPolicyVersions',
        summary: 'Every version of a policy with who wrote it, and what came of its days',
        params: idPath,
        response: answers(policies.policyVersions, 404),
      },
    },
    async (request) => {
      const { store, organisation } = caller(request);
      const found = await store.inOrganisation(organisation, (transaction) =>
        describePolicyVersions(transaction, request.params.id),
      );
      return found ?? missing('There is no such policy.');
    },
  );

  scope.post(
    apiPaths.policyPreviews,
    {
      config: { needs: 'plan.create' },
      schema: {
        operationId: 'previewPolicy',
        summary: 'What a policy would have done in the days before, written or not',
        body: policies.previewRequest,
        response: answers(policies.policyPreview),
      },
    },
    async (request) => {
      const { store, organisation } = caller(request);
      const { said, days } = request.body;
      const preview = await store.inOrganisation(organisation, async (transaction) => {
        const rule = await readRule(transaction, said);
        return rule.ok ? previewRule(transaction, rule.value, { days, now: now() }) : rule;
      });
      return settled(preview);
    },
  );
};
