// The agent's Debian package on a real Debian system: laid, upgraded, removed, purged, with systemd running and without.
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { architecture, buildPackage, buildPackageAnew, packageName } from './agent-build.ts';
import { debianBase, whyNoLab } from './debian-base.ts';
import { startHost, type Host } from './host.ts';
import { runProgram } from './programs.ts';

const why = await whyNoLab();
if (why !== undefined) process.stderr.write(`The agent's package was not tried: ${why}.\n`);

const packages = mkdtempSync(join(tmpdir(), 'suture-packages-'));

const running = ['suture-agent.service', 'suture-executor.socket'] as const;
const programs = '/usr/lib/suture-agent';
const state = '/var/lib/suture-agent';

describe.skipIf(why !== undefined)(`the agent's package${why === undefined ? '' : ` (skipped: ${why})`}`, () => {
  let base: string;
  const hosts: Host[] = [];
  const startedAs = async (name: string, init: 'systemd' | 'none'): Promise<Host> => {
    const host = await startHost({ base, name, init, shown: packages });
    hosts.push(host);
    return host;
  };

  beforeAll(async () => {
    [base] = await Promise.all([debianBase(), buildPackage('1.0', packages), buildPackage('1.1', packages)]);
  }, 900_000);
  afterAll(async () => {
    await Promise.all(hosts.map((host) => host.stop()));
    rmSync(packages, { recursive: true, force: true });
  });

  test('is the same, byte for byte, when it is built again', async () => {
    const again = mkdtempSync(join(tmpdir(), 'suture-packages-'));
    const digest = (folder: string): string =>
      createHash('sha256')
        .update(readFileSync(join(folder, packageName('1.0'))))
        .digest('hex');
    try {
      await buildPackageAnew('1.0', again);
      expect(digest(again)).toBe(digest(packages));
    } finally {
      rmSync(again, { recursive: true, force: true });
    }
  }, 120_000);

  test('says what it is and holds what it should, owned by root and writable by nobody else', async () => {
    const path = join(packages, packageName('1.0'));
    const fields = await runProgram(['dpkg-deb', '--field', path, 'Package', 'Version', 'Architecture']);
    expect(fields.out).toBe(`Package: suture-agent\nVersion: 1.0\nArchitecture: ${architecture}\n`);
    const { out } = await runProgram(['dpkg-deb', '--contents', path]);
    const lines = out.trim().split('\n');
    // A link's own mode says nothing.
    expect(lines.filter((line) => !/^(l\S{9}|[-d]rw[-x]r-[-x]r-[-x]) root\/root /u.test(line))).toEqual([]);
    for (const wanted of [`.${programs}/node`, `.${programs}/agent.mjs`, './etc/suture/policy.yaml']) {
      expect(lines.some((line) => line.endsWith(` ${wanted}`))).toBe(true);
    }
    const documents = lines
      .filter((line) => line.includes('/usr/share/doc/suture-agent/'))
      .map((line) => line.split('/').at(-1));
    expect(documents).toEqual(expect.arrayContaining(['copyright', 'THIRD-PARTY']));
    expect((await runProgram(['dpkg-deb', '--info', path])).out).toMatch(/ conffiles /u);
  });

  test('on a system that systemd runs, it is ready before enrolment and waits for it', async () => {
    const host = await startedAs('ready', 'systemd');
    expect(await host.exec('dpkg', '-i', `/lab/${packageName('1.0')}`)).toMatchObject({
      code: 0,
      said: expect.not.stringMatching(/warning|error/u),
    });
    expect((await host.exec('dpkg', '--verify', 'suture-agent')).out).toBe('');
    expect(await host.exec('suture-agent', '--version')).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^suture-agent \d/u),
    });
    expect((await host.exec('systemctl', 'is-enabled', ...running)).out).toBe('enabled\nenabled\n');
    expect((await host.exec('systemctl', 'is-active', ...running)).out).toBe('inactive\nactive\n');
    expect((await host.exec('stat', '-c', '%U:%G %a', state)).out).toBe('suture-agent:suture-agent 700\n');
    expect((await host.exec('stat', '-c', '%U:%G %a', '/run/suture/executor.sock')).out).toBe(
      'suture-agent:suture-agent 600\n',
    );
    expect(await host.exec('suture-agent', 'status')).toMatchObject({
      code: 1,
      out: expect.stringMatching(/^Not enrolled\./u),
    });
    expect((await host.exec('systemd-analyze', 'verify', 'suture-agent.service', 'suture-executor.service')).said).toBe(
      '',
    );
    expect((await host.exec('systemctl', '--failed', '--no-legend')).out).toBe('');
  }, 120_000);

  test('its units expose the system to little', async () => {
    const host = hosts[0] ?? (await startedAs('exposed', 'none'));
    const exposure = async (unit: string): Promise<number> => {
      const { out } = await host.exec(
        'systemd-analyze',
        'security',
        '--offline=yes',
        '--no-pager',
        `/usr/lib/systemd/system/${unit}`,
      );
      const [, level] = /Overall exposure level for \S+: ([\d.]+)/u.exec(out) ?? [];
      process.stdout.write(`${unit}: exposure ${level} of 10\n`);
      return Number(level);
    };
    expect(await exposure('suture-agent.service')).toBeLessThan(2);
    expect(await exposure('suture-executor.service')).toBeLessThan(5);
  });

  test('an upgrade keeps the identity, the policy and what a person switched off', async () => {
    const host = await startedAs('upgrade', 'systemd');
    await host.exec('dpkg', '-i', `/lab/${packageName('1.0')}`);
    await host.exec('sh', '-c', `echo kept > ${state}/kept; echo '# own' >> /etc/suture/policy.yaml`);
    expect(await host.exec('systemctl', 'disable', '--now', 'suture-executor.socket')).toMatchObject({ code: 0 });
    expect(await host.exec('dpkg', '-i', `/lab/${packageName('1.1')}`)).toMatchObject({ code: 0 });
    expect((await host.exec('dpkg-query', '-W', '-f', '${Version} ${Status}', 'suture-agent')).out).toBe(
      '1.1 install ok installed',
    );
    expect((await host.exec('cat', `${state}/kept`)).out).toBe('kept\n');
    expect((await host.exec('tail', '-n', '1', '/etc/suture/policy.yaml')).out).toBe('# own\n');
    expect((await host.exec('systemctl', 'is-enabled', 'suture-executor.socket')).out).toBe('disabled\n');
    expect((await host.exec('systemctl', 'is-active', 'suture-executor.socket')).out).toBe('inactive\n');
  }, 120_000);

  test.each(['systemd', 'none'] as const)(
    'removed it keeps its state, purged it leaves nothing (init: %s)',
    async (init) => {
      const host = await startedAs(`gone-${init}`, init);
      const files = async (): Promise<readonly string[]> =>
        (await host.exec('find', '/etc', '/usr', '/var', '/run', '-xdev', '-name', '*suture*')).out
          .split('\n')
          .filter((path) => path !== '' && !path.startsWith('/var/lib/dpkg/'));
      const before = (await host.exec('cat', '/etc/passwd', '/etc/group')).out;
      for (let left = 2; left > 0; left -= 1) {
        expect(await host.exec('dpkg', '-i', `/lab/${packageName('1.0')}`)).toMatchObject({ code: 0 });
        await host.exec('touch', `${state}/identity.kept`);
        expect(await host.exec('dpkg', '-r', 'suture-agent')).toMatchObject({ code: 0 });
        expect((await host.exec('ls', state)).out).toBe('identity.kept\n');
        expect(await host.exec('suture-agent', '--version')).toMatchObject({ code: 127 });
        expect(await host.exec('dpkg', '-P', 'suture-agent')).toMatchObject({ code: 0 });
        expect(await files()).toEqual([]);
        expect((await host.exec('cat', '/etc/passwd', '/etc/group')).out).toBe(before);
      }
      if (init === 'systemd') expect((await host.exec('systemctl', '--failed', '--no-legend')).out).toBe('');
    },
    120_000,
  );
});
