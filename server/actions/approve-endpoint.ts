// A person lets in a machine that enrolled and waits.
import { setState } from '../store/endpoints.ts';
import { changeEndpoint, type EndpointAct, type EndpointDone } from './change-endpoint.ts';
import { refuse, type By, type PeopleDoor } from './people-door.ts';

export const approveEndpoint = (door: PeopleDoor, by: By, id: string): EndpointDone =>
  changeEndpoint(door, by, id, approval);

export const approval: EndpointAct = {
  action: 'endpoint.approve',
  change: async (transaction, { id, state }) => {
    if (state === 'active') return undefined;
    if (state !== 'pending') return refuse('conflict', `the endpoint is ${state}; only a pending one is approved`);
    await setState(transaction, id, 'active', null);
    return { state: 'active', stateReason: null };
  },
};
