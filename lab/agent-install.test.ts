// `suture-agent install` on a system without the package, from the unpacked archive: installed, mended, taken out.
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeToken } from '@suture/protocol/trust/token-text.ts';
import { architecture, buildPackage, packageName } from './agent-build.ts';
import { debianBase, whyNoLab } from './debian-base.ts';
import { startHost, type Host } from './host.ts';

const why = await whyNoLab();
const packages = mkdtempSync(join(tmpdir(), 'suture-packages-'));
const unpacked = '/root/unpacked/usr/lib/suture-agent/agent.mjs';

describe.skipIf(why !== undefined)(`suture-agent install${why === undefined ? '' : ` (skipped: ${why})`}`, () => {
  let host: Host;
  /** As `sudo` in the unpacked folder would: the Node that came along, whatever the system has. */
  const asUnpacked = (...args: readonly string[]) =>
    host.exec('/root/unpacked/usr/lib/suture-agent/node', unpacked, ...args);

  beforeAll(async () => {
    const [base] = await Promise.all([debianBase(), buildPackage('1.0', packages)]);
    host = await startHost({ base, name: 'unpacked', init: 'systemd', shown: packages });
    await host.exec('mkdir', '/root/unpacked');
    const archive = `/lab/suture-agent_1.0_${architecture}.tar.gz`;
    const unpack = await host.exec('tar', '-xzf', archive, '-C', '/root/unpacked');
    if (unpack.code !== 0) throw new Error(unpack.said);
  }, 900_000);
  afterAll(async () => {
    await host?.stop();
    rmSync(packages, { recursive: true, force: true });
  });

  test('without root it says so and changes nothing', async () => {
    await host.exec('chmod', '-R', 'a+rX', '/root');
    const tried = await host.exec(
      'setpriv',
      '--reuid=65534',
      '--regid=65534',
      '--clear-groups',
      unpacked.replace('agent.mjs', 'node'),
      unpacked,
      'install',
    );
    expect(tried).toMatchObject({
      code: 1,
      said: expect.stringMatching(/^to install the agent, one has to be root\n/u),
    });
    expect((await host.exec('ls', '/usr/local/lib')).out).not.toContain('suture');
  });

  test('it is installed, and again, and mended where something is missing', async () => {
    for (let left = 3; left > 0; left -= 1) {
      expect(await asUnpacked('install')).toMatchObject({ code: 0, out: expect.stringMatching(/^Installed\./u) });
      expect(await host.exec('suture-agent', '--version')).toMatchObject({ code: 0 });
      expect((await host.exec('systemctl', 'is-enabled', 'suture-agent.service', 'suture-executor.socket')).out).toBe(
        'enabled\nenabled\n',
      );
      expect((await host.exec('systemctl', 'is-active', 'suture-executor.socket')).out).toBe('active\n');
      expect((await host.exec('stat', '-c', '%U %a', '/var/lib/suture-agent')).out).toBe('suture-agent 700\n');
      await host.exec(
        'rm',
        '-r',
        '/usr/local/bin/suture-agent',
        '/etc/systemd/system/suture-agent.service',
        '/var/lib/suture-agent',
      );
    }
    expect(await asUnpacked('install')).toMatchObject({ code: 0 });
    expect((await host.exec('systemd-analyze', 'verify', 'suture-agent.service', 'suture-executor.service')).said).toBe(
      '',
    );
  }, 120_000);

  test('the copy in the system does not need the folder it came from', async () => {
    const { out } = await host.exec('head', '-n', '1', '/usr/local/lib/suture-agent/agent.mjs');
    expect(out).toBe('#!/usr/local/lib/suture-agent/node\n');
    expect((await host.exec('grep', '^ExecStart=', '/etc/systemd/system/suture-agent.service')).out).not.toContain(
      '/root',
    );
    expect(await host.exec('suture-agent', 'install')).toMatchObject({ code: 0 });
  });

  test('a line that is no good changes nothing, and one for a server that is away can be given again', async () => {
    const cut = await host.exec('suture-agent', 'install', '--server', 'https://127.0.0.1:1', '--token', 'sut_enrol_x');
    expect(cut).toMatchObject({ code: 2, said: expect.stringMatching(/^--token /u) });
    const token = writeToken({ kind: 'enrol', serverKey: '0'.repeat(64) }, randomBytes(20));
    const line = `echo ${token} | suture-agent install --server https://127.0.0.1:1 --token -`;
    expect(await host.exec('sh', '-c', line)).toMatchObject({
      code: 1,
      said: expect.stringMatching(/cannot be reached[^]*The same line may be given again\./u),
    });
    const others = ['find', '/var/lib/suture-agent', '!', '-user', 'suture-agent'] as const;
    expect((await host.exec(...others)).out).toBe('');
  });

  test('taken out it keeps its identity, purged it leaves nothing, and either may be said twice', async () => {
    await host.exec('touch', '/var/lib/suture-agent/identity.kept');
    expect(await host.exec('suture-agent', 'uninstall')).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^Uninstalled\./u),
    });
    expect((await host.exec('ls', '/var/lib/suture-agent')).out).toContain('identity.kept\n');
    expect(await asUnpacked('uninstall', '--purge')).toMatchObject({ code: 0 });
    expect(await asUnpacked('uninstall', '--purge')).toMatchObject({ code: 0 });
    expect((await host.exec('find', '/etc', '/usr', '/var', '/run', '-xdev', '-name', '*suture*')).out).toBe('');
    expect(await host.exec('getent', 'passwd', 'suture-agent')).toMatchObject({ code: 2 });
    expect((await host.exec('systemctl', '--failed', '--no-legend')).out).toBe('');
  }, 60_000);

  test('beside the package it refuses, and the package makes itself ready', async () => {
    expect(await host.exec('dpkg', '-i', `/lab/${packageName('1.0')}`)).toMatchObject({ code: 0 });
    expect(await asUnpacked('install')).toMatchObject({ code: 1, said: expect.stringContaining('by its package') });
    expect(await asUnpacked('uninstall')).toMatchObject({
      code: 1,
      said: expect.stringContaining('apt-get remove suture-agent'),
    });
    expect(await host.exec('suture-agent', 'install')).toMatchObject({ code: 0 });
    expect((await host.exec('find', '/usr/local', '-name', '*suture*')).out).toBe('');
  }, 60_000);
});
