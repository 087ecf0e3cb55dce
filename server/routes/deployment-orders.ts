// What people do to a deployment over the HTTP API: a path for each, so that each needs what it needs.
/* oxlint-disable oxc/no-async-endpoint-handlers -- the rule is about Express; Fastify awaits its handlers */
import * as deployments from '@suture/protocol/api/deployments.ts';
import { apiPaths } from '@suture/protocol/api/paths.ts';
import { idPath } from '@suture/protocol/api/text.ts';
import type { Permission } from '../access/permissions.ts';
import { changeDeployment, type DeploymentOrder } from '../actions/change-deployment.ts';
import { answers } from './openapi.ts';
import { rolloutsOf } from './plans.ts';
import { settled, type Resource } from './resource.ts';

type PlainOrder = Exclude<
  DeploymentOrder,
  { plan: string } | { startAt: number } | { endpoint: string } | { reason: string }
>;

interface Plain {
  readonly path: string;
  readonly needs: Permission;
  readonly operationId: string;
  readonly summary: string;
  readonly order: PlainOrder;
}

const plain = (
  path: string,
  needs: Permission,
  operationId: string,
  summary: string,
  kind: PlainOrder['kind'],
): Plain => ({ path, needs, operationId, summary, order: { kind } });

const plains: readonly Plain[] = [
  plain(
    apiPaths.deploymentStop,
    'deployment.stop',
    'stopDeployment',
    'Stop it: nothing new begins; what has begun ends by itself',
    'stop',
  ),
  plain(apiPaths.deploymentPause, 'deployment.stop', 'pauseDeployment', 'Hold it where it is', 'pause'),
  plain(apiPaths.deploymentCancellation, 'deployment.stop', 'cancelDeployment', 'Give it up for good', 'cancel'),
  plain(apiPaths.deploymentRejection, 'deployment.approve', 'rejectDeployment', 'Say no to its plan', 'reject'),
  plain(apiPaths.deploymentResumption, 'deployment.resume', 'resumeDeployment', 'Let a paused one go on', 'resume'),
  plain(
    apiPaths.deploymentPromotion,
    'deployment.resume',
    'promoteRing',
    'Let the ring that waits at its gate pass',
    'promote',
  ),
  plain(
    apiPaths.deploymentRollback,
    'deployment.approve',
    'rollBackDeployment',
    'Take back what a halted one has changed, where that can be',
    'roll-back',
  ),
  plain(
    apiPaths.deploymentBreakGlass,
    'deployment.approve',
    'breakGlass',
    'Work outside of maintenance windows for four hours; takes two people within 15 minutes',
    'break-glass',
  ),
  plain(
    apiPaths.deploymentCoverage,
    'deployment.approve',
    'waiveCoverage',
    'Let packages go on that no earlier ring had',
    'waive-coverage',
  ),
  plain(
    apiPaths.deploymentRehearsal,
    'deployment.run',
    'rehearseDeployment',
    'Rehearse its plan once more, after a rehearsal that failed',
    'rehearse',
  ),
];

export const deploymentOrderRoutes: Resource = (scope, { caller, rollouts }) => {
  for (const { path, needs, operationId, summary, order } of plains) {
    scope.post(
      path,
      {
        config: { needs },
        schema: { operationId, summary, params: idPath, response: answers(deployments.deploymentState, 404, 409) },
      },
      async (request) => {
        const { by, door } = caller(request);
        return settled(await changeDeployment(door, by, rolloutsOf(rollouts), request.params.id, order));
      },
    );
  }

  scope.post(
    apiPaths.deploymentApproval,
    {
      config: { needs: 'deployment.approve' },
      schema: {
        operationId: 'approveDeployment',
        summary: 'Approve its plan; after a halt, to go on',
        params: idPath,
        body: deployments.approvalRequest,
        response: answers(deployments.deploymentState, 404, 409),
      },
    },
    async (request) => {
      const { by, door } = caller(request);
      const order = { kind: 'approve', plan: request.body.plan } as const;
      return settled(await changeDeployment(door, by, rolloutsOf(rollouts), request.params.id, order));
    },
  );

  scope.post(
    apiPaths.deploymentRehearsalAcceptance,
    {
      config: { needs: 'deployment.approve' },
      schema: {
        operationId: 'acceptRehearsal',
        summary: 'Go on to the approval in spite of what its rehearsal says, or without waiting for it',
        params: idPath,
        body: deployments.rehearsalAcceptance,
        response: answers(deployments.deploymentState, 404, 409),
      },
    },
    async (request) => {
      const { by, door } = caller(request);
      const order = { kind: 'accept-rehearsal', reason: request.body.reason } as const;
      return settled(await changeDeployment(door, by, rolloutsOf(rollouts), request.params.id, order));
    },
  );

  scope.post(
    apiPaths.deploymentStart,
    {
      config: { needs: 'deployment.run' },
      schema: {
        operationId: 'scheduleDeployment',
        summary: 'Say when an approved one begins; without this it does at once',
        params: idPath,
        body: deployments.startRequest,
        response: answers(deployments.deploymentState, 404, 409),
      },
    },
    async (request) => {
      const { by, door } = caller(request);
      const order = { kind: 'schedule', startAt: Date.parse(request.body.startAt) } as const;
      return settled(await changeDeployment(door, by, rolloutsOf(rollouts), request.params.id, order));
    },
  );

  for (const [path, kind, operationId, summary] of [
    [apiPaths.deploymentRetry, 'retry', 'retryEndpoint', 'Try an endpoint that failed once more'],
    [
      apiPaths.deploymentRelease,
      'release',
      'releaseLostEndpoint',
      'Give the place of a lost endpoint in its group free',
    ],
  ] as const) {
    scope.post(
      path,
      {
        config: { needs: 'deployment.run' },
        schema: {
          operationId,
          summary,
          params: idPath,
          body: deployments.jobOrder,
          response: answers(deployments.deploymentState, 404, 409),
        },
      },
      async (request) => {
        const { by, door } = caller(request);
        const order = { kind, endpoint: request.body.endpoint };
        return settled(await changeDeployment(door, by, rolloutsOf(rollouts), request.params.id, order));
      },
    );
  }
};
