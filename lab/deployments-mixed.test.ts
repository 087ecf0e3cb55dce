// One deployment over a Debian package, an rpm, a flatpak and a device's firmware: the same plan, ring and gate, one report.
import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startFleet, until, type Fleet, type Json } from './deployed-fleet.ts';
import { whyNoLab } from './debian-base.ts';
import { publishNotes } from './own-package.ts';

const cache = process.env['LAB_CACHE'] ?? '/var/tmp/lab';
const unbuilt = ['rpm-dnf', 'flatpak', 'fwupd'].find((name) => !existsSync(join(cache, 'base', name)));
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
  let repositories: Server;
  let fleet: Fleet;

  beforeAll(async () => {
    repositories = await serveRepositories();
    const { port } = repositories.address() as AddressInfo;
    const base = (name: string): string => join(cache, 'base', name);
    fleet = await startFleet({
      network: 91,
      names: ['debian', 'rpm', 'flatpak', 'firmware'],
      installed: [app],
      others: {
        rpm: {
          base: base('rpm-dnf'),
          ready: (machine) => `sed -i 's|http://[^/]*/lab/rpm|http://${machine}:${port}/rpm|' /etc/yum.repos.d/lab.repo
            dnf -q makecache 2> /dev/null; systemctl start lab-svc`,
        },
        flatpak: {
          base: base('flatpak'),
          ready: (machine) => `flatpak remote-modify lab --url=http://${machine}:${port}/flatpak`,
        },
        firmware: { base: base('fwupd'), ready: () => 'fwupdmgr get-devices --json > /dev/null' },
      },
    });
    await fleet.offer([app, { ...app, version: '2.0' }]);
  }, 600_000);
  afterAll(async () => {
    await fleet?.stop();
    repositories?.close();
  });

  test('each endpoint takes what its own channel offers of it, and all of it is one deployment', async () => {
    const wanted = ['lab-app', 'lab-svc', 'org.example.LabApp', webcam];
    const { ask } = fleet.server;
    const offered = async (): Promise<readonly string[]> => {
      const { items } = (await ask('GET', '/updates?limit=200')) as Json;
      return items.map((item: Json) => item.source);
    };
    await until('all of it is reported', offered, (known) => wanted.every((name) => known.includes(name)));
    const plan = { ships: { kind: 'sources', sources: wanted }, rings: 'rest' };
    const preview = (): Promise<Json> => ask('POST', '/plan-previews', plan).catch((error: unknown) => String(error));
    const isWhole = ({ excluded }: Json): boolean => excluded?.length === 0;
    await until('nobody is left out', preview, isWhole, 40);
    const id = await fleet.deploy(plan);
    const ended = await until(
      'it is over',
      () => fleet.deployment(id),
      ({ state }: Json) => state === 'completed' || state === 'halted' || state === 'paused',
      240,
    );
    const jobs = await Promise.all(fleet.hosts.map((host) => fleet.job(id, host)));
    expect(jobs.map(({ state }: Json) => state)).toEqual(['succeeded', 'succeeded', 'succeeded', 'succeeded']);
    expect(ended).toMatchObject({ state: 'completed', failures: [] });
    const [debian, rpm, flatpak, firmware] = fleet.hosts;
    expect(await debian?.sh("dpkg-query -W -f '${Version}' lab-app")).toBe('2.0');
    expect(await rpm?.sh('rpm -q lab-svc')).toBe('lab-svc-1.1-1.noarch\n');
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
});
