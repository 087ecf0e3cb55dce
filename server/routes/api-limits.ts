// How many requests are answered: of an address before it is known who asks, then of whoever it is. Each server counts its own.
import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { apiProblemOf } from '@suture/protocol/api/problem.ts';
import type { Access } from '../access/permissions.ts';
import { addressGroup } from '../access/sign-in.ts';
import { ApiRefusal } from './api-problems.ts';

/** Requests a minute. */
export interface ApiLimits {
  /** Of one address (IPv6: its first 64 bits), whoever asks. */
  readonly address: number;
  /** Of one person or API token. */
  readonly caller: number;
  /** Of one address without anybody known, as in signing in. */
  readonly stranger: number;
}

export const apiLimits: ApiLimits = { address: 3_000, caller: 1_200, stranger: 60 };

export interface Limiters {
  readonly address: (request: FastifyRequest, reply: FastifyReply) => Promise<void>;
  readonly stranger: (request: FastifyRequest, reply: FastifyReply) => Promise<void>;
  readonly caller: (request: FastifyRequest, reply: FastifyReply, access: Access) => Promise<void>;
}

/** Counts are in memory: N servers allow N times as much, which is enough against a flood and no promise. */
export async function openLimiters(app: FastifyInstance, limits: ApiLimits): Promise<Limiters> {
  await app.register(rateLimit, { global: false, cache: 20_000 });
  const callers = new WeakMap<FastifyRequest, string>();
  const limited = (kind: keyof ApiLimits, keyOf: (request: FastifyRequest) => string) => {
    const count = app.createRateLimit({
      max: limits[kind],
      timeWindow: 60_000,
      keyGenerator: (request) => `${kind} ${keyOf(request)}`,
    });
    return async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
      const counted = await count(request);
      if (counted.isAllowed) return;
      const { max, remaining, ttlInSeconds, isExceeded } = counted;
      void reply.headers({
        'ratelimit-limit': String(max),
        'ratelimit-remaining': String(remaining),
        'ratelimit-reset': String(ttlInSeconds),
      });
      if (isExceeded) {
        const retryAfterSeconds = Math.max(1, ttlInSeconds);
        const detail = `More than ${max} requests a minute: wait ${retryAfterSeconds} s.`;
        throw new ApiRefusal(apiProblemOf('too-many-requests', { detail, retryAfterSeconds }));
      }
    };
  };
  const byAddress = (request: FastifyRequest) => addressGroup(request.ip);
  const caller = limited('caller', (request) => callers.get(request) ?? '');
  return {
    address: limited('address', byAddress),
    stranger: limited('stranger', byAddress),
    caller: (request, reply, { actor }) => {
      callers.set(request, actor);
      return caller(request, reply);
    },
  };
}
