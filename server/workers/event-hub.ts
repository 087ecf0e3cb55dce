// Changes as they happen, for those who look: heard from the database, gathered to a few a second, kept for who comes back.
import { randomUUID } from 'node:crypto';
import { type EventTopic, eventTopics } from '@suture/protocol/api/events.ts';
import type { OrganisationId, Store, StoreOptions } from '../store/database.ts';
import { keepAudience } from '../store/event-audience.ts';
import { type Listening, listen } from '../store/listen.ts';

export interface Happening {
  /** Grows; of this server alone. */
  readonly id: string;
  readonly topic: EventTopic;
  /** RFC 3339. */
  readonly at: string;
  /** Endpoints it is about, a hundred at most; undefined where it is about none in particular. */
  readonly endpoints: readonly string[] | undefined;
  /** More than are named. */
  readonly isMore: boolean;
}

export interface Subscriber {
  readonly organisation: OrganisationId;
  /** Whose it is: each has a few at most. */
  readonly holder: string;
  /** Where it was cut off: the id of the last that was heard. */
  readonly after: string | undefined;
  readonly onHappening: (happening: Happening) => void;
  /** Some may have been missed: everything is to be looked at anew. */
  readonly onGap: () => void;
  /** The server ends. */
  readonly onEnd: () => void;
}

export interface EventHub {
  /** What it gives ends the subscription; undefined where there are too many. Changes committed after this are told. */
  subscribe(subscriber: Subscriber): Promise<(() => void) | undefined>;
  close(): Promise<void>;
}

export interface EventHubOptions {
  readonly store: Store;
  readonly connection: StoreOptions['connection'];
  readonly now: () => Date;
  /** Changes on one topic within this time are one event. Default: 500. */
  readonly gatherMs?: number;
  /** Of one holder. Default: 8. */
  readonly mostEach?: number;
  /** Of all. Default: 1,000. */
  readonly mostInAll?: number;
}

const AUDIENCE_SECONDS = 120;
const KEEP_MS = 40_000;
const REMEMBERED = 256;
const MOST_ENDPOINTS = 100;

interface Gathered {
  readonly endpoints: Set<string>;
  isMore: boolean;
  isNamed: boolean;
}

interface Room {
  readonly subscribers: Set<Subscriber>;
  readonly remembered: Happening[];
  readonly gathered: Map<EventTopic, Gathered>;
  timer: NodeJS.Timeout | undefined;
}

export function openEventHub(options: EventHubOptions): EventHub {
  const { store, connection, now, gatherMs = 500, mostEach = 8, mostInAll = 1_000 } = options;
  const epoch = randomUUID().slice(0, 8);
  const rooms = new Map<string, Room>();
  let listening: Listening | undefined;
  let begun: Promise<void> | undefined;
  let hasBegun = false;
  let isOver = false;
  let number = 0;

  const tell = (room: Room): void => {
    room.timer = undefined;
    for (const [topic, { endpoints, isMore, isNamed }] of room.gathered) {
      number += 1;
      const named = [...endpoints].slice(0, MOST_ENDPOINTS);
      const happening: Happening = {
        id: `${epoch}-${number}`,
        topic,
        at: now().toISOString(),
        endpoints: isNamed ? named : undefined,
        isMore: isMore || endpoints.size > named.length,
      };
      room.remembered.push(happening);
      if (room.remembered.length > REMEMBERED) room.remembered.shift();
      for (const { onHappening } of room.subscribers) onHappening(happening);
    }
    room.gathered.clear();
  };

  const hear = (payload: string): void => {
    const word = readWord(payload);
    const room = word && rooms.get(word.organisation);
    if (word === undefined || room === undefined) return;
    const gathered = room.gathered.get(word.topic) ?? { endpoints: new Set(), isMore: false, isNamed: false };
    room.gathered.set(word.topic, gathered);
    gathered.isNamed ||= word.endpoints !== undefined;
    gathered.isMore ||= word.count > (word.endpoints?.length ?? 0);
    for (const id of word.endpoints ?? []) if (gathered.endpoints.size <= MOST_ENDPOINTS) gathered.endpoints.add(id);
    room.timer ??= setTimeout(tell, gatherMs, room).unref();
  };

  const begin = (): Promise<void> => {
    begun ??= new Promise((resolve) => {
      listening = listen(connection, 'suture_event', {
        onWord: hear,
        onBegin: () => {
          resolve();
          const isFirst = !hasBegun;
          hasBegun = true;
          if (isFirst) return;
          for (const room of rooms.values()) {
            // What was said while nobody listened is lost, and with it what came before as a place to begin from.
            room.remembered.length = 0;
            for (const { onGap } of room.subscribers) onGap();
          }
        },
      });
    });
    return begun;
  };

  const keep = (organisation: OrganisationId): Promise<void> =>
    store.inOrganisation(organisation, (transaction) => keepAudience(transaction, AUDIENCE_SECONDS));
  const keeping = setInterval(() => {
    for (const [organisation, room] of rooms) {
      // A room that nobody came back to: what happens from now on is not heard, so what happened before is no place to begin.
      if (room.subscribers.size === 0) rooms.delete(organisation);
      else void keep(organisation as OrganisationId).catch(() => undefined);
    }
  }, KEEP_MS).unref();

  return {
    async subscribe(subscriber) {
      const { organisation, holder, after } = subscriber;
      const all = [...rooms.values()].flatMap(({ subscribers }) => [...subscribers]);
      if (isOver || all.length >= mostInAll || all.filter((each) => each.holder === holder).length >= mostEach)
        return undefined;
      const room = rooms.get(organisation) ?? {
        subscribers: new Set(),
        remembered: [],
        gathered: new Map(),
        timer: undefined,
      };
      rooms.set(organisation, room);
      room.subscribers.add(subscriber);
      try {
        await begin();
        await keep(organisation);
      } catch (error) {
        room.subscribers.delete(subscriber);
        throw error;
      }
      if (after !== undefined) {
        const place = room.remembered.findIndex(({ id }) => id === after);
        if (place === -1) subscriber.onGap();
        else for (const missed of room.remembered.slice(place + 1)) subscriber.onHappening(missed);
      }
      return () => void room.subscribers.delete(subscriber);
    },
    async close() {
      isOver = true;
      clearInterval(keeping);
      for (const room of rooms.values()) {
        clearTimeout(room.timer);
        for (const { onEnd } of room.subscribers) onEnd();
      }
      rooms.clear();
      await listening?.close();
    },
  };
}

interface Word {
  readonly topic: EventTopic;
  readonly organisation: string;
  readonly endpoints: readonly string[] | undefined;
  readonly count: number;
}

/** Written by our own triggers; anybody who may connect could write another. */
function readWord(payload: string): Word | undefined {
  try {
    const { topic, organisation, endpoints, count } = Object(JSON.parse(payload)) as Readonly<Record<string, unknown>>;
    const known = eventTopics.find((each) => each === topic);
    if (known === undefined || typeof organisation !== 'string') return undefined;
    const named = Array.isArray(endpoints) ? endpoints.filter((id): id is string => typeof id === 'string') : undefined;
    return { topic: known, organisation, endpoints: named, count: typeof count === 'number' ? count : 0 };
  } catch {
    return undefined;
  }
}
