// A person who has looked lets a quarantined endpoint back into service.
import { forgetStarts } from '../store/endpoint-changes.ts';
import { setState } from '../store/endpoints.ts';
import { changeEndpoint, type EndpointDone } from './change-endpoint.ts';
import { refuse, type By, type PeopleDoor } from './people-door.ts';

/** Where a clone is still running, the endpoint is quarantined again as soon as both have reported. */
export const releaseEndpoint = (door: PeopleDoor, by: By, id: string): EndpointDone =>
  changeEndpoint(door, by, id, {
    action: 'endpoint.release',
    change: async (transaction, { state }) => {
      if (state === 'active') return undefined;
      if (state !== 'quarantined') {
        return refuse('conflict', `the endpoint is ${state}; only a quarantined one is released`);
      }
      await setState(transaction, id, 'active', null);
      await forgetStarts(transaction, id);
      return { state: 'active', stateReason: null };
    },
  });
