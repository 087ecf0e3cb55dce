// The verdict on a vulnerability in the HTTP API, and the endpoints behind each of its counts.
/* oxlint-disable oxc/no-async-endpoint-handlers -- the rule is about Express; Fastify awaits its handlers */
import { silenceText } from '@suture/core/matching/silence.ts';
import { apiPaths } from '@suture/protocol/api/paths.ts';
import {
  judgedEndpoint,
  judgedEndpointPage,
  verdictRequest,
  vulnerabilityPath,
  vulnerabilityVerdict,
} from '@suture/protocol/api/vulnerabilities.ts';
import { advisoriesKnown } from '../actions/advisories-known.ts';
import { silenceOn } from '../actions/silence-on.ts';
import { exposureOf } from '../store/exposure.ts';
import { endpointsJudged } from '../store/judged-endpoints.ts';
import { afterOf, byName, presented } from './lists.ts';
import { answers, named } from './openapi.ts';
import type { Caller, Resource } from './resource.ts';

named({
  JudgedEndpoint: judgedEndpoint,
  JudgedEndpointPage: judgedEndpointPage,
  VulnerabilityVerdict: vulnerabilityVerdict,
});

export const vulnerabilityRoutes: Resource = (
  scope,
  { allowed, now, isHeardOf, advisories, hasAdvisories, freshMs },
) => {
  const about = async ({ store, organisation }: Pick<Caller, 'store' | 'organisation'>, vulnerability: string) => ({
    vulnerability,
    isHeardOf: isHeardOf(vulnerability),
    seenSince: new Date(now().getTime() - freshMs).toISOString(),
    silence: await silenceOn(store, organisation, advisories(), vulnerability, now()),
  });

  scope.get(
    apiPaths.vulnerability,
    {
      schema: {
        operationId: 'judgeVulnerability',
        summary: 'How many endpoints are exposed, clear and unknown, and why',
        params: vulnerabilityPath,
        response: answers(vulnerabilityVerdict, 400),
      },
    },
    async (request) => {
      const { store, organisation } = allowed(request, 'inventory.read');
      const question = await about({ store, organisation }, request.params.id);
      const [exposure, known] = await store.inOrganisation(organisation, async (transaction) => [
        await exposureOf(transaction, question),
        await advisoriesKnown(transaction, hasAdvisories()),
      ]);
      return {
        id: question.vulnerability,
        isHeardOf: question.isHeardOf,
        advisories: known,
        ...exposure,
        silences: question.silence.silences.map((each) => silenceText(each, question.vulnerability)),
        seenSince: question.seenSince,
      };
    },
  );

  scope.get(
    apiPaths.vulnerabilityEndpoints,
    {
      schema: {
        operationId: 'listVulnerabilityEndpoints',
        summary: 'The endpoints behind a count of the verdict, by name',
        params: vulnerabilityPath,
        querystring: verdictRequest,
        response: answers(judgedEndpointPage, 400),
      },
    },
    async (request) => {
      const { store, organisation } = allowed(request, 'inventory.read');
      const { verdict, cursor, limit, skip } = request.query;
      const name = `${verdict} ${request.params.id}`;
      const after = afterOf(name, 'uuid', cursor);
      const question = await about({ store, organisation }, request.params.id);
      const page = await store.inOrganisation(organisation, (transaction) =>
        endpointsJudged(transaction, question, verdict, { after: after && byName.read(after), limit, skip }),
      );
      return presented(page, name, byName.write);
    },
  );
};
