// Whom the server signs as, for an endpoint that joined before it was told or that is to be told anew.
import type { SignersResponse } from '@suture/protocol/agent/enrolment.ts';
import type { EndpointId } from '@suture/protocol/agent/text.ts';
import { standingOf } from '../store/endpoint-certificates.ts';
import { refused, type AgentDoor, type Answered, type KnownPeer } from './agent-door.ts';
import { signingKeysOf } from './enrol.ts';

export function tellSigners(
  door: AgentDoor,
  { organisation, endpoint, serial }: KnownPeer,
): Promise<Answered<SignersResponse>> {
  return door.store.inOrganisation(organisation, async (transaction): Promise<Answered<SignersResponse>> => {
    const standing = await standingOf(transaction, endpoint, serial);
    if (standing === undefined) return refused('endpoint-revoked');
    // A clone must not come to be believed as who it was copied from.
    if (standing.state === 'quarantined') return refused('endpoint-quarantined');
    const signingKeys = signingKeysOf(door);
    return { ok: true, value: { protocol: 1, endpoint: endpoint as EndpointId, organisation, signingKeys } };
  });
}
