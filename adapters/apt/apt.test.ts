// The apt adapter on recorded machines: what it says of updates held back in every way, and of machines that cannot tell.
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Update } from '../adapter.ts';
import type { Host } from '../host.ts';
import { readRecording } from '../recorded-host.ts';
import { apt } from './index.ts';

const system = { id: 'debian', version: '12' } as const;
const recorded = (name: string): Host => readRecording(join(import.meta.dirname, 'recordings', name));
const available = async (host: Host) => apt.available?.(host, system);

describe('on a machine with updates held back in every way', () => {
  const host = recorded('held-pinned-phased');
  const updates = async (): Promise<ReadonlyMap<string, Update>> => {
    const section = await available(host);
    expect(section).toMatchObject({ status: 'complete', problems: [] });
    return new Map(section?.items.map((update) => [update.package, update]));
  };

  test('apt is found, with its version', async () => {
    expect(await apt.detect(host)).toEqual({ present: true, version: '2.6.1' });
  });

  test('the inventory tells the distribution from a third party', async () => {
    const section = await apt.inventory?.(host, system);
    expect(section?.status).toBe('complete');
    expect(section?.items).toHaveLength(22);
    const named = (name: string) => section?.items.find((found) => found.name === name);
    expect(named('openssl')).toMatchObject({ ecosystem: 'Debian:12', origin: 'Debian', version: '3.0.20-1~deb12u2' });
    expect(named('lab-svc')).toMatchObject({ ecosystem: undefined, origin: 'Lab' });
    expect(named('lab-conf')).toMatchObject({ hold: true });
  });

  test('exactly the packages that apt would offer something are there', async () => {
    expect([...(await updates()).keys()].sort()).toEqual([
      'apt',
      'lab-conf',
      'lab-conflict',
      'lab-debconf',
      'lab-dep',
      'lab-epoch',
      'lab-newdep',
      'lab-phased0',
      'lab-phased100',
      'lab-source-a',
      'lab-source-b',
      'lab-svc',
      'libapt-pkg6.0',
      'libssl3',
      'openssl',
      'perl-base',
      'tzdata',
    ]);
  });

  test('an update says what it is, from where, of which source and how large', async () => {
    expect((await updates()).get('libssl3')).toEqual({
      adapter: 'apt',
      package: 'libssl3',
      arch: 'amd64',
      source: { name: 'openssl', version: '3.0.22-1~deb12u2' },
      installed: '3.0.20-1~deb12u2',
      candidate: '3.0.22-1~deb12u2',
      origin: 'Debian-Security:12/oldstable-security',
      security: { is: true, why: 'Debian-Security:12/oldstable-security offers it' },
      heldBack: undefined,
      bytes: 2039888,
    });
  });

  test('a version with a higher epoch is newer', async () => {
    expect((await updates()).get('lab-epoch')).toMatchObject({
      installed: '9.0',
      candidate: '1:0.5',
      heldBack: undefined,
    });
  });

  test('a version above a security update contains it', async () => {
    expect((await updates()).get('lab-svc')?.security).toEqual({
      is: true,
      why: 'it is above 1.1, a security update in Lab-Security:1/lab-security, and so contains it',
    });
  });

  test('an archive that does not mark security updates leaves it unknown', async () => {
    expect((await updates()).get('lab-phased100')?.security).toEqual({
      is: 'unknown',
      why: 'Lab:1/lab-updates does not tell security updates from others',
    });
  });

  test.each([
    ['lab-conf', 'hold', 'lab-conf is on hold (apt-mark unhold lab-conf)'],
    ['lab-debconf', 'pin', '/etc/apt/preferences.d/keep-debconf pins "lab-debconf" (version 1.0*) at priority 1001'],
    ['lab-phased0', 'phasing', 'it is being phased in, so far to 0 % of machines, and not yet to this one'],
    [
      'lab-newdep',
      'new-packages',
      'it needs the new package lab-extra: apt-get --with-new-pkgs upgrade installs it, apt-get upgrade alone does not',
    ],
    ['lab-conflict', 'dependencies', 'it needs the removal of lab-victim: only apt-get dist-upgrade does that'],
    ['lab-dep', 'dependencies', 'its dependencies cannot be met, not even by apt-get dist-upgrade'],
  ])('%s is held back by %s, in words', async (name, cause, why) => {
    expect((await updates()).get(name)?.heldBack).toEqual({ cause, why });
  });

  test('a simulation of everything names changes, what stays back, bytes, and no removal', async () => {
    const outcome = await apt.simulate?.(host, { scope: 'all' });
    if (outcome?.ok !== true) throw new Error('the simulation failed');
    const { changes, heldBack, bytesToDownload } = outcome.simulation;
    expect(changes).toHaveLength(40);
    expect(changes).toContainEqual({
      kind: 'upgrade',
      package: 'openssl',
      arch: 'amd64',
      from: '3.0.20-1~deb12u2',
      to: '3.0.22-1~deb12u2',
    });
    expect(changes.filter(({ kind }) => kind === 'install').map((change) => change.package)).toEqual(['lab-extra']);
    expect(changes.filter(({ kind }) => kind === 'remove')).toEqual([]);
    expect(heldBack.map((held) => `${held.package} ${held.cause}`)).toEqual([
      'lab-conf hold',
      'lab-conflict dependencies',
      'lab-debconf pin',
      'lab-dep dependencies',
      'lab-phased0 phasing',
    ]);
    expect(bytesToDownload).toBe(21161408);
  });

  test.each(['-oAPT::Get::Assume-Yes=1', '../x', 'a\nb', 'openssl-', ''])(
    'a simulation of %j is refused before any command',
    async (name) => {
      const silent: Host = { ...host, run: () => Promise.reject(new Error('a command was run')) };
      const outcome = await apt.simulate?.(silent, { scope: 'packages', packages: [{ name }] });
      expect(outcome).toMatchObject({ ok: false, reason: expect.stringContaining('is no package name') });
    },
  );
});

describe('on a machine with apt 2.2, which does not name phasing', () => {
  const host = recorded('apt-2.2');

  test('phasing is told from a pin by the index record', async () => {
    const section = await available(host);
    expect(section?.status).toBe('complete');
    expect(section?.items.map((update) => [update.package, update.heldBack?.cause])).toEqual([
      ['dpkg', undefined],
      ['lab-phased0', 'phasing'],
      ['lab-phased100', undefined],
      ['lab-source-a', 'pin'],
      ['lab-svc', undefined],
      ['libssl1.1', undefined],
    ]);
  });

  test('a package pinned below zero says by which file', async () => {
    const section = await available(host);
    expect(section?.items.find((update) => update.package === 'lab-source-a')?.heldBack?.why).toBe(
      '/etc/apt/preferences.d/no-a pins "lab-source-a" (release n=lab-security) at priority -1',
    );
  });

  test('a version that apt would install goes before a higher one it is kept from', async () => {
    const policy = `lab-phased0:
  Installed: 1.0
  Candidate: 1.05
  Version table:
     1.1 1
        500 http://repository.example/deb lab-updates/main amd64 Packages
     1.05 500
        500 http://repository.example/deb lab-security/main amd64 Packages
 *** 1.0 500
        500 http://repository.example/deb lab/main amd64 Packages
        100 /var/lib/dpkg/status
`;
    const between: Host = {
      ...host,
      run: (command) =>
        command.argv.includes('policy')
          ? Promise.resolve({ kind: 'exited', code: 0, stdout: policy, stderr: '', truncated: false })
          : command.argv.includes('indextargets') || command.argv.includes('date') || command.argv.includes('stat')
            ? host.run(command)
            : Promise.resolve({
                kind: 'exited',
                code: 0,
                stdout: 'Inst lab-phased0 [1.0] (1.05 Lab:1/x [all])\n',
                stderr: '',
                truncated: false,
              }),
    };
    expect((await available(between))?.items).toMatchObject([
      { package: 'lab-phased0', candidate: '1.05', heldBack: undefined, security: { is: true } },
    ]);
  });
});

describe('on a machine whose dpkg was interrupted and whose indexes are three days old', () => {
  test('the updates are partial and say all of it', async () => {
    const section = await available(recorded('interrupted'));
    expect(section?.status).toBe('partial');
    expect(section?.problems).toEqual([
      'lab-postfail is half-configured: its installation did not finish',
      'dpkg was interrupted, its status is not up to date (dpkg --configure -a)',
      'the package indexes are 3 days old: updates published since are unknown (apt-get update)',
    ]);
    expect(section?.items.map((update) => update.package)).toEqual(['apt', 'lab-svc', 'libssl3', 'openssl']);
  });
});

describe('on a machine that never fetched an index', () => {
  test('there is no answer, instead of no update', async () => {
    expect(await available(recorded('never-updated'))).toEqual({
      status: 'failed',
      items: [],
      problems: [
        'apt has no package indexes, so no update is known (apt-get update)',
        '/etc/apt/sources.list.d/lab.list: the keyring "/usr/share/keyrings/lab.gpg" is missing, so apt cannot verify "http://repository.example/deb/"',
      ],
    });
  });

  test('a simulation fails, though apt itself says that there is nothing to do', async () => {
    expect(await apt.simulate?.(recorded('never-updated'), { scope: 'all' })).toEqual({
      ok: false,
      reason: 'apt has no package indexes, so it cannot tell (apt-get update)',
    });
  });
});
