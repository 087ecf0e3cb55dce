// Who asks, as handlers see it: bound to what they reach, and where they name a key, to doing it once.
import { createHash } from 'node:crypto';
import { canonicalJson } from '@suture/core/audit/canonical-json.ts';
import { apiProblemOf } from '@suture/protocol/api/problem.ts';
import type { FastifyRequest } from 'fastify';
import { once } from '../access/once.ts';
import { may, type Access, type Permission } from '../access/permissions.ts';
import { reaching } from '../access/reach.ts';
import type { PeopleDoor } from '../actions/people-door.ts';
import type { Store } from '../store/database.ts';
import { ApiRefusal } from './api-problems.ts';
import type { ApiContext, Caller } from './resource.ts';

/** Set on the answer where it is that of the first time. */
export const REPLAYED = 'idempotency-replayed';
const KEY_HEADER = 'idempotency-key';

export function refuseMissing(permission: Permission): never {
  throw new ApiRefusal(apiProblemOf('not-allowed', { detail: `The permission ${permission} is missing.` }));
}

export function callers(
  door: PeopleDoor,
  known: WeakMap<FastifyRequest, Access>,
): Pick<ApiContext, 'allowed' | 'caller'> {
  const caller = (request: FastifyRequest): Caller => {
    const access = known.get(request);
    if (access === undefined) throw new ApiRefusal(apiProblemOf('not-authenticated'));
    const store = reaching(door.store, access);
    const address = request.ip;
    return {
      access,
      organisation: access.organisation,
      store,
      address,
      by: { access, address },
      door: { ...door, store: storeFor(door, request, access, store) },
    };
  };
  return {
    caller,
    allowed: (request, permission) => {
      const found = caller(request);
      return may(found.access, permission) ? found : refuseMissing(permission);
    },
  };
}

function storeFor(door: PeopleDoor, request: FastifyRequest, { actor }: Access, store: Store): Store {
  const { method, headers } = request;
  const key = headers[KEY_HEADER];
  if (key === undefined || method === 'GET' || method === 'HEAD') return store;
  if (typeof key !== 'string' || !/^[\x21-\x7e]{16,200}$/.test(key)) {
    const detail = 'It has 16 to 200 characters, best a random UUID.';
    throw new ApiRefusal(
      apiProblemOf('malformed-request', { detail, errors: [{ in: 'header', name: 'Idempotency-Key', detail }] }),
    );
  }
  const asked = canonicalJson(request.body ?? null);
  const digest = createHash('sha256')
    .update(`${method} ${request.url}\n${asked.ok ? asked.text : ''}`)
    .digest();
  return once(store, {
    actor,
    key,
    request: digest,
    now: door.now(),
    random: door.random,
    onReplay: () => void replayed.add(request),
  });
}

const replayed = new WeakSet<FastifyRequest>();

/** Whether nothing was done, as it had been done before. */
export const wasReplayed = (request: FastifyRequest): boolean => replayed.has(request);
