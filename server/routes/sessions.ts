// Sessions over the HTTP API: signing in with a password and a code or with a passkey, signing out, and what else is open.
/* oxlint-disable oxc/no-async-endpoint-handlers -- the rule is about Express; Fastify awaits its handlers */
import type { FastifyReply } from 'fastify';
import { apiPaths } from '@suture/protocol/api/paths.ts';
import {
  firstUser,
  firstUserRequest,
  sessionList,
  session,
  signedIn,
  signInRequest,
} from '@suture/protocol/api/people.ts';
import { apiProblemOf } from '@suture/protocol/api/problem.ts';
import { passkeyAssertion, passkeyOptions } from '@suture/protocol/api/second-factors.ts';
import { done, idPath } from '@suture/protocol/api/text.ts';
import { createFirstUser } from '../actions/create-first-user.ts';
import { endSession } from '../actions/end-session.ts';
import { offerPasskeySignIn } from '../actions/offer-passkey.ts';
import { signIn, type SignedIn } from '../actions/sign-in.ts';
import { signInWithPasskey } from '../actions/sign-in-with-passkey.ts';
import { signOut } from '../actions/sign-out.ts';
import { sessionsOf } from '../store/sessions.ts';
import { ApiRefusal } from './api-problems.ts';
import { SESSION_COOKIE, sessionCookie } from './authenticate.ts';
import { answers, created, named } from './openapi.ts';
import { passkeyOrigin } from './passkey-origin.ts';
import { settled, type Resource } from './resource.ts';

named({
  Session: session,
  SessionList: sessionList,
  SignedIn: signedIn,
  Done: done,
  FirstUser: firstUser,
  PasskeyOptions: passkeyOptions,
});

const DONE = { done: true } as const;

function opened(reply: FastifyReply, { token, expiresAt, session: id, account }: SignedIn) {
  void reply.setCookie(SESSION_COOKIE, token, { ...sessionCookie, expires: expiresAt });
  return { session: id, account, expiresAt: expiresAt.toISOString() };
}

export const sessionRoutes: Resource = (scope, { caller, door, now }) => {
  scope.post(
    apiPaths.sessions,
    {
      config: { needs: 'anybody' },
      schema: {
        operationId: 'signIn',
        summary: 'Sign in; the session is in a cookie',
        body: signInRequest,
        response: created(signedIn),
      },
    },
    async (request, reply) => {
      const { email, password, code, organisation } = request.body;
      const outcome = await signIn(door, { email, password, code, organisation, address: request.ip });
      return reply.code(201).send(opened(reply, settled(outcome)));
    },
  );

  scope.post(
    apiPaths.passkeySessionOffer,
    {
      config: { needs: 'anybody' },
      schema: {
        operationId: 'offerPasskeySignIn',
        summary: 'What a passkey is asked to sign, to sign in with it',
        response: created(passkeyOptions),
      },
    },
    async (request, reply) => reply.code(201).send({ ...(await offerPasskeySignIn(door, passkeyOrigin(request))) }),
  );

  scope.post(
    apiPaths.passkeySession,
    {
      config: { needs: 'anybody' },
      schema: {
        operationId: 'signInWithPasskey',
        summary: 'Sign in with what a passkey has signed',
        body: passkeyAssertion,
        response: created(signedIn),
      },
    },
    async (request, reply) => {
      const { credential, organisation } = request.body;
      const outcome = await signInWithPasskey(door, passkeyOrigin(request), {
        credential: credential as Parameters<typeof signInWithPasskey>[2]['credential'],
        organisation,
        address: request.ip,
      });
      return reply.code(201).send(opened(reply, settled(outcome)));
    },
  );

  scope.post(
    apiPaths.firstUser,
    {
      config: { needs: 'anybody' },
      schema: {
        operationId: 'createFirstUser',
        summary: 'Make the first user, with the link that the server printed',
        body: firstUserRequest,
        response: created(firstUser),
      },
    },
    async (request, reply) => {
      const made = settled(await createFirstUser(door, { ...request.body, address: request.ip }));
      return reply.code(201).send({ account: made.account });
    },
  );

  scope.get(
    apiPaths.sessions,
    {
      config: { needs: 'signed-in' },
      schema: { operationId: 'listSessions', summary: 'Where one is signed in', response: answers(sessionList, 409) },
    },
    async (request) => {
      const { access, store, organisation } = caller(request);
      const { principal } = access;
      if (principal.kind !== 'session') {
        throw new ApiRefusal(apiProblemOf('conflict', { detail: 'An API token has no sessions.' }));
      }
      const open = await store.inOrganisation(organisation, (transaction) =>
        sessionsOf(transaction, principal.member.account, now()),
      );
      const items = open.map(({ id, address, createdAt, expiresAt }) => ({
        id,
        address,
        createdAt: createdAt.toISOString(),
        expiresAt: expiresAt.toISOString(),
        isCurrent: id === principal.session,
      }));
      return { items };
    },
  );

  scope.delete(
    apiPaths.sessions,
    {
      config: { needs: 'signed-in' },
      schema: { operationId: 'signOut', summary: 'Sign out', response: answers(done, 409) },
    },
    async (request, reply) => {
      const { by, door: own } = caller(request);
      settled(await signOut(own, by.access, by.address));
      void reply.clearCookie(SESSION_COOKIE, sessionCookie);
      return DONE;
    },
  );

  scope.delete(
    apiPaths.session,
    {
      config: { needs: 'signed-in' },
      schema: {
        operationId: 'endSession',
        summary: 'End one of the sessions one has open',
        params: idPath,
        response: answers(done, 404, 409),
      },
    },
    async (request) => {
      const { by, door: own } = caller(request);
      settled(await endSession(own, by, request.params.id));
      return DONE;
    },
  );
};
