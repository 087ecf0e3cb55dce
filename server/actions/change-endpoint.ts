// What the changes of endpoints have in common: the endpoint is held, changed, and the change recorded with before and after.
import type { Transaction } from '../store/database.ts';
import { holdEndpoint, type ChangeableEndpoint } from '../store/endpoint-changes.ts';
import { type EndpointDetail, endpointDetail } from '../store/queried-endpoints.ts';
import { record, refuse, type By, type Done, type PeopleDoor, type Refusal } from './people-door.ts';

/** What is different afterwards; undefined where nothing is. */
export type Changed = Partial<Omit<ChangeableEndpoint, 'id' | 'name'>> | undefined;

export interface EndpointAct {
  readonly action: string;
  /** Makes the change. */
  readonly change: (
    transaction: Transaction,
    endpoint: ChangeableEndpoint,
    now: Date,
  ) => Promise<Changed | Refusal<'conflict' | 'forbidden'>>;
}

export type EndpointDone = Promise<Done<EndpointDetail, 'not-found' | 'conflict' | 'forbidden'>>;

export const noEndpoint = refuse('not-found', 'there is no such endpoint, or none that you reach');

/** The endpoint as it is afterwards. What changes nothing is not recorded. */
export function changeEndpoint(door: PeopleDoor, by: By, id: string, { action, change }: EndpointAct): EndpointDone {
  return door.store.inOrganisation(by.access.organisation, async (transaction) => {
    const endpoint = await holdEndpoint(transaction, id);
    if (endpoint === undefined) return noEndpoint;
    const now = door.now();
    const changed = await change(transaction, endpoint, now);
    if (changed !== undefined && 'ok' in changed) return changed;
    const value = await endpointDetail(transaction, id);
    if (value === undefined) return noEndpoint;
    if (changed !== undefined) await record(transaction, by, happeningOf(action, endpoint, changed, now));
    return { ok: true, value };
  });
}

/** What is recorded of a change: what is different, before and after. */
export function happeningOf(action: string, endpoint: ChangeableEndpoint, changed: NonNullable<Changed>, at: Date) {
  const before = Object.fromEntries(
    Object.keys(changed).map((key) => [key, endpoint[key as keyof ChangeableEndpoint]]),
  );
  const { id, name } = endpoint;
  return { at, action, subject: `endpoint:${id}`, before: { name, ...before }, after: { name, ...changed } };
}
