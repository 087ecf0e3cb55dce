// Renewal: an endpoint replaces its certificate, with the same key or a new one, over a connection with the old one.
import type { RenewalRequest, RenewalResponse } from '@suture/protocol/agent/enrolment.ts';
import { issueEndpointCertificate, readCertificateRequest } from '../access/certificates/endpoint-certificate.ts';
import { claimKey, recordCertificate, revokeCertificates, standingOf } from '../store/endpoint-certificates.ts';
import { refused, type AgentDoor, type Answered, type KnownPeer } from './agent-door.ts';
import { issuedMessage } from './enrol.ts';

/** The certificate shown stays in force until the next renewal, since the answer may be lost; all others end. */
export async function renew(
  door: AgentDoor,
  peer: KnownPeer,
  request: RenewalRequest,
): Promise<Answered<RenewalResponse>> {
  const read = await readCertificateRequest(request.csr);
  if (!read.ok) return refused('malformed-request', { detail: `The certificate request is refused: ${read.why}.` });
  return door.store.inOrganisation(peer.organisation, async (transaction): Promise<Answered<RenewalResponse>> => {
    const { organisation, endpoint, serial } = peer;
    const standing = await standingOf(transaction, endpoint, serial, { held: true });
    if (standing === undefined) return refused('endpoint-revoked');
    // A clone must not renew itself out of sight.
    if (standing.state === 'quarantined') return refused('endpoint-quarantined');
    if (!(await claimKey(transaction, endpoint, read.key.fingerprint))) {
      return refused('malformed-request', { detail: 'This key belongs to another endpoint: make a new one.' });
    }
    const now = door.now();
    const authority = door.endpointAuthority().current;
    const identity = { organisation, endpoint };
    const issued = await issueEndpointCertificate(authority, { identity, key: read.key }, now, door.random);
    await recordCertificate(transaction, issued, now);
    await revokeCertificates(transaction, endpoint, 'superseded', now, [serial, issued.serial]);
    return { ok: true, value: issuedMessage(door, issued) };
  });
}
