// A person removes an endpoint with all that is kept of it; its certificate opens nothing any more.
import { lookAtEndpoint } from '../store/deployment-jobs.ts';
import { holdEndpoint, removeEndpointRow } from '../store/endpoint-changes.ts';
import { noEndpoint } from './change-endpoint.ts';
import { record, type By, type Done, type PeopleDoor } from './people-door.ts';

/** The machine may enrol again, as another endpoint. */
export function removeEndpoint(door: PeopleDoor, by: By, id: string): Promise<Done<undefined, 'not-found'>> {
  return door.store.inOrganisation(by.access.organisation, async (transaction) => {
    const endpoint = await holdEndpoint(transaction, id);
    if (endpoint === undefined) return noEndpoint;
    await removeEndpointRow(transaction, id);
    await lookAtEndpoint(transaction, id, door.now());
    const { id: _id, ...before } = endpoint;
    await record(transaction, by, {
      at: door.now(),
      action: 'endpoint.remove',
      subject: `endpoint:${id}`,
      before,
      after: null,
    });
    return { ok: true, value: undefined };
  });
}
