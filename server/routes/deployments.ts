// Deployments over the HTTP API: begun, listed, and looked at as they go.
/* oxlint-disable oxc/no-async-endpoint-handlers -- the rule is about Express; Fastify awaits its handlers */
import * as deployments from '@suture/protocol/api/deployments.ts';
import { pageRequest } from '@suture/protocol/api/page.ts';
import { apiPaths } from '@suture/protocol/api/paths.ts';
import { idPath } from '@suture/protocol/api/text.ts';
import { beginDeployment } from '../actions/begin-deployment.ts';
import { describeDeployment } from '../actions/look-at-deployment.ts';
import { deploymentList, endpointsSeen, jobList } from '../store/deployment-lists.ts';
import type { Key } from './cursor.ts';
import { afterOf, presented } from './lists.ts';
import { answers, created, named } from './openapi.ts';
import { rolloutsOf } from './plans.ts';
import { missing, settled, type Resource } from './resource.ts';

named({ Deployment: deployments.deployment, DeploymentPage: deployments.deploymentPage, JobPage: deployments.jobPage });

const gone = 'There is no such deployment, or none that you reach.';

export const deploymentRoutes: Resource = (scope, { caller, rollouts }) => {
  scope.post(
    apiPaths.deployments,
    {
      config: { needs: 'deployment.run' },
      schema: {
        operationId: 'createDeployment',
        summary: 'Put a frozen plan up for approval',
        body: deployments.deploymentRequest,
        response: created(deployments.newDeployment, 404, 409),
      },
    },
    async (request, reply) => {
      const { by, door } = caller(request);
      return reply.code(201).send(settled(await beginDeployment(door, by, rolloutsOf(rollouts), request.body)));
    },
  );

  scope.get(
    apiPaths.deployments,
    {
      config: { needs: 'deployment.read' },
      schema: {
        operationId: 'listDeployments',
        summary: 'Deployments, the newest first',
        querystring: pageRequest,
        response: answers(deployments.deploymentPage, 400),
      },
    },
    async (request) => {
      const { store, organisation } = caller(request);
      const { cursor, limit } = request.query;
      const after = afterOf('deployments', 'uuid', cursor);
      const page = await store.inOrganisation(organisation, (transaction) =>
        deploymentList(transaction, { after: after && { at: after[0], id: after[1] }, limit }),
      );
      const rows = page.rows.map((row) => ({ ...row, createdAt: row.createdAt.toISOString() }));
      return presented({ ...page, rows }, 'deployments', ({ at, id }): Key => [at, id]);
    },
  );

  scope.get(
    apiPaths.deployment,
    {
      config: { needs: 'deployment.read' },
      schema: {
        operationId: 'getDeployment',
        summary: 'How far a deployment is, ring by ring, and why; its failures by cause',
        params: idPath,
        response: answers(deployments.deployment, 404),
      },
    },
    async (request) => {
      const { store, organisation } = caller(request);
      const { plans } = rolloutsOf(rollouts);
      const found = await store.inOrganisation(organisation, (transaction) =>
        describeDeployment(transaction, plans, request.params.id),
      );
      return found ?? missing(gone);
    },
  );

  scope.get(
    apiPaths.deploymentJobs,
    {
      config: { needs: 'deployment.read' },
      schema: {
        operationId: 'listDeploymentJobs',
        summary: 'What becomes of each endpoint of a deployment, in the order of its plan',
        params: idPath,
        querystring: deployments.jobListRequest,
        response: answers(deployments.jobPage, 400, 404),
      },
    },
    async (request) => {
      const { store, organisation } = caller(request);
      const { id } = request.params;
      const { cursor, limit, state } = request.query;
      const after = afterOf('jobs', 'number', cursor);
      const page = await store.inOrganisation(organisation, async (transaction) => {
        if ((await endpointsSeen(transaction, id)) === 0) return missing(gone);
        return jobList(transaction, id, { state, after: after && Number(after[1]), limit });
      });
      const rows = page.rows.map(({ detail, ...row }) => ({
        ...row,
        reason: textOf(detail['reason']),
        cause: textOf(detail['cause']),
        changedAt: row.changedAt.toISOString(),
      }));
      return presented({ ...page, rows }, 'jobs', (position): Key => ['', String(position)]);
    },
  );
};

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);
