// What the pages of the console ask of a server with a seeded fleet: whole HTTP requests, and how long each takes.
import { rmSync } from 'node:fs';
import { Agent, request as httpsRequest } from 'node:https';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import {
  removeFolder,
  startServerProcess,
  stateFolder,
  type ServerProcess,
} from '@suture/server/running-server.fixture.ts';
import { startEmbedded } from '@suture/server/postgres/embedded.ts';
import type { OrganisationId } from '@suture/server/store/database.ts';
import { dressFleet } from '@suture/server/store/dressed-fleet.fixture.ts';
import { seedFleet } from '@suture/server/store/fleet.fixture.ts';
import { percentile, runOnce } from './measure.ts';
import type { Row, Section } from './report.ts';
import { makeTracker, type Tracker } from './tracker.ts';
import type { Workshop } from './workshop.ts';

/** Milliseconds for the 95th percentile, by the number of endpoints. */
const targets: ReadonlyMap<number, number> = new Map([
  [10_000, 80],
  [100_000, 150],
]);
const usualSizes = [...targets.keys()];
const mostKilobytes = 100;
const distinctSets = 200;
const packagesEach = 600;
/** In a path: another whole number each time something changed. */
const ANOTHER = '{n}';
const routes: readonly (readonly [string, string])[] = [
  ['overview', '/overview'],
  ['endpoints', '/endpoints?limit=50'],
  ['endpoints with a tag', '/endpoints?limit=50&q=tag:web'],
  ['findings', '/findings?limit=50'],
  ['findings with a fix', '/findings?limit=50&q=fix:available'],
  ['vulnerabilities', '/vulnerabilities?limit=50'],
  ['vulnerabilities that are overdue', '/vulnerabilities?limit=50&q=overdue:yes'],
  ['patches', '/patches?limit=50'],
  ['packages', '/packages?limit=50'],
  ['updates', '/updates?limit=50'],
  ['lifecycle', '/lifecycle?limit=50'],
  ['deployments', '/deployments?limit=50'],
  ['findings of a tag', '/findings?limit=50&q=tag:web'],
  ['patches of a tag', '/patches?limit=50&q=tag:web'],
  ['software out of support', '/lifecycle/software?limit=50'],
  ['hardware', '/hardware?limit=50'],
  ['catalog', '/catalog?limit=50'],
  ['catalog, unmanaged', '/catalog/unmanaged?limit=50'],
  ['the last days', '/overview/days'],
  // Kept for ten minutes whatever changes, so each is of other days.
  ['time to fix', `/overview/time-to-fix?by=severity&days=${ANOTHER}`],
  ['a verdict', '/vulnerabilities/CVE-2021-10003'],
  ['the endpoints exposed to it', '/vulnerabilities/CVE-2021-10003/endpoints?verdict=exposed&limit=50'],
];

interface Asked {
  readonly ms: number;
  readonly bytes: number;
}

interface Times {
  readonly name: string;
  /** Nobody had asked it of this server. */
  readonly first: number;
  /** Each after an endpoint had come to have another inventory. */
  readonly changed: readonly number[];
  /** Each after an endpoint had brought an inventory that nobody had, with packages that nobody had, and they were judged. */
  readonly renewed: readonly number[];
  /** Each after an endpoint had got other tags. */
  readonly tagged: readonly number[];
  /** Nothing had changed since it was asked last. */
  readonly same: readonly number[];
  readonly kilobytes: number;
}

/** `sizes`: how many endpoints, each fleet on a server of its own; none for the usual ones. */
export async function api(workshop: Workshop, rounds: number, sizes: readonly number[]): Promise<Section> {
  const feeds = join(workshop.directory, 'api-feeds');
  workshop.writeTracker(feeds, trackerOfFleet());
  const rows: Row[] = [];
  for (const endpoints of sizes.length > 0 ? sizes : usualSizes) {
    process.stderr.write(`A seeded fleet of ${endpoints} endpoints …\n`);
    for (const times of await measure(workshop, feeds, { endpoints, rounds })) rows.push(...rowsOf(times, endpoints));
  }
  return {
    title: `The console's requests: ${packagesEach} packages each, ${distinctSets} distinct inventories`,
    rows,
    remarks: [
      `Whole requests over TLS on a kept connection, one at a time; server, its PostgreSQL and the asker share ${cpus().length} processors.`,
      'The 95th percentile, with the median and the largest. "After": an endpoint got other tags, came to have the inventory of another, or one',
      'that nobody had, with five packages that were new and had just been judged, before each request.',
    ],
  };
}

/** What is known of the packages that `seedFleet` makes. */
const trackerOfFleet = (): Tracker =>
  Object.fromEntries(
    Object.entries(makeTracker(packagesEach)).map(([name, known]) => [name.replace('bench-source', 'package'), known]),
  );

async function measure(
  workshop: Workshop,
  feeds: string,
  { endpoints, rounds }: { readonly endpoints: number; readonly rounds: number },
): Promise<readonly Times[]> {
  const advisories = join(workshop.directory, `api-${endpoints}.db`);
  runOnce(workshop.update('advisories', advisories, feeds), workshop.directory);
  const state = stateFolder();
  const server = await startServerProcess(state, [
    '--advisories',
    advisories,
    '--from',
    feeds,
    '--feeds-after',
    '86400',
  ]);
  const database = await startEmbedded({ directory: join(state, 'postgres') });
  if (database.kind === 'refused') throw new Error(database.reason);
  const client = new pg.Client({ ...database.superuser, database: database.connection.database });
  await client.connect();
  try {
    await seed(client, { ...database.superuser, database: database.connection.database }, endpoints);
    while ((await due(server)) > 0) await delay(200);
    const bringNew = async (): Promise<void> => {
      await reportNew(client);
      while ((await due(server)) > 0) await delay(50);
    };
    return await timesOf(server, rounds, { reportOther: () => reportOther(client), bringNew });
  } finally {
    await client.end();
    await database.stop();
    await server.end('SIGTERM');
    removeFolder(state);
    rmSync(advisories, { force: true });
  }
}

/** Into the server's own database. */
async function seed(client: pg.Client, superuser: pg.ClientConfig, endpoints: number): Promise<void> {
  const { rows } = await client.query<{ organisation: OrganisationId }>('select organisation from organisation');
  const [organisation] = rows.map((row) => row.organisation);
  if (organisation === undefined) throw new Error('the server has no organisation');
  await seedFleet({ superuser }, { endpoints, sets: distinctSets, packages: packagesEach, organisation });
  await client.query('update endpoint_seen set seen_at = now()');
  await dressFleet(client, organisation);
  // What each had in the weeks before, for how long fixes wait.
  await client.query(
    `insert into section_history (organisation, endpoint, adapter, kind, status, package_set, since, until)
     select s.organisation, s.endpoint, s.adapter, s.kind, s.status, (select min(id) from package_set where kind = 'installed') + (s.package_set * n) % ${distinctSets},
       now() - n * interval '9 days', now() - (n - 1) * interval '9 days'
     from section s cross join generate_series(1, 5) n where s.kind = 'installed'`,
  );
  while ((await client.query('select from class_due limit 1')).rowCount !== 0) await delay(200);
  await client.query('vacuum analyze');
}

/** One endpoint has what another one has, from now on. */
async function reportOther(client: pg.Client): Promise<void> {
  await client.query(
    `update section s set package_set = other.package_set
     from (select package_set from section where kind = 'installed' order by random() limit 1) other
     where s.kind = 'installed' and s.package_set <> other.package_set
       and s.endpoint = (select endpoint from section where kind = 'installed' order by random() limit 1)`,
  );
}

/** One endpoint has what it had, but for five packages in versions that are new. */
async function reportNew(client: pg.Client): Promise<void> {
  await client.query(
    `with chosen as (
       select endpoint, package_set from section where kind = 'installed' order by random() limit 1
     ), newer as (
       insert into package (organisation, digest, purl, ecosystem, name, version, arch, source_name, source_version, subject)
       select organisation, sha256(gen_random_uuid()::text::bytea), purl, ecosystem, name, version || '+' || gen_random_uuid(), arch,
         source_name, source_version, subject
       from package where id in (
         select package from package_set_member join chosen using (package_set) order by random() limit 5)
       returning organisation, id, name
     ), made as (
       insert into package_set (organisation, kind, digest, items, ecosystems, content)
       select organisation, kind, sha256(gen_random_uuid()::text::bytea), items, ecosystems, content
       from package_set where id = (select package_set from chosen) returning id
     ), filled as (
       insert into package_set_member (organisation, package_set, package)
       select organisation, made.id, newer.id from newer, made
       union all
       select p.organisation, made.id, p.id from made, chosen join package_set_member m using (package_set)
       join package p on p.id = m.package where p.name not in (select name from newer)
     )
     update section s set package_set = made.id from made, chosen
     where s.endpoint = chosen.endpoint and s.kind = 'installed'`,
  );
}

async function due({ ask }: ServerProcess): Promise<number> {
  const { body } = await ask('GET', '/metrics');
  return Number(/^suture_packages_due (\d+)$/m.exec(String(body))?.[1]);
}

async function timesOf(
  { access: { url, authority, token } }: ServerProcess,
  rounds: number,
  { reportOther: reportAnother, bringNew }: Readonly<Record<'reportOther' | 'bringNew', () => Promise<void>>>,
): Promise<readonly Times[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const once = (path: string, body?: object): Promise<Asked & { readonly text: string; readonly waits: number }> => {
    const { promise, resolve, reject } = Promise.withResolvers<Awaited<ReturnType<typeof once>>>();
    const begun = performance.now();
    const headers = {
      authorization: `Bearer ${token}`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
    };
    const method = body === undefined ? 'GET' : 'POST';
    const sent = httpsRequest(new URL(`/api/v1${path}`, url), { ca: authority, agent, method, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const text = Buffer.concat(chunks);
        const waits = response.statusCode === 429 ? Number(response.headers['retry-after'] ?? 1) : 0;
        if ((response.statusCode ?? 500) >= 300 && waits === 0)
          reject(new Error(`${path}: ${response.statusCode} ${text.toString()}`));
        else resolve({ ms: performance.now() - begun, bytes: text.length, text: text.toString(), waits });
      });
    });
    sent.on('error', reject);
    sent.end(body === undefined ? '' : JSON.stringify(body));
    return promise;
  };
  /** Again after a while where more was asked in a minute than a server answers. */
  const ask = async (path: string, body?: object): Promise<Asked & { readonly text: string }> => {
    for (;;) {
      const answer = await once(path, body);
      if (answer.waits === 0) return answer;
      await delay(answer.waits * 1_000);
    }
  };
  try {
    const one = JSON.parse((await ask('/endpoints?limit=1')).text) as {
      readonly items: readonly { readonly id: string }[];
    };
    const changes = `/endpoints/${one.items[0]?.id}/tags`;
    const all: Times[] = [];
    let asked = 0;
    for (const [name, written] of routes) {
      const another = (): string => written.replace(ANOTHER, String(100 + (asked++ % 300)));
      let path = another();
      const { bytes, ms: first } = await ask(path);
      const [changed, renewed, tagged, same]: [number[], number[], number[], number[]] = [[], [], [], []];
      for (let round = 0; round < rounds; round += 1) {
        await reportAnother();
        path = another();
        changed.push((await ask(path)).ms);
        await bringNew();
        path = another();
        renewed.push((await ask(path)).ms);
        await ask(changes, round % 2 === 0 ? { add: ['changed'], remove: [] } : { add: [], remove: ['changed'] });
        path = another();
        tagged.push((await ask(path)).ms);
        for (let again = 0; again < 5; again += 1) same.push((await ask(path)).ms);
      }
      all.push({ name, first, changed, renewed, tagged, same, kilobytes: bytes / 1_000 });
      process.stderr.write(
        `${name}: ${[changed, renewed, tagged, same].map((times) => percentile(times, 0.5).toFixed(1)).join(' / ')} ms\n`,
      );
    }
    return all;
  } finally {
    agent.destroy();
  }
}

function rowsOf({ name, first, changed, renewed, tagged, same, kilobytes }: Times, endpoints: number): readonly Row[] {
  const below = targets.get(endpoints);
  const row = (what: string, times: readonly number[]): Row => {
    const p95 = percentile(times, 0.95);
    return {
      what: `${what}, ${endpoints.toLocaleString('en')} endpoints`,
      value: `${p95.toFixed(0)} ms`,
      spread: `${percentile(times, 0.5).toFixed(0)}, ${Math.max(...times).toFixed(0)} ms`,
      target: below === undefined ? '' : `under ${below} ms`,
      met: below === undefined ? undefined : p95 < below,
    };
  };
  const size: Row = {
    what: `${name}: its answer`,
    value: `${kilobytes.toFixed(0)} kB`,
    spread: '',
    target: `under ${mostKilobytes} kB`,
    met: kilobytes < mostKilobytes,
  };
  return [
    { what: `${name}, the first time`, value: `${first.toFixed(0)} ms`, spread: 'once', target: '', met: undefined },
    row(name, same),
    row(`${name}, after other tags`, tagged),
    row(`${name}, after another inventory`, changed),
    row(`${name}, after a new inventory`, renewed),
    ...(kilobytes < mostKilobytes / 2 ? [] : [size]),
  ];
}
