// A person freezes which endpoints are meant, so that what is done is done to those and to no other.
import type { Query } from '@suture/core/query/query.ts';
import { selectFound, selectNamed, type EndpointSelection } from '../store/endpoint-selections.ts';
import { ask, type Answer } from './ask.ts';
import type { By, PeopleDoor } from './people-door.ts';

const KEPT_MS = 60 * 60_000;

export type Selecting =
  | { readonly query: Query; readonly except: readonly string[] }
  | { readonly endpoints: readonly string[] };

/** Refused where the query asks for what is not stored. */
export function selectEndpoints(
  { store, now: clock }: Pick<PeopleDoor, 'store' | 'now'>,
  { access }: By,
  selecting: Selecting,
): Promise<Answer<EndpointSelection>> {
  const now = clock();
  const owner = { actor: access.actor, now, expiresAt: new Date(now.getTime() + KEPT_MS) };
  const { organisation } = access;
  if ('endpoints' in selecting) {
    return store.inOrganisation(organisation, async (transaction) => ({
      kind: 'answer',
      value: await selectNamed(transaction, selecting.endpoints, owner),
    }));
  }
  const { query, except } = selecting;
  return ask(store, { organisation, resource: 'endpoints', query, now: now.getTime() }, (transaction, compiled) =>
    selectFound(transaction, compiled, except, owner),
  );
}
