// What the server counts and measures of itself, as Prometheus reads it.
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { FeedState } from '@suture/feeds/database/database.ts';
import type { PoolState } from '../store/database.ts';

export interface Answered {
  readonly door: 'agents' | 'api';
  readonly method: string;
  /** As the router knows it, without what the caller filled in. */
  readonly route: string;
  readonly status: number;
  readonly seconds: number;
}

/** Asked at each scrape. */
export interface Measured {
  readonly pool: () => PoolState;
  readonly feeds: () => readonly FeedState[];
  /** Packages that wait to be judged. */
  readonly due: () => Promise<number>;
  readonly now: () => number;
}

export interface Metrics {
  readonly answered: (answered: Answered) => void;
  readonly judged: (packages: number) => void;
  readonly contentType: string;
  text(): Promise<string>;
}

export function openMetrics({ pool, feeds, due, now }: Measured): Metrics {
  const registry = new Registry();
  const registers = [registry];
  // With them the event loop's delay, memory and processor time.
  collectDefaultMetrics({ register: registry });
  const labelNames = ['door', 'method', 'route', 'status'] as const;
  const requests = new Counter({ name: 'suture_requests_total', help: 'Requests answered', labelNames, registers });
  const seconds = new Histogram({
    name: 'suture_request_seconds',
    help: 'From the first byte of a request to the last of its answer',
    labelNames: ['door', 'route'],
    buckets: [0.005, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 5],
    registers,
  });
  const checkIns = new Counter({
    name: 'suture_check_ins_total',
    help: 'Check-ins of endpoints, by whether they were taken',
    labelNames: ['outcome'],
    registers,
  });
  const judged = new Counter({ name: 'suture_packages_judged_total', help: 'Package versions judged', registers });
  const gauge = (name: string, help: string, read: () => number | Promise<number>): void => {
    const made = new Gauge({
      name,
      help,
      registers,
      async collect() {
        made.set(await read());
      },
    });
  };
  gauge('suture_packages_due', 'Package versions that wait to be judged; NaN where the database is away', () =>
    due().catch(() => Number.NaN),
  );
  gauge('suture_database_connections', 'Connections to the database', () => pool().total);
  gauge('suture_database_connections_idle', 'Of those, unused ones', () => pool().idle);
  gauge('suture_database_waiting', 'Requests that wait for a connection', () => pool().waiting);
  const age = new Gauge({
    name: 'suture_feed_age_seconds',
    help: 'Since the data in use of each feed were fetched',
    labelNames: ['feed'],
    registers,
    collect() {
      age.reset();
      for (const { name, fetchedAt } of feeds()) {
        const fetched = Date.parse(fetchedAt);
        if (!Number.isNaN(fetched)) age.set({ feed: name }, Math.max(0, (now() - fetched) / 1_000));
      }
    },
  });
  const dataAge = new Gauge({
    name: 'suture_feed_data_age_seconds',
    help: 'Since the newest statement of each feed that has a date, however lately it was fetched',
    labelNames: ['feed'],
    registers,
    collect() {
      dataAge.reset();
      for (const { name, upstreamDate } of feeds()) {
        const dated = Date.parse(upstreamDate ?? '');
        if (!Number.isNaN(dated)) dataAge.set({ feed: name }, Math.max(0, (now() - dated) / 1_000));
      }
    },
  });
  return {
    answered({ door, method, route, status, seconds: taken }) {
      requests.inc({ door, method, route, status: String(status) });
      seconds.observe({ door, route }, taken);
      if (route.endsWith('/check-in')) checkIns.inc({ outcome: status < 300 ? 'taken' : 'refused' });
    },
    judged: (packages) => judged.inc(packages),
    contentType: registry.contentType,
    text: () => registry.metrics(),
  };
}
