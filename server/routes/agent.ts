// The agents' paths: who asks, what was asked, what the action answers; every refusal is a problem document.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { X509Certificate } from 'node:crypto';
import type { TLSSocket } from 'node:tls';
import { checkInRequest } from '@suture/protocol/agent/check-in.ts';
import { enrolmentRequest, renewalRequest } from '@suture/protocol/agent/enrolment.ts';
import { BODY_BYTES } from '@suture/protocol/agent/limits.ts';
import { agentPaths } from '@suture/protocol/agent/paths.ts';
import { problem, PROBLEM_TYPE, type ProblemDocument } from '@suture/protocol/agent/problem.ts';
import { receive, receiveJson } from '@suture/protocol/agent/read.ts';
import { z } from '@suture/protocol/agent/zod.ts';
import { sha256Hex } from '@suture/protocol/deployments/statements.ts';
import { ownFilePartPath } from '@suture/protocol/packages/messages.ts';
import { DELTA_TYPE, SET_TYPE, setUpload } from '@suture/protocol/agent/set-upload.ts';
import { trustedRoots, type Rotation } from '../access/certificates/rotation.ts';
import { endpointAuthorities, verifyPeer } from '../access/certificates/verify-peer.ts';
import { refused, type AgentDoor, type Answered, type KnownPeer } from '../actions/agent-door.ts';
import { checkIn } from '../actions/check-in.ts';
import { enrol } from '../actions/enrol.ts';
import { filePartTo, offerTo } from '../actions/own-offer.ts';
import { planPartOf } from '../actions/plan-part.ts';
import { receiveSet } from '../actions/receive-set.ts';
import { renew } from '../actions/renew.ts';
import { tellSigners } from '../actions/tell-signers.ts';
import type { OrganisationId } from '../store/database.ts';
import { limitAtOnce } from './limit-at-once.ts';

/** Sets that are unfolded and stored at the same moment, and uploads that may wait for that; beyond it, 503. */
const uploads = { atOnce: 4, waiting: 64 } as const;
/** Of packages of one's own, each up to some megabytes. */
const ownAnswers = { atOnce: 4, waiting: 256 } as const;
const enrolments = { atOnce: 8, waiting: 256 } as const;

/** Puts the agents' paths into a server, in a scope of their own. Expects TLS as `serverTls` says. */
export async function agentRoutes(app: FastifyInstance, door: AgentDoor): Promise<void> {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => done(null, body));
  app.addContentTypeParser([SET_TYPE, DELTA_TYPE], { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  const send = (reply: FastifyReply, document: ProblemDocument, error?: unknown): FastifyReply => {
    const { request } = reply;
    const path = request.routeOptions.url ?? '(none)';
    door.log({ problem: document, path, address: request.ip, peer: known.get(request), error });
    return refuse(reply, document);
  };
  const answer = <T>(reply: FastifyReply, answered: Answered<T>): FastifyReply =>
    answered.ok ? reply.send(answered.value) : send(reply, answered.problem);

  app.setErrorHandler((error, _request, reply) => {
    const document = problemOf(error);
    return send(reply, document, document.status >= 500 ? error : undefined);
  });
  app.setNotFoundHandler((request, reply) => {
    const peer = peerOf(door, request);
    return send(reply, peer.ok ? { type: 'about:blank', title: 'Not Found', status: 404 } : peer.problem);
  });

  const upload = limitAtOnce(uploads);
  const enrolment = limitAtOnce(enrolments);
  const offers = limitAtOnce(ownAnswers);

  app.post(agentPaths.enrol, { bodyLimit: BODY_BYTES.enrolment }, async (request, reply) => {
    if (door.closed !== undefined) return answer(reply, refused('token-refused', { detail: door.closed }));
    const read = receiveJson(enrolmentRequest, String(request.body));
    return answer(reply, read.ok ? await enrolment(() => enrol(door, read.value)) : read);
  });

  await app.register(async (endpoints) => {
    // Before the body is read: who may not speak need not be listened to.
    endpoints.addHook('onRequest', async (request, reply) => {
      const peer = peerOf(door, request);
      if (!peer.ok) return send(reply, peer.problem);
      known.set(request, peer.value);
    });

    endpoints.post(agentPaths.renewCertificate, { bodyLimit: BODY_BYTES.renewal }, async (request, reply) => {
      const read = receiveJson(renewalRequest, String(request.body));
      return answer(reply, read.ok ? await enrolment(() => renew(door, knownPeer(request), read.value)) : read);
    });

    endpoints.post(agentPaths.checkIn, { bodyLimit: BODY_BYTES.checkIn }, async (request, reply) => {
      const read = receiveJson(checkInRequest, String(request.body));
      return answer(reply, read.ok ? await checkIn(door, knownPeer(request), read.value) : read);
    });

    endpoints.get(agentPaths.planPart, async (request, reply) => {
      const read = receive(z.object({ hash: sha256Hex }), request.params);
      return answer(reply, read.ok ? await planPartOf(door, knownPeer(request), read.value.hash) : read);
    });

    endpoints.get(agentPaths.signers, async (request, reply) =>
      answer(reply, await tellSigners(door, knownPeer(request))),
    );

    endpoints.get(agentPaths.ownPackages, async (request, reply) =>
      answer(reply, await offers(() => offerTo(door, knownPeer(request)))),
    );

    endpoints.get(agentPaths.ownFilePart, async (request, reply) => {
      const read = receive(ownFilePartPath, request.params);
      return answer(reply, read.ok ? await offers(() => filePartTo(door, knownPeer(request), read.value)) : read);
    });

    endpoints.put(agentPaths.set, { bodyLimit: BODY_BYTES.setCompressed }, async (request, reply) => {
      const { params, query, headers, body } = request;
      const read = receive(setUpload, { params, query, headers });
      if (!read.ok) return send(reply, read.problem);
      const bytes = body instanceof Uint8Array ? body : new Uint8Array();
      return answer(reply, await upload(() => receiveSet(door, knownPeer(request), read.value, bytes)));
    });
  });
}

const known = new WeakMap<FastifyRequest, KnownPeer>();

function knownPeer(request: FastifyRequest): KnownPeer {
  const peer = known.get(request);
  if (peer === undefined) throw new Error('this path asks for a certificate first');
  return peer;
}

const parsed = new WeakMap<Rotation, readonly X509Certificate[]>();

function parsedOnce(rotation: Rotation): readonly X509Certificate[] {
  const held = parsed.get(rotation);
  if (held !== undefined) return held;
  const authorities = endpointAuthorities(trustedRoots(rotation));
  parsed.set(rotation, authorities);
  return authorities;
}

function peerOf(door: AgentDoor, request: FastifyRequest): Answered<KnownPeer> {
  const socket = request.raw.socket as Partial<TLSSocket>;
  const trust = {
    authorities: parsedOnce(door.endpointAuthority()),
    // Asked of the database by each action, where it is in force for all servers at once.
    isRevoked: () => false,
  };
  const peer = verifyPeer(socket.getPeerCertificate?.().raw, trust, door.now());
  if (!peer.ok) return { ok: false, problem: problem('certificate-required', { detail: `${peer.why}.` }) };
  const { organisation, endpoint, serial } = peer;
  return { ok: true, value: { organisation: organisation as OrganisationId, endpoint, serial } };
}

function refuse(reply: FastifyReply, document: ProblemDocument): FastifyReply {
  if (document.retryAfterSeconds !== undefined) void reply.header('retry-after', document.retryAfterSeconds);
  return reply
    .code(document.status)
    .type(PROBLEM_TYPE)
    .send(Buffer.from(JSON.stringify(document)));
}

function problemOf(error: unknown): ProblemDocument {
  const { code, statusCode } = Object(error) as { readonly code?: unknown; readonly statusCode?: unknown };
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE' || statusCode === 413) return problem('too-large');
  if (typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500) return problem('malformed-request');
  // Connections refused, shutting down, time-outs: the database will be back, and nothing was acknowledged.
  const isAway = typeof code === 'string' && /^(E[A-Z]+|08...|53...|57...)$/.test(code);
  return isAway ? problem('unavailable', { retryAfterSeconds: 5 }) : problem('server-error');
}
