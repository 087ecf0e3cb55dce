// Eight real hosts in two rings: a good update goes through both, a bad one ends in the first; and what becomes of a server's fall.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { advisoriesFolder } from './advisories.ts';
import { startFleet, until, type DeployedHost, type Fleet, type Json } from './deployed-fleet.ts';
import { whyNoLab } from './debian-base.ts';

const why = await whyNoLab();
const names = Array.from({ length: 8 }, (_, index) => `ring-${index + 1}`);
const service = 'exec sleep infinity';
const cve = 'CVE-2099-7001';
const feeds = mkdtempSync(join(tmpdir(), 'suture-feeds-'));
const ran = 'echo "$DPKG_MAINTSCRIPT_PACKAGE" >> /var/lab-runs';
const before = [
  { name: 'lab-good', version: '1.0', service },
  { name: 'lab-dies', version: '1.0', service },
  ...['lab-long', 'lab-stopped', 'lab-lost', 'lab-later', 'lab-bad'].map((name) => ({ name, version: '1.0' })),
];
const after = [
  { name: 'lab-good', version: '2.0', service },
  { name: 'lab-dies', version: '2.0', service: 'sleep 25; exit 3' },
  { name: 'lab-long', version: '2.0', afterwards: `${ran}; sleep 4` },
  { name: 'lab-stopped', version: '2.0', afterwards: `${ran}; sleep 4` },
  { name: 'lab-lost', version: '2.0', afterwards: ran },
  { name: 'lab-later', version: '2.0', afterwards: ran },
  { name: 'lab-bad', version: '2.0', afterwards: 'echo "no such table" >&2; exit 1' },
];

describe.skipIf(why !== undefined)(`eight real hosts${why === undefined ? '' : ` (skipped: ${why})`}`, () => {
  let fleet: Fleet;
  beforeAll(async () => {
    advisoriesFolder(feeds, [{ cve, source: 'lab-good', fixed: '2.0' }]);
    fleet = await startFleet({ network: 101, names, installed: before, feeds });
    await fleet.offer([...before, ...after]);
    await fleet.offered(before.map(({ name }) => name));
  }, 900_000);
  afterAll(async () => {
    await fleet?.stop();
    rmSync(feeds, { recursive: true, force: true });
  });

  const deploy = (source: string, more: object = {}): Promise<string> =>
    fleet.deploy({ ships: { kind: 'sources', sources: [source] }, rings: '2,rest', ...more });
  /** How often the script of a package has run, on each host. */
  const runs = (name: string): Promise<readonly string[]> =>
    Promise.all(fleet.hosts.map(async (host) => (await host.exec('grep', '-c', name, '/var/lab-runs')).out.trim()));
  const ended = (id: string): Promise<Json> =>
    until(
      'it ends',
      () => fleet.deployment(id),
      ({ state }) => /^(?:completed|halted)/.test(state),
      240,
    );
  const versions = async (name: string): Promise<readonly string[]> =>
    (await Promise.all(fleet.hosts.map((host) => fleet.version(host, name)))).toSorted();
  const jobs = (id: string): Promise<readonly Json[]> => Promise.all(fleet.hosts.map((host) => fleet.job(id, host)));

  test('a good update is verified in the first ring before the second begins, and a host is exposed until it is verified', async () => {
    const exposed = async (): Promise<number> =>
      ((await fleet.server.ask('GET', `/vulnerabilities/${cve}`)) as Json).exposed;
    await until('all are exposed', exposed, (count) => count === 8);
    const id = await fleet.deploy({ ships: { kind: 'close', vulnerabilities: [cve] }, rings: '2,rest' });
    const early: string[] = [];
    const isOver = async (): Promise<Json> => {
      // In this order: more may be verified by the time that they are counted, and never fewer.
      const not = 8 - (await exposed());
      const is = await fleet.deployment(id);
      const [first, second] = is.rings.map(({ jobs: of }: Json) => (of.soaking ?? 0) + (of.succeeded ?? 0));
      if (not <= first + second) return { not };
      // The server may have been told, and not have looked yet.
      const told = (await jobs(id)).filter(({ reports }) => reports.some((report: Json) => report.kind === 'verified'));
      if (not > told.length) early.push(`${not} are not exposed, and ${told.length} are verified`);
      return { not };
    };
    await until('none is exposed', isOver, ({ not }) => not === 8, 240);
    expect(early).toEqual([]);
    const { state, rings } = await ended(id);
    expect({ state, rings: rings.map((ring: Json) => ring.jobs) }).toEqual({
      state: 'completed',
      rings: [{ succeeded: 2 }, { succeeded: 6 }],
    });
    expect(await versions('lab-good')).toEqual(names.map(() => '2.0 installed'));
    const all = await jobs(id);
    const at = (ring: number, kind: string): readonly number[] =>
      all
        .filter((job) => job.ring === ring)
        .map(({ reports }) => Date.parse(reports.find((report: Json) => report.kind === kind)?.receivedAt));
    expect(Math.max(...at(0, 'verified'))).toBeLessThan(Math.min(...at(1, 'installing')));
  }, 400_000);

  test('after Stop not one more begins: two that install end by themselves, six hosts are as they were', async () => {
    const id = await deploy('lab-stopped', { rings: 'rest', mostInFlight: 2 });
    const begun = async (): Promise<number> => (await runs('lab-stopped')).filter((times) => times === '1').length;
    await until('two install', begun, (count) => count === 2);
    await fleet.server.ask('POST', `/deployments/${id}/stop`, {});
    const over = await until(
      'those two have ended',
      () => fleet.deployment(id),
      ({ rings }) => (rings[0].jobs.succeeded ?? 0) + (rings[0].jobs.soaking ?? 0) + (rings[0].jobs.failed ?? 0) === 2,
    );
    expect(over).toMatchObject({ state: 'halted', haltedBy: 'operator', rings: [{ jobs: { queued: 6 } }] });
    expect(await begun()).toBe(2);
    expect((await versions('lab-stopped')).filter((version) => version === '1.0 installed')).toHaveLength(6);
  }, 400_000);

  test('a server that is killed in the middle of a ring goes on where it was: everything is installed, and once', async () => {
    const id = await deploy('lab-long');
    const begun = async (): Promise<number> => (await runs('lab-long')).filter((times) => times === '1').length;
    await until('the second ring installs', begun, (count) => count > 2);
    await fleet.server.kill();
    const there = async (): Promise<number> =>
      (await versions('lab-long')).filter((version) => version === '2.0 installed').length;
    await until('it goes on without a server', there, (count) => count > 2);
    await fleet.server.start();
    const { state, rings } = await ended(id);
    expect({ state, rings: rings.map((ring: Json) => ring.jobs) }).toEqual({
      state: 'completed',
      rings: [{ succeeded: 2 }, { succeeded: 6 }],
    });
    expect(await versions('lab-long')).toEqual(names.map(() => '2.0 installed'));
    expect(await runs('lab-long')).toEqual(names.map(() => '1'));
  }, 400_000);

  test('a database of an older backup: what was done since is not done again, and new work is taken on', async () => {
    const [first, ...others] = fleet.hosts as readonly [DeployedHost, ...DeployedHost[]];
    const to = { q: `endpoint:${first.name}`, rings: 'rest' };
    const epoch = async (): Promise<number> =>
      JSON.parse(await first.sh('cat /var/lib/suture-executor/obeyed.json')).epoch;
    const file = join(fleet.server.state, 'backup');
    await fleet.server.backUp(file);
    const lost = await deploy('lab-lost', to);
    expect((await ended(lost)).state).toBe('completed');
    const was = await epoch();
    await fleet.server.meanwhile(['restore', file, '--replace']);
    await expect(fleet.deployment(lost)).rejects.toThrow(/404/);
    const known = async (): Promise<readonly string[]> => {
      const { items } = (await fleet.server.ask('GET', `/endpoints/${first.id}/packages?limit=200`)) as Json;
      return items.filter(({ name }: Json) => name === 'lab-lost').map(({ version }: Json) => version);
    };
    await until('it is reported again', known, (are) => are.join() === '2.0');
    expect((await ended(await deploy('lab-later', to))).state).toBe('completed');
    expect(await epoch()).toBeGreaterThan(was);
    expect(await runs('lab-lost')).toEqual(['1', ...others.map(() => '0')]);
    expect(await runs('lab-later')).toEqual(['1', ...others.map(() => '0')]);
  }, 400_000);

  test('one whose service dies long after a clean install is halted in the soak of the first ring, and the rest is as it was', async () => {
    const id = await deploy('lab-dies', { soakMinutes: 1 });
    const { state, haltedBy, failures, rings } = await ended(id);
    expect({ state, haltedBy, rings: rings.map((ring: Json) => ring.jobs) }).toEqual({
      state: 'halted',
      haltedBy: 'gate',
      rings: [{ failed: 2 }, { queued: 6 }],
    });
    expect(failures).toMatchObject([{ cause: 'service-died-in-soak', endpoints: 2 }]);
    expect(failures[0].why).toContain('lab-dies.service');
    // Both were installed, verified and watched: that alone let nobody else begin.
    const told = (await jobs(id)).filter((job) => job.ring === 0).map(({ reports }) => reports);
    for (const reports of told) expect(reports.map(({ kind }: Json) => kind)).toContain('verified');
    expect(await versions('lab-dies')).toEqual([...Array(6).fill('1.0 installed'), ...Array(2).fill('2.0 installed')]);
  }, 400_000);

  test('one whose script fails is halted in the first ring, with the cause, and the rest is as it was', async () => {
    const id = await deploy('lab-bad');
    const { state, haltedBy, failures, rings } = await ended(id);
    expect({ state, haltedBy, rings: rings.map((ring: Json) => ring.jobs) }).toEqual({
      state: 'halted',
      haltedBy: 'gate',
      rings: [{ failed: 2 }, { queued: 6 }],
    });
    expect(failures).toMatchObject([{ cause: 'script-failed', endpoints: 2 }]);
    expect(failures[0].lines.join('\n')).toContain('no such table');
    expect((await versions('lab-bad')).filter((version) => version === '1.0 installed')).toHaveLength(6);
  }, 400_000);
});
