// Changes as they happen over the HTTP API: server-sent events (WHATWG HTML §9.2), for as long as whoever asked may hear them.
/* oxlint-disable oxc/no-async-endpoint-handlers -- the rule is about Express; Fastify awaits its handlers */
import { event, eventHeaders } from '@suture/protocol/api/events.ts';
import { apiPaths } from '@suture/protocol/api/paths.ts';
import { apiProblemOf } from '@suture/protocol/api/problem.ts';
import { may } from '../access/permissions.ts';
import { reachable, stillHolds } from '../store/event-audience.ts';
import type { Happening } from '../workers/event-hub.ts';
import { ApiRefusal } from './api-problems.ts';
import { eventStream } from './event-stream.ts';
import { named } from './openapi.ts';
import type { Caller, Resource } from './resource.ts';

named({ Event: event });

const BEAT_MS = 15_000;
/** Who cannot be told as fast as things happen is let go. */
const MOST_WAITING = 32;

export const eventRoutes: Resource = (scope, { allowed, now, events }) => {
  scope.get(
    apiPaths.events,
    {
      schema: {
        operationId: 'followEvents',
        summary: 'Changes as they happen, at most a few a second for each topic: hints to look again',
        headers: eventHeaders,
        response: {
          200: {
            description:
              'Events named by their topic, with an Event as data; first ready, and resync where some may have been missed',
            content: { 'text/event-stream': { schema: event } },
          },
        },
      },
    },
    async (request, reply) => {
      const caller = allowed(request, 'inventory.read');
      if (events === undefined) throw new ApiRefusal(apiProblemOf('unavailable'));
      const { stream, write, end } = eventStream();
      // One after the other: looking up who may hear of an endpoint must not let a later event overtake.
      let last = Promise.resolve();
      let waiting = 0;
      const onHappening = (happening: Happening): void => {
        if (waiting > MOST_WAITING) return void stream.destroy();
        waiting += 1;
        last = last
          .then(async () => write(await told(caller, happening)))
          .catch(() => end())
          .finally(() => {
            waiting -= 1;
          });
      };
      const unsubscribe = await events.subscribe({
        organisation: caller.organisation,
        holder: holderOf(caller),
        after: [request.headers['last-event-id']].flat()[0],
        onHappening,
        onGap: () => write('event: resync\ndata:\n\n'),
        onEnd: end,
      });
      if (unsubscribe === undefined) throw new ApiRefusal(apiProblemOf('too-many-requests'));
      const beat = setInterval(() => {
        write(':\n\n');
        caller.store
          .inOrganisation(caller.organisation, (transaction) => stillHolds(transaction, caller.access.principal, now()))
          .then((holds) => (holds ? undefined : end()))
          // The database is away: who may hear is not known, so nobody does.
          .catch(end);
      }, BEAT_MS).unref();
      stream.once('close', () => {
        clearInterval(beat);
        unsubscribe();
      });
      // Gone while it was made ready: nobody would ever close it.
      if (request.raw.socket.destroyed) stream.destroy();
      write('retry: 3000\nevent: ready\ndata:\n\n');
      void reply
        .header('content-type', 'text/event-stream')
        .header('cache-control', 'no-store')
        .header('x-accel-buffering', 'no');
      // The schema speaks of the data of each event in it.
      return reply.send(stream as never);
    },
  );
};

const holderOf = ({ access: { principal } }: Caller): string =>
  principal.kind === 'session' ? `session ${principal.session}` : `token ${principal.token}`;

/** Empty where it is about endpoints and the caller reaches none of them. */
async function told(
  { access, store, organisation }: Caller,
  { id, topic, at, endpoints, isMore }: Happening,
): Promise<string> {
  if (topic === 'audit-changed' && !may(access, 'audit.read')) return '';
  const isLimited = access.tagScope !== undefined && endpoints !== undefined;
  const shown = isLimited
    ? await store.inOrganisation(organisation, (transaction) => reachable(transaction, endpoints))
    : endpoints;
  if (isLimited && shown?.length === 0 && !isMore) return '';
  const data = { topic, at, ...(shown !== undefined && { endpoints: shown }), isMore };
  return `id: ${id}\nevent: ${topic}\ndata: ${JSON.stringify(data)}\n\n`;
}
