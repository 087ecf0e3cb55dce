// Two servers on Debian's own PostgreSQL, with endpoints spread over both: they bring the schema up to date at once, share all work, and any of the three may be killed.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, describe, expect, test } from 'vitest';
import { makeSample } from '@suture/feeds/sample/make.ts';
import { expectKept } from './acknowledged.fixture.ts';
import { startDebianPostgres, whyNoDebianPostgres } from './debian-postgres.fixture.ts';
import { liveOn, someSets, throwsOf } from './endpoint-life.fixture.ts';
import { migrations } from './migrations/list.ts';
import { migrate } from './migrations/runner.ts';
import {
  freePort,
  removeFolder,
  startServerProcess,
  stateFolder,
  until,
  type ServerProcess,
} from './running-server.fixture.ts';
import { simulatedEndpoint } from './simulated-endpoints.fixture.ts';

const endpointCount = 24;
const killingMs = 20_000;
const seed = Number(process.env['SUTURE_TEST_SEED'] ?? Date.now() % 1_000_000);
const why = whyNoDebianPostgres;
const sample = mkdtempSync(join(tmpdir(), 'suture-sample-'));
const states = [stateFolder(), stateFolder()] as const;
const atEnd: (() => unknown)[] = [];
afterAll(async () => {
  for (const end of atEnd.toReversed()) await end();
  for (const folder of [sample, ...states]) removeFolder(folder);
}, 60_000);

/** Of what one server logged under this message, one field. */
const logged = (server: ServerProcess, message: string, field: string): readonly unknown[] =>
  server.log().flatMap((line) => (line['msg'] === message ? [line[field]] : []));

describe.skipIf(why !== undefined)(
  `two servers on Debian's PostgreSQL${why === undefined ? '' : ` (skipped: ${why})`}`,
  () => {
    test(`share the work, and lose nothing when any is killed (SUTURE_TEST_SEED=${seed})`, async () => {
      makeSample(sample);
      const postgres = await startDebianPostgres();
      atEnd.push(() => postgres.stop());
      // As an earlier Suture left it.
      const before = migrations.slice(0, 2);
      await migrate({ connectionString: postgres.url }, before);
      const ports = [await freePort(), await freePort()] as const;
      const started = (index: 0 | 1): Promise<ServerProcess> =>
        startServerProcess(states[index], ['--from', sample, '--agents-port', String(ports[index])], {
          DATABASE_URL: postgres.url,
        });
      const servers = await Promise.all([started(0), started(1)]);
      atEnd.push(() => Promise.all(servers.map((server) => server.end('SIGKILL'))));
      const applied = servers.flatMap((server) =>
        logged(server, 'schema brought up to date', 'applied').flat().map(String),
      );
      expect(applied.toSorted()).toEqual(migrations.slice(before.length).map(({ id }) => id));
      const root = servers[0].access.authority;
      expect(servers[1].access.authority).toBe(root);

      const random = throwsOf(seed);
      const { body } = await servers[0].ask('POST', '/api/v1/enrolment-tokens', { autoApprove: true, uses: 100 });
      const endpoints = Array.from({ length: endpointCount }, (_, index) => {
        const own = throwsOf(seed - index - 1);
        return simulatedEndpoint(`spread-${index}`, () => ({ port: own() < 0.5 ? ports[0] : ports[1], root }));
      });
      let isOver = false;
      const live = (): Promise<string[]>[] =>
        endpoints.map(async (endpoint, index) => [
          ...(await liveOn(endpoint, {
            token: body.token,
            sets: someSets,
            random: throwsOf(seed + index + 1),
            isOver: () => isOver,
          })),
        ]);
      const client = new pg.Client(postgres.superuser);
      client.on('error', () => undefined);
      await client.connect();
      const number = async (query: string): Promise<number> =>
        Number((await client.query<{ n: string }>(`select count(*) as n from ${query}`)).rows[0]?.n);

      // At first nobody is killed, so that the work each did can be counted.
      const peace = live();
      await until(
        () => endpoints.every(({ record }) => record.acknowledged.length >= 2) || undefined,
        'all were heard',
      );
      isOver = true;
      const refusals = (await Promise.all(peace)).flat();
      await until(async () => (await number('package where due')) === 0 || undefined, 'all is judged');
      const judged = (): number =>
        servers
          .flatMap((server) => logged(server, 'packages judged', 'judged'))
          .reduce((sum: number, n) => sum + Number(n), 0);
      const packages = await number('package');
      await until(() => judged() >= packages || undefined, 'both said what they judged');
      expect(judged()).toBe(packages);
      // Both took part in answering; which of them judges is left to chance.
      for (const { record } of endpoints) expect(record.id).toBeDefined();
      expect(await number('endpoint')).toBe(endpointCount);
      await expectKept(client, endpoints);
      await client.end();

      isOver = false;
      const war = live();
      const victims: Record<string, number> = {};
      const giveUpAt = Date.now() + killingMs;
      for (let round = 0; round < 3 || Date.now() < giveUpAt; round += 1) {
        await delay(200 + random() * 800);
        const dice = round < 3 ? round : Math.floor(random() * 3);
        if (dice === 2) await postgres.kill();
        else {
          const index = dice === 0 ? 0 : 1;
          expect(await servers[index].end('SIGKILL')).toBe(null);
          servers[index] = await started(index);
        }
        const victim = ['first', 'second', 'PostgreSQL'][dice] ?? '';
        victims[victim] = (victims[victim] ?? 0) + 1;
      }
      isOver = true;
      refusals.push(...(await Promise.all(war)).flat());
      const told = endpoints.reduce((sum, { record }) => sum + record.acknowledged.length, 0);
      process.stdout.write(`killed: ${JSON.stringify(victims)}; ${told} states acknowledged by two servers\n`);
      const expected = ['sequence-not-higher', 'unavailable', 'server-error'];
      expect([...new Set(refusals)].filter((type) => !expected.includes(type))).toEqual([]);
      const after = new pg.Client(postgres.superuser);
      await after.connect();
      atEnd.push(() => after.end());
      await expectKept(after, endpoints);
      const left = await after.query<{ uses: number }>('select uses_left as uses from enrolment_token');
      expect(left.rows).toEqual([{ uses: 100 - endpointCount }]);

      // Each can go on alone, and both tell the same.
      const due = async (): Promise<number> => Number((await after.query('select from package where due')).rowCount);
      await until(async () => (await due()) === 0 || undefined, 'all is judged');
      const verdicts = await Promise.all(
        servers.map(async ({ ask }) => (await ask('GET', '/api/v1/vulnerabilities/CVE-2099-1001')).body),
      );
      const now = await after.query<{ n: number }>(
        `select count(distinct endpoint)::int as n from section s join package_set_member m using (organisation, package_set)
       join package p on p.id = m.package where p.purl = 'pkg:deb/debian/examplelib@1.2.3-4'`,
      );
      expect(verdicts.map(({ exposed }) => exposed)).toEqual([now.rows[0]?.n, now.rows[0]?.n]);
      for (const { ask } of servers) {
        expect((await ask('GET', '/api/v1/audit/verification')).body).toMatchObject({ ok: true });
      }
      expect(await Promise.all(servers.map((server) => server.end('SIGTERM')))).toEqual([0, 0]);
    }, 480_000);
  },
);
