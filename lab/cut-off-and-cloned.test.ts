// Real Debian endpoints with the packaged agent, each in a network of its own: they report, are cut off and healed, and one is cloned.
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildPackage, packageName } from './agent-build.ts';
import { debianBase, whyNoLab } from './debian-base.ts';
import { startHost, type Host } from './host.ts';
import { ownStart } from './ready-hosts.ts';
import { startServer, type Server } from './server.ts';

const why = await whyNoLab();
const packages = mkdtempSync(join(tmpdir(), 'suture-packages-'));
const networks = [51, 52, 53] as const;
const state = '/var/lib/suture-agent';

// oxlint-disable-next-line typescript/no-explicit-any -- Tests look into answers freely.
type Json = any;

describe.skipIf(why !== undefined)(`real endpoints${why === undefined ? '' : ` (skipped: ${why})`}`, () => {
  const hosts: Host[] = [];
  let steady: Host;
  let wandering: Host;
  let copy: Host;
  let server: Server;
  let port: string;

  beforeAll(async () => {
    const [base] = await Promise.all([debianBase(), buildPackage('1.0', packages)]);
    const started = async (index: 0 | 1 | 2, name: string): Promise<Host> => {
      const host = await startHost({ base, name, init: 'systemd', shown: packages, network: networks[index] });
      hosts.push(host);
      return host;
    };
    steady = await started(0, 'steady');
    wandering = await started(1, 'wandering');
    copy = await started(2, 'copy');
    const publicName = networks.map((network) => `10.78.${network}.1`).join();
    server = await startServer({ publicName, packages });
    await Promise.all(hosts.map(prepare));
  }, 900_000);
  afterAll(async () => {
    await Promise.all(hosts.map((host) => host.stop()));
    await server?.stop();
    rmSync(packages, { recursive: true, force: true });
  });

  /** The package laid, and pauses of five minutes shortened to a second and a half. */
  async function prepare(host: Host): Promise<void> {
    const hasten = `[Service]\nExecStart=\nExecStart=/usr/lib/suture-agent/node /usr/lib/suture-agent/agent.mjs run --hasten 200\n${ownStart}`;
    const folder = '/etc/systemd/system/suture-agent.service.d';
    const script = `set -e
      dpkg -i /lab/${packageName('1.0')} >/dev/null
      mkdir -p ${folder}; printf '${hasten}' > ${folder}/hasten.conf
      systemctl daemon-reload`;
    expect(await host.exec('sh', '-c', script)).toMatchObject({ code: 0 });
  }

  async function enrol(host: Host, ...more: readonly string[]): Promise<string> {
    const made = (await server.ask('POST', '/enrolment-tokens', { autoApprove: true })) as Json;
    port ??= /:(\d+)/.exec(made.line)?.[1] ?? '';
    const address = `https://10.78.${networks[hosts.indexOf(host)]}.1:${port}`;
    const given = ['suture-agent', 'enrol', '--server', address, '--token', String(made.token), ...more] as const;
    const ran = await host.exec('runuser', '-u', 'suture-agent', '--', ...given, '--state', state);
    expect(ran).toMatchObject({ code: 0 });
    expect(await host.exec('systemctl', 'restart', 'suture-agent.service')).toMatchObject({ code: 0 });
    return (await status(host)).enrolment.endpoint;
  }

  const status = async (host: Host): Promise<Json> =>
    JSON.parse((await host.exec('suture-agent', 'status', '--json')).out);
  const known = (id: string): Promise<Json> => server.ask('GET', `/endpoints/${id}`);
  const installed = async (host: Host): Promise<number> =>
    (await host.exec('dpkg-query', '-W', '-f', '${db:Status-Status}\n')).out.match(/^installed$/gmu)?.length ?? 0;
  /** How many packages it has, as its history tells of each time that they changed; the last first. */
  const changes = async (id: string): Promise<readonly number[]> => {
    const { items } = (await server.ask('GET', `/endpoints/${id}/history?limit=100`)) as Json;
    return items
      .filter((entry: Json) => entry.kind === 'section' && entry.adapter === 'apt' && entry.section === 'installed')
      .map((entry: Json) => entry.items);
  };

  async function until(what: string, holds: () => Promise<boolean>, seconds = 90): Promise<void> {
    for (const giveUpAt = Date.now() + seconds * 1_000; !(await holds()); await delay(250)) {
      if (Date.now() > giveUpAt) throw new Error(`it never came about: ${what}`);
    }
  }

  /** Resolves when it has tried to check in so often again, whatever came of it. */
  async function tries(host: Host, times: number): Promise<void> {
    for (let left = times; left > 0; left -= 1) {
      const last = (await status(host)).lastContact?.at;
      await until('it tries again', async () => ((await status(host)).lastContact?.at ?? last) !== last);
    }
  }

  const ids = new Map<Host, string>();

  test('they enrol and report what dpkg has', async () => {
    for (const host of [steady, wandering]) {
      const id = await enrol(host);
      ids.set(host, id);
      const items = await installed(host);
      await until('a first report', async () => (await changes(id))[0] === items);
      await until('it knows so', async () => (await status(host)).lastContact?.outcome === 'done');
      expect(await known(id)).toMatchObject({ state: 'active' });
    }
    const { items } = (await server.ask('GET', '/endpoints')) as Json;
    expect(items.map(({ name }: Json) => name).toSorted()).toEqual(['steady', 'wandering']);
  }, 240_000);

  test('cut off, it goes on by itself; healed, what happened meanwhile arrives, once', async () => {
    const id = ids.get(wandering) ?? '';
    const before = await installed(wandering);
    expect(await changes(id)).toEqual([before]);
    await wandering.cable(false);
    await until('it notices', async () => (await status(wandering)).lastContact?.outcome === 'later');
    expect(await wandering.exec('dpkg', '--remove', 'curl')).toMatchObject({ code: 0 });
    // What it knows outlives its process.
    const kill = 'kill -KILL "$(systemctl show --property=MainPID --value suture-agent.service)"';
    expect(await wandering.exec('sh', '-c', kill)).toMatchObject({ code: 0, said: '' });
    await wandering.exec('systemctl', 'restart', 'suture-agent.service');
    const cutOff = await status(wandering);
    expect(cutOff).toMatchObject({ enrolment: { state: 'enrolled', endpoint: id }, service: 'running' });
    expect(cutOff.lastContact?.outcome).not.toBe('done');
    const seen = (await known(id)).seenAt;
    await tries(wandering, 2);
    expect((await known(id)).seenAt).toBe(seen);
    // Nobody else is troubled.
    expect(await status(steady)).toMatchObject({ lastContact: { outcome: 'done' } });
    await wandering.cable(true);
    await until('the change arrives', async () => (await changes(id)).length > 1);
    await until('it says so itself', async () => (await status(wandering)).lastContact?.outcome === 'done');
    await tries(wandering, 3);
    expect(await changes(id)).toEqual([before - 1, before]);
    expect(await known(id)).toMatchObject({ state: 'active' });
    expect((await changes(ids.get(steady) ?? '')).length).toBe(1);
  }, 240_000);

  test('cloned, both are held and told; released after the copy has an identity of its own', async () => {
    const id = ids.get(wandering) ?? '';
    await wandering.cable(true);
    // As an image that was taken of an enrolled machine.
    const of = (host: Host): string => `/proc/${host.pid()}/root${state}`;
    for (const name of ['identity.json', 'journal.json']) {
      cpSync(join(of(wandering), name), join(of(copy), name), { preserveTimestamps: true });
    }
    const own = `10.78.${networks[1]}.1`;
    const adapt = `chown suture-agent: ${state}/*.json && sed -i 's/${own}/10.78.${networks[2]}.1/' ${state}/identity.json`;
    expect(await copy.exec('sh', '-c', adapt)).toMatchObject({ code: 0 });
    await copy.exec('systemctl', 'start', 'suture-agent.service');
    await until('it is noticed', async () => (await known(id)).state === 'quarantined');
    expect((await known(id)).stateReason).toContain('two machines with this key');
    for (const host of [wandering, copy]) {
      await until('it is told', async () =>
        /clone|identity|quarantine/iu.test(JSON.stringify((await status(host)).problems)),
      );
    }
    const { items } = (await server.ask('GET', '/endpoints')) as Json;
    expect(items.filter((each: Json) => each.state === 'quarantined')).toMatchObject([{ id }]);

    await copy.exec('systemctl', 'stop', 'suture-agent.service');
    const other = await enrol(copy, '--replace');
    expect(other).not.toBe(id);
    await server.ask('POST', `/endpoints/${id}/release`, {});
    await until('both are in service', async () =>
      (await Promise.all([id, other].map(known))).every((endpoint) => endpoint.state === 'active'),
    );
    await until('the copy reports as itself', async () => (await changes(other)).length === 1);
    await Promise.all([wandering, copy].map((host) => tries(host, 3)));
    expect((await Promise.all([id, other].map(known))).map((endpoint) => endpoint.state)).toEqual(['active', 'active']);
    await until('it is no problem any more', async () => (await status(wandering)).problems.length === 0);
  }, 240_000);
});
