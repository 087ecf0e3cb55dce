// Plans over the HTTP API: asked for, looked at, compared with what is now, and signed.
/* oxlint-disable oxc/no-async-endpoint-handlers -- the rule is about Express; Fastify awaits its handlers */
import { planFigures } from '@suture/core/rollouts/plan-figures.ts';
import { z } from '@suture/protocol/agent/zod.ts';
import { apiPaths } from '@suture/protocol/api/paths.ts';
import * as plans from '@suture/protocol/api/plans.ts';
import { apiProblemOf } from '@suture/protocol/api/problem.ts';
import { askSimulations } from '../actions/simulate-steps.ts';
import { drawUpPlan, freezePlan } from '../actions/freeze-plan.ts';
import { describeDocument, describePlan, driftOfStoredPlan, isPlanSeen, leftOut } from '../actions/look-at-plan.ts';
import { signedPlan } from '../actions/plan-part.ts';
import { signPlan } from '../actions/sign-plan.ts';
import type { TickParts } from '../actions/tick-deployment.ts';
import { planText } from '../store/plans.ts';
import { ApiRefusal } from './api-problems.ts';
import { unanswerable, understood } from './lists.ts';
import { answers, created, named } from './openapi.ts';
import { missing, settled, type Resource } from './resource.ts';

named({ Plan: plans.plan, PlanPreview: plans.planPreview, PlanDrift: plans.planDrift, PlanToSign: plans.planToSign });

/** Where this server carries nothing out there are no plans either. */
export function rolloutsOf(parts: TickParts | undefined): TickParts {
  if (parts === undefined) {
    throw new ApiRefusal(apiProblemOf('unavailable', { detail: 'This server carries out no deployments.' }));
  }
  return parts;
}

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;

export const planRoutes: Resource = (scope, { caller, freshMs, now, rollouts }) => {
  scope.post(
    apiPaths.plans,
    {
      config: { needs: 'plan.create' },
      schema: {
        operationId: 'createPlan',
        summary: 'Freeze a plan: which endpoints, which exact versions, in which rings, and who is left out and why',
        body: plans.planRequest,
        response: created(plans.plan, 400),
      },
    },
    async (request, reply) => {
      const { by, door } = caller(request);
      const { plans: shelf } = rolloutsOf(rollouts);
      const { q, ...asked } = request.body;
      const query = understood(q, 'endpoints');
      const frozen = await freezePlan(door, by, { ...asked, query, text: q }, freshMs);
      if (frozen.kind === 'refused') return unanswerable(frozen, q, 'endpoints');
      const { hash } = settled(frozen.value);
      const { store, organisation } = caller(request);
      const found = await store.inOrganisation(organisation, (transaction) => describePlan(transaction, shelf, hash));
      return reply.code(201).send(found ?? missing('The plan is gone.'));
    },
  );

  scope.post(
    apiPaths.planPreviews,
    {
      config: { needs: 'plan.create' },
      schema: {
        operationId: 'previewPlan',
        summary: 'What a plan would freeze now, and who would be left out and why; nothing is kept of it',
        body: plans.planRequest,
        response: answers(plans.planPreview, 400),
      },
    },
    async (request) => {
      const { by, store } = caller(request);
      const { q, ...asked } = request.body;
      const wanted = { ...asked, query: understood(q, 'endpoints'), text: q };
      const looked = { store, now, random: (count: number) => new Uint8Array(count) };
      const answer = await drawUpPlan(looked, by, wanted, freshMs, async (transaction, drawn) => ({
        plan: drawn.ok ? await describeDocument(transaction, drawn.document) : null,
        why: drawn.ok ? null : sentence(drawn.why),
        excluded: await leftOut(transaction, drawn.exclusions),
      }));
      return answer.kind === 'refused' ? unanswerable(answer, q, 'endpoints') : answer.value;
    },
  );

  scope.post(
    apiPaths.planSimulations,
    {
      config: { needs: 'plan.create' },
      schema: {
        operationId: 'simulatePlan',
        summary: 'Have endpoints reckon what a plan would do on them; asked again, how far they have come',
        body: plans.planRequest,
        response: answers(plans.planSimulations, 400),
      },
    },
    async (request) => {
      const { by, store } = caller(request);
      const { q, ...asked } = request.body;
      const wanted = { ...asked, query: understood(q, 'endpoints'), text: q };
      const looked = { store, now, random: (count: number) => new Uint8Array(count) };
      const answer = await drawUpPlan(looked, by, wanted, freshMs, async (transaction, drawn) =>
        drawn.ok
          ? {
              simulated: planFigures(drawn.document).simulated,
              endpoints: drawn.document.endpoints.length,
              ...(await askSimulations(transaction, drawn.open, now())),
            }
          : { simulated: 0, endpoints: 0, ...(await askSimulations(transaction, drawn.open, now())) },
      );
      return answer.kind === 'refused' ? unanswerable(answer, q, 'endpoints') : answer.value;
    },
  );

  scope.get(
    apiPaths.plan,
    {
      config: { needs: 'deployment.read' },
      schema: {
        operationId: 'getPlan',
        summary: 'A frozen plan: what is done where, in which rings, and who is left out and why',
        params: plans.planPath,
        response: answers(plans.plan, 404),
      },
    },
    async (request) => {
      const { store, organisation } = caller(request);
      const { plans: shelf } = rolloutsOf(rollouts);
      const { hash } = request.params;
      const found = await store.inOrganisation(organisation, (transaction) => describePlan(transaction, shelf, hash));
      return found ?? missing('There is no such plan, or some of its endpoints are beyond your tags.');
    },
  );

  scope.get(
    apiPaths.planDocument,
    {
      config: { needs: 'deployment.read' },
      schema: {
        operationId: 'getPlanDocument',
        summary:
          'The whole of a frozen plan, whose SHA-256 is its name: a line that names its format, then canonical JSON',
        params: plans.planPath,
        response: { 200: { description: 'As it was frozen', content: { 'text/plain': { schema: z.string() } } } },
      },
    },
    async (request, reply) => {
      const { store, organisation } = caller(request);
      const { plans: shelf } = rolloutsOf(rollouts);
      const { hash } = request.params;
      const text = await store.inOrganisation(organisation, async (transaction) =>
        (await isPlanSeen(transaction, shelf, hash)) ? planText(transaction, hash) : undefined,
      );
      if (text === undefined) return missing('There is no such plan, or some of its endpoints are beyond your tags.');
      return reply.type('text/plain; charset=utf-8').send(text);
    },
  );

  scope.get(
    apiPaths.planDrift,
    {
      config: { needs: 'deployment.read' },
      schema: {
        operationId: 'getPlanDrift',
        summary: 'Where what is now is not what the plan froze, endpoint by endpoint',
        params: plans.planPath,
        response: answers(plans.planDrift, 404),
      },
    },
    async (request) => {
      const { store, organisation } = caller(request);
      const { plans: shelf } = rolloutsOf(rollouts);
      const { hash } = request.params;
      const found = await store.inOrganisation(organisation, (transaction) =>
        driftOfStoredPlan(transaction, shelf, hash),
      );
      return found ?? missing('There is no such plan, or some of its endpoints are beyond your tags.');
    },
  );

  scope.get(
    apiPaths.planSignatures,
    {
      config: { needs: 'deployment.read' },
      schema: {
        operationId: 'getPlanToSign',
        summary: 'What operators sign of a plan, with the signatures there are',
        params: plans.planPath,
        response: answers(plans.planToSign, 404),
      },
    },
    async (request) => {
      const { store, organisation } = caller(request);
      const { plans: shelf } = rolloutsOf(rollouts);
      return store.inOrganisation(organisation, async (transaction) => {
        const plan = await shelf.find(transaction, request.params.hash);
        if (plan === undefined) return missing('There is no such plan.');
        return { envelope: await signedPlan(transaction, plan) };
      });
    },
  );

  scope.post(
    apiPaths.planSignatures,
    {
      config: { needs: 'deployment.approve' },
      schema: {
        operationId: 'signPlan',
        summary: 'Add an operator’s signature, made elsewhere with a key that this server does not have',
        params: plans.planPath,
        body: plans.planSignature,
        response: answers(plans.planSigned, 404),
      },
    },
    async (request) => {
      const { by, door } = caller(request);
      const { plans: shelf } = rolloutsOf(rollouts);
      const { hash } = request.params;
      return settled(await signPlan(door, by, shelf, { plan: hash, envelope: request.body.envelope }));
    },
  );
};
