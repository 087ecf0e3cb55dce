// A second machine joins with one copied line: a real Debian host, a real server, and nothing of ours on the host before.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildPackage, packageName } from './agent-build.ts';
import { debianBase, whyNoLab } from './debian-base.ts';
import { startHost, type Host } from './host.ts';
import { runProgram, type Ended } from './programs.ts';
import { startServer, type Server } from './server.ts';

const why = await whyNoLab();
const packages = mkdtempSync(join(tmpdir(), 'suture-packages-'));
const next = mkdtempSync(join(tmpdir(), 'suture-next-'));
const network = 41;

interface Listed {
  readonly items: readonly Readonly<Record<string, unknown>>[];
}

describe.skipIf(why !== undefined)(`one line${why === undefined ? '' : ` (skipped: ${why})`}`, () => {
  let base: string;
  let host: Host;
  let server: Server;
  let line: string;

  beforeAll(async () => {
    [base] = await Promise.all([debianBase(), buildPackage('1.0', packages)]);
    host = await startHost({ base, name: 'second', init: 'systemd', shown: packages, network });
    server = await startServer({ publicName: `10.78.${network}.1,10.78.${network + 1}.1`, packages });
    const made = await server.ask('POST', '/enrolment-tokens', { autoApprove: true, tags: ['lab'], uses: 2 });
    line = String((made as { readonly line: unknown }).line);
  }, 900_000);
  afterAll(async () => {
    await host?.stop();
    await server?.stop();
    for (const folder of [packages, next]) rmSync(folder, { recursive: true, force: true });
  });

  // oxlint-disable-next-line typescript/no-explicit-any -- Tests look into answers freely.
  const statusOf = async (): Promise<Readonly<Record<string, any>>> =>
    JSON.parse((await host.exec('suture-agent', 'status', '--json')).out);

  test('the machine is installed, enrolled and checked in', async () => {
    const ran = await host.exec('sh', '-c', line);
    expect(ran).toMatchObject({ code: 0, said: expect.stringMatching(/^enrolled as \S+ \(active\)$/mu) });
    for (let left = 120; left > 0 && (await statusOf())['lastContact']?.outcome !== 'done'; left -= 1) await delay(500);
    const status = await statusOf();
    expect(status).toMatchObject({
      enrolment: { state: 'enrolled' },
      lastContact: { outcome: 'done' },
      service: 'running',
      executor: 'running',
    });
    expect(status['problems']).toEqual([]);
    const { items } = (await server.ask('GET', '/endpoints')) as Listed;
    expect(items).toMatchObject([{ id: status['enrolment'].endpoint, name: 'second', tags: ['lab'] }]);
  }, 180_000);

  test('every package of the machine is known to the server', async () => {
    const { enrolment } = await statusOf();
    const installed = (await host.exec('dpkg-query', '-W', '-f', '${db:Status-Status}\n')).out.match(
      /^installed$/gmu,
    )?.length;
    const listed = (await server.ask('GET', `/endpoints/${enrolment.endpoint}`)) as object;
    expect(JSON.stringify(listed)).toContain(String(installed));
  });

  test('the resident part runs as its own user, confined, and is small', async () => {
    const pid = (
      await host.exec('systemctl', 'show', '--property=MainPID', '--value', 'suture-agent.service')
    ).out.trim();
    const { out } = await host.exec('cat', `/proc/${pid}/status`);
    expect(out).toMatch(/^NoNewPrivs:\t1$/mu);
    expect(out).toMatch(/^CapEff:\t0+$/mu);
    expect(out).toMatch(/^Seccomp:\t2$/mu);
    expect((await host.exec('stat', '-c', '%U', `/proc/${pid}`)).out).toBe('suture-agent\n');
    const kilobytes = Number(/^VmRSS:\s+(\d+) kB$/mu.exec(out)?.[1]);
    process.stdout.write(`the resident agent takes ${Math.round(kilobytes / 1000)} MB\n`);
    expect(kilobytes).toBeLessThan(110_000);
  });

  test('the same line again changes nothing, and says so', async () => {
    const before = await statusOf();
    expect(await host.exec('sh', '-c', line)).toMatchObject({
      code: 0,
      out: expect.stringContaining('is enrolled with'),
    });
    expect((await statusOf())['enrolment']).toEqual(before['enrolment']);
  }, 60_000);

  test('nothing of the token is left on the machine', async () => {
    const token = /sut_enrol_\w+/u.exec(line)?.[0] ?? 'none';
    const found = await host.exec('grep', '-rlF', '--', token, '/etc', '/var', '/root', '/tmp', '/run');
    expect(found.out).toBe('');
  });

  test('a machine without dpkg gets the same from the archive', async () => {
    const other = await startHost({ base, name: 'third', init: 'systemd', shown: packages, network: network + 1 });
    try {
      await other.exec('mv', '/usr/bin/apt-get', '/usr/bin/apt-get.hidden');
      const ran = await other.exec('sh', '-c', line.replaceAll(`10.78.${network}.1`, `10.78.${network + 1}.1`));
      expect(ran).toMatchObject({ code: 0, said: expect.stringMatching(/^enrolled as \S+ \(active\)$/mu) });
      expect((await other.exec('readlink', '-f', '/usr/local/bin/suture-agent')).out).toBe(
        '/usr/local/lib/suture-agent/agent.mjs\n',
      );
      expect((await other.exec('find', '/tmp', '/usr/local', '-maxdepth', '1', '-name', 'suture.*')).out).toBe('');
    } finally {
      await other.stop();
    }
  }, 120_000);

  test('an upgrade starts the agent anew, as the endpoint it was', async () => {
    const pid = (): Promise<Ended> =>
      host.exec('systemctl', 'show', '--property=MainPID', '--value', 'suture-agent.service');
    const [before, former] = [await statusOf(), (await pid()).out];
    // Not for the server to offer: it goes by what is in the folder of the first.
    await buildPackage('1.1', next);
    await runProgram(['cp', join(next, packageName('1.1')), join(packages, 'next')]);
    expect(await host.exec('dpkg', '-i', '/lab/next')).toMatchObject({ code: 0 });
    expect((await pid()).out).not.toBe(former);
    const since = Date.parse(before['lastContact'].at);
    for (let left = 120; left > 0 && Date.parse((await statusOf())['lastContact'].at) <= since; left -= 1)
      await delay(500);
    expect(await statusOf()).toMatchObject({
      enrolment: before['enrolment'],
      lastContact: { outcome: 'done' },
      problems: [],
    });
  }, 180_000);

  test('removed, nothing of it runs any more', async () => {
    expect(await host.exec('dpkg', '-r', 'suture-agent')).toMatchObject({ code: 0 });
    expect((await host.exec('sh', '-c', 'ls -l /proc/[0-9]*/exe 2>/dev/null | grep -c suture-agent')).out).toBe('0\n');
    expect((await host.exec('systemctl', '--failed', '--no-legend')).out).toBe('');
  });
});
