// Tokens over the HTTP API: of programs, and of machines that are to join.
/* oxlint-disable oxc/no-async-endpoint-handlers -- the rule is about Express; Fastify awaits its handlers */
import { apiPaths } from '@suture/protocol/api/paths.ts';
import { apiProblemOf } from '@suture/protocol/api/problem.ts';
import { done, idPath } from '@suture/protocol/api/text.ts';
import * as tokens from '@suture/protocol/api/tokens.ts';
import { may } from '../access/permissions.ts';
import { createApiToken } from '../actions/create-api-token.ts';
import { createEnrolmentToken } from '../actions/create-enrolment-token.ts';
import { revokeApiToken } from '../actions/revoke-api-token.ts';
import { revokeEnrolmentToken } from '../actions/revoke-enrolment-token.ts';
import { apiTokens } from '../store/api-tokens.ts';
import { enrolmentTokens, type EnrolmentTokenRow } from '../store/enrolment-tokens.ts';
import { ApiRefusal } from './api-problems.ts';
import { refuseMissing } from './caller.ts';
import { answers, created, named } from './openapi.ts';
import { settled, type Resource } from './resource.ts';

named({
  ApiToken: tokens.apiToken,
  ApiTokenList: tokens.apiTokenList,
  NewApiToken: tokens.newApiToken,
  EnrolmentToken: tokens.enrolmentToken,
  EnrolmentTokenList: tokens.enrolmentTokenList,
  NewEnrolmentToken: tokens.newEnrolmentToken,
});

const DONE = { done: true } as const;

const shown = (row: EnrolmentTokenRow) => ({
  ...row,
  createdAt: row.createdAt.toISOString(),
  expiresAt: row.expiresAt.toISOString(),
  revokedAt: row.revokedAt?.toISOString() ?? null,
});

export const tokenRoutes: Resource = (scope, { caller, enrolment }) => {
  scope.get(
    apiPaths.apiTokens,
    {
      config: { needs: 'signed-in' },
      schema: {
        operationId: 'listApiTokens',
        summary: 'API tokens, one’s own or all, the newest first',
        querystring: tokens.apiTokenListRequest,
        response: answers(tokens.apiTokenList, 400),
      },
    },
    async (request) => {
      const { access, store, organisation } = caller(request);
      const isAll = request.query.of === 'all';
      if (isAll && !may(access, 'api-token.read')) refuseMissing('api-token.read');
      const account = isAll ? undefined : access.principal.member.account;
      const found = await store.inOrganisation(organisation, (transaction) => apiTokens(transaction, account));
      const items = found.map((row) => ({
        ...row,
        createdAt: row.createdAt.toISOString(),
        expiresAt: row.expiresAt.toISOString(),
        revokedAt: row.revokedAt?.toISOString() ?? null,
      }));
      return { items };
    },
  );

  scope.post(
    apiPaths.apiTokens,
    {
      config: { needs: 'api-token.create' },
      schema: {
        operationId: 'createApiToken',
        summary: 'Make a token for a program; its text is shown once',
        body: tokens.apiTokenRequest,
        response: created(tokens.newApiToken),
      },
    },
    async (request, reply) => {
      const { by, door } = caller(request);
      const { label, scopes, expiresAt } = request.body;
      const asked = { label, scopes, expiresAt: new Date(expiresAt) };
      const { text, id, hint } = settled(await createApiToken(door, by.access, asked, by.address));
      return reply.code(201).send({ id, hint, token: text });
    },
  );

  scope.delete(
    apiPaths.apiToken,
    {
      config: { needs: 'signed-in' },
      schema: {
        operationId: 'revokeApiToken',
        summary: 'Revoke a token: one’s own, or with api-token.revoke anybody’s',
        params: idPath,
        response: answers(done, 404),
      },
    },
    async (request) => {
      const { by, door } = caller(request);
      settled(await revokeApiToken(door, by.access, request.params.id, by.address));
      return DONE;
    },
  );

  scope.get(
    apiPaths.enrolmentTokens,
    {
      config: { needs: 'enrolment-token.create' },
      schema: {
        operationId: 'listEnrolmentTokens',
        summary: 'Tokens that let machines join, the newest first',
        response: answers(tokens.enrolmentTokenList),
      },
    },
    async (request) => {
      const { access, store, organisation } = caller(request);
      const found = await store.inOrganisation(organisation, (transaction) =>
        enrolmentTokens(transaction, access.tagScope),
      );
      return { items: found.map(shown) };
    },
  );

  scope.post(
    apiPaths.enrolmentTokens,
    {
      config: { needs: 'enrolment-token.create' },
      schema: {
        operationId: 'createEnrolmentToken',
        summary: 'Make a token that lets machines join, and the line to copy to them',
        body: tokens.enrolmentTokenRequest,
        response: created(tokens.newEnrolmentToken),
      },
    },
    async (request, reply) => {
      const { by, door } = caller(request);
      if (enrolment === undefined) {
        throw new ApiRefusal(apiProblemOf('unavailable', { detail: 'This server has no door for machines.' }));
      }
      const place = await enrolment();
      if ('closed' in place) throw new ApiRefusal(apiProblemOf('conflict', { detail: place.closed }));
      const { row, token, line } = settled(await createEnrolmentToken(door, by, place, request.body));
      return reply.code(201).send({ ...shown(row), token, line });
    },
  );

  scope.delete(
    apiPaths.enrolmentToken,
    {
      config: { needs: 'enrolment-token.revoke' },
      schema: {
        operationId: 'revokeEnrolmentToken',
        summary: 'Let nobody else join with a token',
        params: idPath,
        response: answers(done, 404),
      },
    },
    async (request) => {
      const { by, door } = caller(request);
      settled(await revokeEnrolmentToken(door, by, request.params.id));
      return DONE;
    },
  );
};
