// A person shuts an endpoint out: its certificates are refused from the next request on, on all servers.
import { lookAtEndpoint } from '../store/deployment-jobs.ts';
import { revokeCertificates } from '../store/endpoint-certificates.ts';
import { setState } from '../store/endpoints.ts';
import { changeEndpoint, type EndpointDone } from './change-endpoint.ts';
import type { By, PeopleDoor } from './people-door.ts';

export const revokeEndpoint = (door: PeopleDoor, by: By, id: string): EndpointDone =>
  changeEndpoint(door, by, id, {
    action: 'endpoint.revoke',
    change: async (transaction, { state }, now) => {
      if (state === 'revoked') return undefined;
      const stateReason = 'its certificates were revoked by a person';
      await setState(transaction, id, 'revoked', stateReason);
      await revokeCertificates(transaction, id, 'by-person', now);
      await lookAtEndpoint(transaction, id, now);
      return { state: 'revoked', stateReason };
    },
  });
