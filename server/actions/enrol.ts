// Enrolment: a token and a key of the endpoint's own become an endpoint with a certificate.
import { createPublicKey } from 'node:crypto';
import type { EnrolmentRequest, EnrolmentResponse } from '@suture/protocol/agent/enrolment.ts';
import type { EndpointId } from '@suture/protocol/agent/text.ts';
import { writeSigningKey } from '@suture/protocol/trust/keys.ts';
import {
  issueEndpointCertificate,
  readCertificateRequest,
  type EndpointCertificate,
  type ProvenKey,
} from '../access/certificates/endpoint-certificate.ts';
import { presentedTokenHash } from '../access/tokens/token.ts';
import type { Transaction } from '../store/database.ts';
import { claimKey, ownerOfKey, recordCertificate } from '../store/endpoint-certificates.ts';
import { addEndpoint, stateOf } from '../store/endpoints.ts';
import { organisationOfToken, usableToken, useToken, type UsableToken } from '../store/enrolment-tokens.ts';
import { refused, type AgentDoor, type Answered } from './agent-door.ts';
import { uuidOf } from './uuid.ts';

/**
 * The id is always new and chosen here: an endpoint that enrols again is another endpoint. The one exception is the same key
 * with the same token, which is an answer lost on the way: it is given again and uses nothing up.
 */
export async function enrol(door: AgentDoor, request: EnrolmentRequest): Promise<Answered<EnrolmentResponse>> {
  const hash = presentedTokenHash(request.token, 'enrol');
  const read = await readCertificateRequest(request.csr);
  if (!read.ok) return refused('malformed-request', { detail: `The certificate request is refused: ${read.why}.` });
  const organisation = hash === undefined ? undefined : await organisationOfToken(door.store, hash);
  if (hash === undefined || organisation === undefined) return refused('token-refused');
  const attempt = (): Promise<Answered<EnrolmentResponse>> =>
    door.store.inOrganisation(organisation, async (transaction) => {
      const now = door.now();
      const token = await usableToken(transaction, hash, now);
      if (token === undefined) return refused('token-refused');
      const owner = await ownerOfKey(transaction, read.key.fingerprint);
      if (owner !== undefined) {
        const state = owner.token === hash.toString('hex') ? await stateOf(transaction, owner.endpoint) : undefined;
        if (state !== 'pending' && state !== 'active') return keyTaken;
        return { ok: true, value: await admit(door, transaction, owner.endpoint, state, read.key, now) };
      }
      if (token.usesLeft < 1) return refused('token-refused');
      return join(door, transaction, { request, token, hash, key: read.key, now });
    });
  try {
    // Taken at this moment: looked at again, as it may be this endpoint's own, sent twice.
    return await attempt().catch((error: unknown) => (error instanceof KeyTaken ? attempt() : Promise.reject(error)));
  } catch (error) {
    if (error instanceof KeyTaken) return keyTaken;
    if (error instanceof UsedUp) return refused('token-refused');
    throw error;
  }
}

const keyTaken = refused('malformed-request', { detail: 'This key belongs to an endpoint already: make a new one.' });

interface Joining {
  readonly request: EnrolmentRequest;
  readonly token: UsableToken;
  readonly hash: Uint8Array;
  readonly key: ProvenKey;
  readonly now: Date;
}

async function join(
  door: AgentDoor,
  transaction: Transaction,
  { request, token, hash, key, now }: Joining,
): Promise<Answered<EnrolmentResponse>> {
  const endpoint = uuidOf(door.random(16));
  const state = token.autoApprove ? 'active' : 'pending';
  const stateReason = state === 'pending' ? 'enrolled, waiting for approval' : null;
  const { tags } = token;
  const { facts } = request;
  await addEndpoint(
    transaction,
    { id: endpoint, state, stateReason, tags, facts, keyFingerprint: key.fingerprint },
    now,
  );
  // Two tokens with one key at the same moment: the second waits here for the first, and then finds the key taken.
  if (!(await claimKey(transaction, endpoint, key.fingerprint, hash))) throw new KeyTaken();
  const value = await admit(door, transaction, endpoint, state, key, now);
  // Last: until the commit others with this token wait, and there may be thousands.
  if (!(await useToken(transaction, hash, now))) throw new UsedUp();
  return { ok: true, value };
}

/** Thrown so that the transaction leaves nothing behind. */
class KeyTaken extends Error {}
class UsedUp extends Error {}

async function admit(
  door: AgentDoor,
  transaction: Transaction,
  endpoint: string,
  state: 'pending' | 'active',
  key: ProvenKey,
  now: Date,
): Promise<EnrolmentResponse> {
  const identity = { organisation: transaction.organisation, endpoint };
  const issued = await issueEndpointCertificate(door.endpointAuthority().current, { identity, key }, now, door.random);
  await recordCertificate(transaction, issued, now);
  return {
    ...issuedMessage(door, issued),
    endpoint: endpoint as EndpointId,
    organisation: transaction.organisation,
    state,
    intervalSeconds: door.cadence.intervalSeconds,
  };
}

/** What work is signed with; none where this server gives out none. */
export const signingKeysOf = ({ work }: AgentDoor): string[] =>
  work === undefined ? [] : [writeSigningKey(createPublicKey(work.signing))];

/** What enrolment and renewal answer alike. */
export function issuedMessage(door: AgentDoor, issued: EndpointCertificate) {
  return {
    protocol: 1 as const,
    certificate: issued.certificate,
    authorities: [...door.serverRoots()],
    ...(door.work === undefined ? {} : { signingKeys: signingKeysOf(door) }),
    renewAfter: issued.renewAfter.toISOString(),
    notAfter: issued.notAfter.toISOString(),
  };
}
