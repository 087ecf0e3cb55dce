// The server under the load of a fleet, over TLS on one machine with what makes the load: first inventories, check-ins, a verdict, a new advisory.
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { pkg, setOf, type SetForTests } from '@suture/server/agent-door.fixture.ts';
import {
  freePort,
  removeFolder,
  startServerProcess,
  stateFolder,
  type ServerProcess,
} from '@suture/server/running-server.fixture.ts';
import { simulatedEndpoint, type SimulatedEndpoint } from '@suture/server/simulated-endpoints.fixture.ts';
import { checkInAgain, type Load } from './fleet-check-ins.ts';
import { percentile, runOnce } from './measure.ts';
import type { Row, Section } from './report.ts';
import { makeTracker, type Tracker } from './tracker.ts';
import type { Workshop } from './workshop.ts';

/** What the targets are for. */
const judgedSize = 10_000;
const usualSizes = [1_000, 3_000, 10_000];
const distinctSets = 200;
const packagesEach = 600;
/** Endpoints that enrol, or bring their first inventory, at the same time. */
const atOnce = 48;
/** Endpoints that join with the same one wait for each other for a moment. */
const joinTokens = 8;
const connections = 100;
const checkInsMs = 8_000;
const verdicts = 100;

interface Figures {
  readonly endpoints: number;
  readonly enrolSeconds: number;
  readonly ingestSeconds: number;
  readonly judgedSeconds: number;
  readonly distinctPackages: number;
  readonly kept: Load;
  readonly anew: Load;
  readonly verdictMs: readonly number[];
  readonly rematchMs: number;
  /** What the server's process had resident: at most until all had joined, until all was judged, and after the check-ins; undefined where the system does not tell. */
  readonly megabytes: Megabytes | undefined;
}

/** `sizes`: how many endpoints, 100 at least, each fleet on a server of its own; none for the usual ones. */
export async function fleet(workshop: Workshop, _rounds: number, sizes: readonly number[]): Promise<Section> {
  // Made up, so that it is the same wherever it is measured.
  const tracker = makeTracker(packagesEach);
  const [now, next] = [join(workshop.directory, 'fleet-now'), join(workshop.directory, 'fleet-next')];
  workshop.writeTracker(now, tracker);
  workshop.writeTracker(next, withOneMore(tracker));
  const sets = Array.from({ length: distinctSets }, (_, set) => inventoryOf(set));
  const all: Figures[] = [];
  for (const endpoints of sizes.length > 0 ? sizes : usualSizes) {
    process.stderr.write(`A fleet of ${endpoints} endpoints …\n`);
    all.push(await measure(workshop, { now, next, sets, endpoints }));
  }
  return section(all);
}

interface Stage {
  /** Feeds, before and after the new advisory. */
  readonly now: string;
  readonly next: string;
  readonly sets: readonly SetForTests[];
  readonly endpoints: number;
}

async function measure(workshop: Workshop, { now, next, sets, endpoints: count }: Stage): Promise<Figures> {
  const advisories = join(workshop.directory, `fleet-${count}.db`);
  runOnce(workshop.update('advisories', advisories, now), workshop.directory);
  const state = stateFolder();
  const port = await freePort();
  const args = ['--advisories', advisories, '--from', now, '--feeds-after', '86400', '--agents-port', String(port)];
  const server = await startServerProcess(state, args);
  try {
    const tokens = await Promise.all(Array.from({ length: joinTokens }, () => joinToken(server, count)));
    const door = { port, root: server.access.authority };
    const endpoints = Array.from({ length: count }, (_, index) => simulatedEndpoint(`host-${index}`, () => door));
    const enrolSeconds = await timed(() =>
      each(endpoints, async (endpoint, index) => {
        must(await endpoint.enrol(tokens[index % joinTokens] ?? ''));
        endpoint.rest();
      }),
    );
    const joined = residentOf(server);
    let ingestSeconds = 0;
    const judgedSeconds = await timed(async () => {
      ingestSeconds = await timed(() =>
        each(endpoints, async (endpoint, index) => {
          must(await endpoint.report({ version: 1, set: setFor(sets, index) }));
          endpoint.rest();
        }),
      );
      while ((await metric(server, 'suture_packages_due')) > 0) await delay(100);
    });
    const judged = residentOf(server);
    const calling = shuffledSome(endpoints, connections).map(({ endpoint, index }) => ({
      endpoint,
      state: { version: 1, set: setFor(sets, index) },
    }));
    const kept = await checkInAgain(door, calling, checkInsMs, { anew: false });
    const checkedIn = residentOf(server);
    const anew = await checkInAgain(door, calling, checkInsMs, { anew: true });
    const verdictMs = await verdictTimes(server, named());
    const rematchMs = await rematched(workshop, { server, advisories, next, count });
    const distinctPackages = new Set(sets.flatMap(({ text }) => text.trimEnd().split('\n').slice(1))).size;
    return {
      endpoints: count,
      enrolSeconds,
      ingestSeconds,
      judgedSeconds,
      distinctPackages,
      kept,
      anew,
      verdictMs,
      rematchMs,
      megabytes: joined &&
        judged &&
        checkedIn && { joined: joined.most, judged: judged.most, checkedIn: checkedIn.now },
    };
  } finally {
    await server.end('SIGTERM');
    removeFolder(state);
    rmSync(advisories, { force: true });
  }
}

async function joinToken({ ask }: ServerProcess, endpoints: number): Promise<string> {
  const { body } = await ask('POST', '/api/v1/enrolment-tokens', { autoApprove: true, uses: endpoints });
  return String(body.token);
}

/** Two packages in five come in many versions, as on a fleet that is patched in turns; the rest in one. */
const versionsOf = (name: number): number => (name % 5 < 2 ? 4 + (name % 17) : 1);
const inventoryOf = (set: number): SetForTests =>
  setOf(
    ...Array.from({ length: packagesEach }, (_, name) => {
      const versions = versionsOf(name);
      const version = versions === 1 ? 9 : ((set * 2_654_435_761 + name * 40_503) % 9_973) % versions;
      return pkg(`bench-source-${name}`, `1.${version}-1`);
    }),
  );

const newest = 'CVE-2026-99999';
/** In many versions, and installed on all. */
const withOneMore = (tracker: Tracker): Tracker => ({
  ...tracker,
  'bench-source-6': {
    ...tracker['bench-source-6'],
    [newest]: { releases: { bookworm: { status: 'open', urgency: 'not yet assigned' } } },
  },
});

/** Vulnerabilities with a fix in some version, and without any. */
const named = (): readonly string[] => {
  const names = Object.values(makeTracker(packagesEach)).flatMap((vulnerabilities) => Object.keys(vulnerabilities));
  return Array.from({ length: verdicts }, (_, index) => names[(index * 61) % names.length] ?? newest);
};

async function verdictTimes({ ask }: ServerProcess, names: readonly string[]): Promise<readonly number[]> {
  const times: number[] = [];
  for (const name of names) {
    const begun = performance.now();
    const { status } = await ask('GET', `/api/v1/vulnerabilities/${name}`);
    times.push(performance.now() - begun);
    if (status !== 200) throw new Error(`no verdict on ${name}: ${status}`);
  }
  return times;
}

interface Rematch {
  readonly server: ServerProcess;
  readonly advisories: string;
  readonly next: string;
  readonly count: number;
}

/** From the moment that the new database is in its place to the verdict that names every endpoint. */
async function rematched(workshop: Workshop, { server, advisories, next, count }: Rematch): Promise<number> {
  runOnce(workshop.update('new advisory', advisories, next), workshop.directory);
  const begun = performance.now();
  for (;;) {
    const { body } = await server.ask('GET', `/api/v1/vulnerabilities/${newest}`);
    if (body.exposed === count) return performance.now() - begun;
    if (performance.now() - begun > 60_000) throw new Error(`the new advisory is not seen: ${JSON.stringify(body)}`);
    await delay(20);
  }
}

interface Megabytes {
  readonly joined: number;
  readonly judged: number;
  readonly checkedIn: number;
}

function residentOf({ child }: ServerProcess): { readonly most: number; readonly now: number } | undefined {
  const status = `/proc/${child.pid}/status`;
  if (!existsSync(status)) return undefined;
  const text = readFileSync(status, 'utf8');
  const of = (field: string): number => Number(new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(text)?.[1]) / 1024;
  return { most: of('VmHWM'), now: of('VmRSS') };
}

async function metric({ ask }: ServerProcess, name: string): Promise<number> {
  const { body } = await ask('GET', '/metrics');
  return Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(String(body))?.[1]);
}

async function each(
  endpoints: readonly SimulatedEndpoint[],
  work: (endpoint: SimulatedEndpoint, index: number) => Promise<void>,
): Promise<void> {
  const left = endpoints.entries();
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (const [index, endpoint] of left) await work(endpoint, index);
    }),
  );
}

async function timed(work: () => Promise<void>): Promise<number> {
  const begun = performance.now();
  await work();
  return (performance.now() - begun) / 1_000;
}

function setFor(sets: readonly SetForTests[], index: number): SetForTests {
  const set = sets[index % sets.length];
  if (set === undefined) throw new RangeError('there are no sets');
  return set;
}

function must(outcome: Awaited<ReturnType<SimulatedEndpoint['report']>>): void {
  if (outcome.kind !== 'acknowledged') throw new Error(`an endpoint was not served: ${JSON.stringify(outcome)}`);
}

/** Spread over all of them. */
const shuffledSome = (endpoints: readonly SimulatedEndpoint[], count: number) =>
  endpoints
    .map((endpoint, index) => ({ endpoint, index }))
    .filter(({ index }) => index % Math.floor(endpoints.length / count) === 0)
    .slice(0, count);

function section(all: readonly Figures[]): Section {
  const largest = all.at(-1);
  const rows: Row[] = [];
  const add = (
    what: string,
    of: (figures: Figures) => number,
    write: (value: number) => string,
    limit?: { readonly target: string; readonly isMet: (value: number) => boolean },
  ): void => {
    const [first] = all;
    for (const figures of all) {
      const value = of(figures);
      const growth = first === undefined || figures === first ? '' : `${(value / of(first)).toFixed(2)}×`;
      const isJudged = limit !== undefined && figures.endpoints === judgedSize;
      rows.push({
        what: `${what}, ${figures.endpoints.toLocaleString('en')} endpoints`,
        value: write(value),
        spread: growth,
        target: isJudged ? limit.target : '',
        met: isJudged ? limit.isMet(value) : undefined,
      });
    }
  };
  const ms = (value: number): string => `${value.toFixed(value < 20 ? 1 : 0)} ms`;
  const seconds = (value: number): string => `${value.toFixed(1)} s`;
  const perSecond = (value: number): string => `${Math.round(value).toLocaleString('en')}/s`;
  const below = (most: number, unit: string) => ({
    target: `under ${most} ${unit}`,
    isMet: (value: number) => value < most,
  });
  add('unchanged check-ins over kept connections', ({ kept }) => kept.perSecond, perSecond, {
    target: '1,500/s or more',
    isMet: (value) => value >= 1_500,
  });
  add('their 99th percentile', ({ kept }) => kept.p99Ms, ms, below(200, 'ms'));
  add('unchanged check-ins, each over a resumed connection', ({ anew }) => anew.perSecond, perSecond);
  add('their 99th percentile', ({ anew }) => anew.p99Ms, ms);
  add(`enrolments, with ${joinTokens} tokens`, ({ endpoints, enrolSeconds }) => endpoints / enrolSeconds, perSecond);
  add('first inventories acknowledged', ({ ingestSeconds }) => ingestSeconds, seconds);
  add('first inventories acknowledged and judged', ({ judgedSeconds }) => judgedSeconds, seconds, below(60, 's'));
  add(
    'verdict on a vulnerability, 95th percentile',
    ({ verdictMs }) => percentile(verdictMs, 0.95),
    ms,
    below(80, 'ms'),
  );
  add('one new advisory, until the verdict says so', ({ rematchMs }) => rematchMs, ms, below(2_000, 'ms'));
  if (largest?.megabytes !== undefined) {
    const stages = [
      ['the server’s resident memory at most, until all had joined', 'joined'],
      ['at most, until all was judged', 'judged'],
      ['after check-ins over kept connections', 'checkedIn'],
    ] as const;
    for (const [what, stage] of stages) {
      add(
        what,
        ({ megabytes }) => megabytes?.[stage] ?? Number.NaN,
        (value) => `${value.toFixed(0)} MB`,
      );
    }
  }
  return {
    title: `The server under a fleet: ${packagesEach} packages each, ${distinctSets} distinct inventories, ${largest?.distinctPackages ?? 0} distinct packages`,
    rows,
    remarks: [
      `Server, its PostgreSQL and the load generator share ${cpus().length} processors; ${connections} connections call as fast as they are answered.`,
      'Each endpoint has its own key and certificate. Inventories come over a full TLS handshake each, with the check-in before and after.',
      `In place of a spread: how many times the figure at ${all[0]?.endpoints.toLocaleString('en') ?? 0} endpoints.`,
      'The new advisory is on a package in ten versions that every endpoint has; up to a second of its time is until the file is noticed.',
    ],
  };
}
