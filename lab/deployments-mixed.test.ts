// One deployment over Debian, two rpm systems, Arch, a flatpak and a device's firmware: one plan, rehearsed, one ring and gate, one report.
import { createHash, randomBytes } from 'node:crypto';
import { createReadStream, existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { OWN } from '@suture/protocol/packages/limits.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { advisoriesFolder } from './advisories.ts';
import { startFleet, until, type DeployedHost, type Fleet, type Json } from './deployed-fleet.ts';
import { whyNoLab } from './debian-base.ts';
import { publishData, publishNotes } from './own-package.ts';

const cache = process.env['LAB_CACHE'] ?? '/var/tmp/lab';
const unbuilt = ['rpm-dnf', 'rpm-zypper', 'pacman', 'flatpak', 'fwupd'].find(
  (name) => !existsSync(join(cache, 'base', name)),
);
const why = unbuilt === undefined ? await whyNoLab() : `the root ${unbuilt} has not been built (../shared/lab)`;

/** The repositories that the roots were built with, to be read. */
function serveRepositories(): Promise<Server> {
  const server = createServer((request, response) => {
    const path = join(cache, 'repos', decodeURIComponent(new URL(request.url ?? '/', 'http://lab').pathname));
    const found = statSync(path, { throwIfNoEntry: false });
    if (found?.isFile() !== true) return void response.writeHead(404).end();
    response.writeHead(200, { 'content-length': found.size });
    createReadStream(path).pipe(response);
  });
  return new Promise((resolve) => server.listen(0, () => resolve(server)));
}

describe.skipIf(why !== undefined)(`a fleet of all kinds${why === undefined ? '' : ` (skipped: ${why})`}`, () => {
  const app = { name: 'lab-app', version: '1.0' };
  const webcam = 'ACME Corp. Integrated Webcam';
  const cve = 'CVE-2099-7002';
  const feeds = mkdtempSync(join(tmpdir(), 'suture-feeds-'));
  let repositories: Server;
  let fleet: Fleet;

  beforeAll(async () => {
    repositories = await serveRepositories();
    const { port } = repositories.address() as AddressInfo;
    const base = (name: string): string => join(cache, 'base', name);
    const from = (machine: string, files: string): string =>
      `sed -i 's|http://[^/]*/lab/|http://${machine}:${port}/|' ${files}; systemctl start lab-svc`;
    // They pass for systems that somebody publishes advisories of.
    const passesFor = (id: string, version: string): string =>
      `sed -i 's/^ID=.*/ID=${id}/; s/^VERSION_ID=.*/VERSION_ID="${version}"/' "$(realpath /etc/os-release)"`;
    const fixed = { cve, source: 'lab-svc', fixed: '1.1-1' };
    advisoriesFolder(feeds, [
      fixed,
      { ...fixed, ecosystem: 'AlmaLinux:9' },
      { ...fixed, ecosystem: 'openSUSE:Leap 15.6' },
      // Somebody speaks of the Python packages there too: whom nobody speaks of is never clear.
      { cve: 'CVE-2099-7003', source: 'lab-nothing', fixed: '1.0', ecosystem: 'PyPI' },
    ]);
    fleet = await startFleet({
      network: 91,
      names: ['debian', 'rpm', 'flatpak', 'firmware', 'suse', 'arch'],
      installed: [app],
      feeds,
      others: {
        rpm: {
          base: base('rpm-dnf'),
          ready: (machine) => `${passesFor('almalinux', '9.4')}
            ${from(machine, '/etc/yum.repos.d/lab.repo')}; dnf -q makecache 2> /dev/null`,
        },
        flatpak: {
          base: base('flatpak'),
          ready: (machine) => `flatpak remote-modify lab --url=http://${machine}:${port}/flatpak`,
        },
        firmware: { base: base('fwupd'), ready: () => 'fwupdmgr get-devices --json > /dev/null' },
        suse: {
          base: base('rpm-zypper'),
          ready: (machine) => `${passesFor('opensuse-leap', '15.6')}
            ${from(machine, '/etc/zypp/repos.d/lab.repo')}; zypper -q --non-interactive refresh`,
        },
        arch: {
          base: base('pacman'),
          // Else the step is all that is offered: partial upgrades are refused.
          ready: (machine) => `${from(machine, '/etc/pacman.conf')}
            sed -i 's/^IgnorePkg.*/IgnorePkg = lab-ignored lab-conf lab-epoch lab-slow/' /etc/pacman.conf; pacman -Sy`,
        },
      },
    });
    await fleet.offer([app, { ...app, version: '2.0' }]);
  }, 600_000);
  afterAll(async () => {
    await fleet?.stop();
    repositories?.close();
    rmSync(feeds, { recursive: true, force: true });
  });

  /** Names, in order. */
  const judged = async (verdict: 'exposed' | 'clear'): Promise<readonly string[]> => {
    const { items } = (await fleet.server.ask('GET', `/vulnerabilities/${cve}/endpoints?verdict=${verdict}`)) as Json;
    return items.map(({ name }: Json) => name).toSorted();
  };

  test('what each is offered by its own channel is one deployment: rehearsed where that can be, and exposed until verified', async () => {
    const wanted = ['lab-app', 'lab-svc', 'org.example.LabApp', webcam];
    const { ask } = fleet.server;
    const offered = async (): Promise<readonly string[]> => {
      const { items } = (await ask('GET', '/updates?limit=200')) as Json;
      return items.map((item: Json) => item.source);
    };
    await until('all of it is reported', offered, (known) => wanted.every((name) => known.includes(name)));
    const exposed = async (): Promise<string> => (await judged('exposed')).join();
    await until('two are exposed', exposed, (names) => names === 'rpm,suse');
    const plan = { ships: { kind: 'sources', sources: wanted }, rings: 'rest' };
    const preview = (): Promise<Json> => ask('POST', '/plan-previews', plan).catch((error: unknown) => String(error));
    const isWhole = ({ excluded }: Json): boolean => excluded?.length === 0;
    await until('nobody is left out', preview, isWhole, 40);
    const id = await fleet.rehearse(plan);
    const rehearsed = await until(
      'it is rehearsed',
      () => fleet.deployment(id),
      ({ state }: Json) => state !== 'rehearsing',
      240,
    );
    const said = rehearsed.rehearsals.map(({ name, result, says }: Json) => [name, result, says]);
    expect(said.toSorted()).toEqual([
      ['arch', 'pass', []],
      ['debian', 'pass', []],
      ['firmware', 'not-rehearsed', [expect.stringContaining('the device itself would be written')]],
      ['flatpak', 'not-rehearsed', [expect.stringContaining('a rehearsal has no network')]],
      ['rpm', 'pass', []],
      ['suse', 'pass', []],
    ]);
    expect(rehearsed.state).toBe('awaiting-approval');
    const [debian, rpm, flatpak, firmware, suse, arch] = fleet.hosts;
    // What was tried was tried on a copy.
    for (const host of [rpm, suse]) expect(await host?.sh('rpm -q lab-svc')).toBe('lab-svc-1.0-1.noarch\n');
    expect(await arch?.sh('pacman -Q lab-svc')).toBe('lab-svc 1.0-1\n');
    expect(await exposed()).toBe('rpm,suse');
    await ask('POST', `/deployments/${id}/approval`, { plan: rehearsed.plan });
    const early: string[] = [];
    const states = async (): Promise<Json> => {
      // In this order: one may be verified by the time that its verdict is read, and never the other way round.
      const clear = await judged('clear');
      for (const host of [rpm, suse]) {
        const reports = host === undefined ? [] : (await fleet.job(id, host)).reports;
        const isVerified = reports.some(({ kind }: Json) => kind === 'verified');
        if (host !== undefined && clear.includes(host.name) && !isVerified) early.push(host.name);
      }
      const { state, failures } = await fleet.deployment(id);
      return { state, failures, clear };
    };
    const isOver = ({ state, clear }: Json): boolean =>
      /^(?:halted|paused|completed-with-failures)$/.test(state) ||
      (state === 'completed' && clear.includes('rpm') && clear.includes('suse'));
    const ended = await until('it is over', states, isOver, 200);
    expect(early).toEqual([]);
    const jobs = await Promise.all(fleet.hosts.map((host) => fleet.job(id, host)));
    expect(jobs.map(({ state }: Json) => state)).toEqual(fleet.hosts.map(() => 'succeeded'));
    expect(ended).toMatchObject({ state: 'completed', failures: [] });
    expect(await debian?.sh("dpkg-query -W -f '${Version}' lab-app")).toBe('2.0');
    for (const host of [rpm, suse]) expect(await host?.sh('rpm -q lab-svc')).toBe('lab-svc-1.1-1.noarch\n');
    expect(await arch?.sh('pacman -Q lab-svc')).toBe('lab-svc 1.1-1\n');
    expect(await flatpak?.sh('flatpak run org.example.LabApp')).toBe('org.example.LabApp 2.0\n');
    expect(await firmware?.sh('fwupdmgr get-devices --json')).toContain('"Version" : "1.2.4"');
    const report = JSON.stringify(await ask('GET', `/deployments/${id}/report`));
    for (const name of wanted) expect(report).toContain(name);
  }, 400_000);

  test('a package of the organisation’s own comes as a deb here and as an archive there, and gets newer, by the same plans', async () => {
    const [debian, rpm] = fleet.hosts;
    const ends = ['completed', 'halted', 'paused'];
    const deployed = async (version: string): Promise<void> => {
      await publishNotes(fleet.server, fleet.operator, version);
      const plan = {
        q: 'endpoint:debian,rpm',
        ships: { kind: 'sources', sources: [`notes@${version}`] },
        rings: 'rest',
      };
      const preview = (): Promise<Json> =>
        fleet.server.ask('POST', '/plan-previews', plan).catch((error: unknown) => String(error));
      const isOffered = ({ plan: drawn, excluded }: Json): boolean => drawn !== null && excluded?.length === 0;
      await until(`notes ${version} is offered to both`, preview, isOffered, 60);
      const id = await fleet.deploy(plan);
      const ended = await until(
        'it is over',
        () => fleet.deployment(id),
        ({ state }: Json) => ends.includes(state),
        120,
      );
      expect(ended).toMatchObject({ state: 'completed', failures: [] });
      expect(await debian?.sh("dpkg-query -W -f '${Version}' lab-notes")).toBe(version);
      expect(await rpm?.sh('cat /opt/notes/current/VERSION; readlink /opt/notes/current')).toBe(
        `${version}\n/opt/notes/${version}\n`,
      );
    };
    await deployed('1.0');
    await deployed('1.10');
  }, 300_000);

  test('a large file of one’s own, cut off in the middle: it goes on where it was, or anew where what lay here was damaged', async () => {
    const [debian, rpm] = fleet.hosts;
    if (debian === undefined || rpm === undefined) return expect.unreachable();
    const hosts = [debian, rpm];
    const data = randomBytes(64 * OWN.part);
    const name = 'ledger';
    const file = await publishData(fleet.server, fleet.operator, { package: name, version: '1.0', data });
    const plan = { q: 'endpoint:debian,rpm', ships: { kind: 'sources', sources: [`${name}@1.0`] }, rings: 'rest' };
    const preview = (): Promise<Json> =>
      fleet.server.ask('POST', '/plan-previews', plan).catch((error: unknown) => String(error));
    const isOffered = ({ plan: drawn, excluded }: Json): boolean => drawn !== null && excluded?.length === 0;
    await until('it is offered to both', preview, isOffered, 60);
    const part = `/var/lib/suture-agent/own-packages/files/${file}.part`;
    const held = (host: DeployedHost): Promise<string> => host.sh(`stat -c '%i %s' ${part}`);
    const cut = async (host: DeployedHost): Promise<string> => {
      // Within the host, as it is there for moments only.
      await host.sh(`for i in $(seq 1200); do [ -s ${part} ] && exit 0; sleep 0.05; done; exit 1`);
      await host.cable(false);
      return held(host);
    };
    const deployed = fleet.deploy(plan);
    const cutAt = await Promise.all(hosts.map(cut));
    const id = await deployed;
    // What was on its way has come to an end.
    await delay(3_000);
    const [kept, damaged] = await Promise.all(hosts.map(held));
    for (const each of [kept, damaged]) {
      expect(Number(each?.split(' ')[1])).toBeGreaterThan(0);
      expect(Number(each?.split(' ')[1])).toBeLessThan(data.length);
    }
    expect(kept?.split(' ')[0]).toBe(cutAt[0]?.split(' ')[0]);
    await rpm.sh(`printf damaged | dd of=${part} bs=1 seek=100 conv=notrunc status=none`);
    for (const host of hosts) expect(await host.sh(`ls -d /opt/${name} 2> /dev/null || true`)).toBe('');
    for (const host of hosts) await host.cable(true);
    const isOver = ({ state }: Json): boolean => ['completed', 'halted', 'paused'].includes(state);
    expect(await until('it is over', () => fleet.deployment(id), isOver, 180)).toMatchObject({
      state: 'completed',
      failures: [],
    });
    const wanted = createHash('sha256').update(data).digest('hex');
    for (const host of hosts) expect(await host.sh(`sha256sum < /opt/${name}/current/data`)).toBe(`${wanted}  -\n`);
  }, 400_000);
});
