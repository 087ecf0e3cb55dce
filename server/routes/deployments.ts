// Deployments over the HTTP API: begun, listed, and looked at as they go.
/* oxlint-disable oxc/no-async-endpoint-handlers -- the rule is about Express; Fastify awaits its handlers */
import { type DeploymentKind, deploymentMoves, isOver } from '@suture/core/rollouts/deployment.ts';
import { deploymentReport } from '@suture/protocol/api/deployment-report.ts';
import * as deployments from '@suture/protocol/api/deployments.ts';
import { apiPaths } from '@suture/protocol/api/paths.ts';
import { idPath } from '@suture/protocol/api/text.ts';
import { beginDeployment } from '../actions/begin-deployment.ts';
import { describeDeployment } from '../actions/look-at-deployment.ts';
import { describeJob } from '../actions/look-at-job.ts';
import { reportDeployment } from '../actions/report-deployment.ts';
import { deploymentList, endpointsSeen, jobList } from '../store/deployment-lists.ts';
import { jobsOfEndpoint } from '../store/job-history.ts';
import { namesOf } from '../store/names-in-texts.ts';
import { isEndpoint } from '../store/queried-endpoints.ts';
import type { Key } from './cursor.ts';
import { afterOf, presented } from './lists.ts';
import { answers, created, named } from './openapi.ts';
import { rolloutsOf } from './plans.ts';
import { missing, settled, type Resource } from './resource.ts';

named({
  Deployment: deployments.deployment,
  DeploymentPage: deployments.deploymentPage,
  DeploymentReport: deploymentReport,
  Job: deployments.job,
  JobPage: deployments.jobPage,
  EndpointJobs: deployments.endpointJobs,
});

const kinds = Object.keys(deploymentMoves) as DeploymentKind[];
const going: readonly DeploymentKind[] = ['running', 'paused', 'halted', 'rolling-back'];
const statesOf: Readonly<Record<'waiting' | 'going' | 'over', readonly DeploymentKind[]>> = {
  waiting: kinds.filter((kind) => !going.includes(kind) && !isOver(kind)),
  going,
  over: kinds.filter(isOver),
};

const gone = 'There is no such deployment, or none that you reach.';

export const deploymentRoutes: Resource = (scope, { caller, now, rollouts }) => {
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
        querystring: deployments.deploymentListRequest,
        response: answers(deployments.deploymentPage, 400),
      },
    },
    async (request) => {
      const { store, organisation } = caller(request);
      const { of, cursor, limit, skip } = request.query;
      const list = of === 'all' ? 'deployments' : `deployments ${of}`;
      const after = afterOf(list, 'uuid', cursor);
      const states = of === 'all' ? undefined : statesOf[of];
      const { page, nameOf } = await store.inOrganisation(organisation, async (transaction) => {
        const found = await deploymentList(transaction, {
          states,
          after: after && { at: after[0], id: after[1] },
          limit,
          skip,
        });
        const makers = found.rows.map(({ createdBy }) => createdBy);
        return { page: found, nameOf: await namesOf(transaction, makers) };
      });
      const rows = page.rows.map((row) => ({
        ...row,
        createdAt: row.createdAt.toISOString(),
        createdByName: nameOf(row.createdBy),
      }));
      return presented({ ...page, rows }, list, ({ at, id }): Key => [at, id]);
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
    apiPaths.deploymentReport,
    {
      config: { needs: 'deployment.read' },
      schema: {
        operationId: 'getDeploymentReport',
        summary:
          'The report of a deployment: who said yes to what, what came of it, and evidence for each finding it closes',
        params: idPath,
        response: answers(deploymentReport, 404),
      },
    },
    async (request) => {
      const { store, organisation } = caller(request);
      const { plans } = rolloutsOf(rollouts);
      const found = await store.inOrganisation(organisation, (transaction) =>
        reportDeployment(transaction, plans, request.params.id, now()),
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
        summary: 'What becomes of each endpoint of a deployment: what failed first, each in the order of its plan',
        params: idPath,
        querystring: deployments.jobListRequest,
        response: answers(deployments.jobPage, 400, 404),
      },
    },
    async (request) => {
      const { store, organisation } = caller(request);
      const { id } = request.params;
      const { cursor, limit, skip, state, ring, cause } = request.query;
      const after = afterOf('jobs', 'number', cursor);
      const page = await store.inOrganisation(organisation, async (transaction) => {
        if ((await endpointsSeen(transaction, id)) === 0) return missing(gone);
        return jobList(transaction, id, {
          states: state?.split(','),
          ring,
          cause,
          after: after && { rank: Number(after[0]), position: Number(after[1]) },
          limit,
          skip,
        });
      });
      const rows = page.rows.map(({ detail, ...row }) => ({
        ...row,
        reason: textOf(detail['reason']),
        cause: textOf(detail['cause']),
        changedAt: row.changedAt.toISOString(),
      }));
      return presented({ ...page, rows }, 'jobs', ({ rank, position }): Key => [String(rank), String(position)]);
    },
  );

  scope.get(
    apiPaths.deploymentJob,
    {
      config: { needs: 'deployment.read' },
      schema: {
        operationId: 'getDeploymentJob',
        summary: 'Why the job of one endpoint is where it is: what it waits for, what was signed for it, what it said',
        params: deployments.jobPath,
        response: answers(deployments.job, 404),
      },
    },
    async (request) => {
      const { store, organisation } = caller(request);
      const { plans } = rolloutsOf(rollouts);
      const { id, endpoint } = request.params;
      const found = await store.inOrganisation(organisation, (transaction) =>
        describeJob(transaction, plans, id, endpoint),
      );
      return found ?? missing('The endpoint is not in such a deployment, or you do not reach it.');
    },
  );

  scope.get(
    apiPaths.endpointJobs,
    {
      config: { needs: 'deployment.read' },
      schema: {
        operationId: 'listEndpointJobs',
        summary: 'The deployments that an endpoint was in last, and what became of it there',
        params: idPath,
        response: answers(deployments.endpointJobs, 404),
      },
    },
    async (request) => {
      const { store, organisation } = caller(request);
      const { id } = request.params;
      const found = await store.inOrganisation(organisation, async (transaction) =>
        (await isEndpoint(transaction, id)) ? jobsOfEndpoint(transaction, id) : undefined,
      );
      if (found === undefined) return missing('There is no such endpoint.');
      return { items: found.map((each) => ({ ...each, changedAt: each.changedAt.toISOString() })) };
    },
  );
};

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);
