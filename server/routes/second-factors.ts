// What one proves oneself with beside the password, over the HTTP API: an authenticator, and passkeys.
/* oxlint-disable oxc/no-async-endpoint-handlers -- the rule is about Express; Fastify awaits its handlers */
import { apiPaths } from '@suture/protocol/api/paths.ts';
import * as factors from '@suture/protocol/api/second-factors.ts';
import { done, idPath } from '@suture/protocol/api/text.ts';
import { confirmTotp } from '../actions/confirm-totp.ts';
import { offerPasskey } from '../actions/offer-passkey.ts';
import { offerTotp } from '../actions/offer-totp.ts';
import { registerPasskey, type PasskeyRequest, type RegisteredPasskey } from '../actions/register-passkey.ts';
import { removePasskey } from '../actions/remove-passkey.ts';
import { removeTotp } from '../actions/remove-totp.ts';
import { passkeysOf } from '../store/passkeys.ts';
import { holdTotp, presentAccount, recoveryCodesLeft } from '../store/totp.ts';
import { answers, created, named } from './openapi.ts';
import { passkeyOrigin } from './passkey-origin.ts';
import { settled, type Resource } from './resource.ts';

named({
  TotpState: factors.totpState,
  TotpOffer: factors.totpOffer,
  TotpConfirmed: factors.totpConfirmed,
  Passkey: factors.passkey,
  PasskeyList: factors.passkeyList,
});

const DONE = { done: true } as const;
const own = { config: { needs: 'signed-in' } } as const;

const shown = ({ id, label, host, createdAt, usedAt }: RegisteredPasskey) => ({
  id,
  label,
  host,
  createdAt: createdAt.toISOString(),
  usedAt: usedAt?.toISOString() ?? null,
});

export const secondFactorRoutes: Resource = (scope, { caller }) => {
  scope.get(
    apiPaths.totp,
    {
      ...own,
      schema: {
        operationId: 'showTotp',
        summary: 'Whether codes of an authenticator are asked for',
        response: answers(factors.totpState),
      },
    },
    async (request) => {
      const { access, store, organisation } = caller(request);
      const { account } = access.principal.member;
      return store.inOrganisation(organisation, async (transaction) => {
        await presentAccount(transaction, account);
        const isOn = (await holdTotp(transaction, account))?.isConfirmed === true;
        return { isOn, recoveryCodesLeft: isOn ? await recoveryCodesLeft(transaction, account) : 0 };
      });
    },
  );

  scope.post(
    apiPaths.totp,
    {
      ...own,
      schema: {
        operationId: 'offerTotp',
        summary: 'A secret for an authenticator; it counts once it is confirmed',
        response: created(factors.totpOffer, 409),
      },
    },
    async (request, reply) => {
      const { by, door } = caller(request);
      return reply.code(201).send(settled(await offerTotp(door, by)));
    },
  );

  scope.post(
    apiPaths.totpConfirmation,
    {
      ...own,
      schema: {
        operationId: 'confirmTotp',
        summary: 'A first code: from now on one is asked for at each sign-in',
        body: factors.totpConfirmationRequest,
        response: created(factors.totpConfirmed, 409),
      },
    },
    async (request, reply) => {
      const { by, door } = caller(request);
      return reply.code(201).send(settled(await confirmTotp(door, by, request.body.code)));
    },
  );

  scope.delete(
    apiPaths.totp,
    {
      ...own,
      schema: {
        operationId: 'removeTotp',
        summary: 'Ask for no more codes; recovery codes are void',
        response: answers(done, 404, 409),
      },
    },
    async (request) => {
      const { by, door } = caller(request);
      settled(await removeTotp(door, by));
      return DONE;
    },
  );

  scope.get(
    apiPaths.passkeys,
    {
      ...own,
      schema: { operationId: 'listPasskeys', summary: 'One’s passkeys', response: answers(factors.passkeyList) },
    },
    async (request) => {
      const { access, store, organisation } = caller(request);
      const { account } = access.principal.member;
      const found = await store.inOrganisation(organisation, async (transaction) => {
        await presentAccount(transaction, account);
        return passkeysOf(transaction, account);
      });
      return { items: found.map(shown) };
    },
  );

  scope.post(
    apiPaths.passkeyOffer,
    {
      ...own,
      schema: {
        operationId: 'offerPasskey',
        summary: 'What an authenticator is asked to sign, to become a passkey',
        response: created(factors.passkeyOptions, 409),
      },
    },
    async (request, reply) => {
      const { by, door } = caller(request);
      return reply.code(201).send({ ...settled(await offerPasskey(door, by, passkeyOrigin(request))) });
    },
  );

  scope.post(
    apiPaths.passkeys,
    {
      ...own,
      schema: {
        operationId: 'registerPasskey',
        summary: 'Keep a passkey, from what its authenticator has signed',
        body: factors.passkeyRegistration,
        response: created(factors.passkey, 409),
      },
    },
    async (request, reply) => {
      const { by, door } = caller(request);
      const asked = request.body as PasskeyRequest;
      return reply.code(201).send(shown(settled(await registerPasskey(door, by, passkeyOrigin(request), asked))));
    },
  );

  scope.delete(
    apiPaths.passkey,
    {
      ...own,
      schema: {
        operationId: 'removePasskey',
        summary: 'Remove a passkey',
        params: idPath,
        response: answers(done, 404, 409),
      },
    },
    async (request) => {
      const { by, door } = caller(request);
      settled(await removePasskey(door, by, request.params.id));
      return DONE;
    },
  );
};
