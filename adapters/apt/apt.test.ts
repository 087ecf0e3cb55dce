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
      'dependencies',
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

describe('on a machine where a command goes wrong', () => {
  const host = recorded('held-pinned-phased');
  const where = (word: string, result: Awaited<ReturnType<Host['run']>>): Host => ({
    ...host,
    run: (command) => (command.argv.includes(word) ? Promise.resolve(result) : host.run(command)),
  });
  const exited = (code: number, stdout: string, stderr: string, truncated = false) =>
    ({ kind: 'exited', code, stdout, stderr, truncated }) as const;

  test('unmet dependencies leave the updates, and what holds them back unknown', async () => {
    const section = await available(
      where('upgrade', exited(100, '', 'E: Unmet dependencies. Try apt --fix-broken install.\n')),
    );
    expect(section?.status).toBe('partial');
    expect(section?.problems).toEqual([
      'apt-get upgrade failed (exit 100): Unmet dependencies. Try apt --fix-broken install.',
    ]);
    expect(section?.items.find((update) => update.package === 'openssl')?.heldBack).toEqual({
      cause: 'unknown',
      why: 'apt could not work out an upgrade',
    });
    expect(section?.items.find((update) => update.package === 'lab-conf')?.heldBack?.cause).toBe('hold');
  });

  test('a policy that fails leaves no updates but a reason', async () => {
    expect(await available(where('policy', { kind: 'timeout', stdout: '', stderr: '' }))).toEqual({
      status: 'failed',
      items: [],
      problems: ['apt-cache policy did not end within 60 s'],
    });
  });

  test('a simulation cut at the output limit is not taken for the whole', async () => {
    const section = await available(
      where('upgrade', exited(0, 'Inst openssl [1] (2 Debian:12 [amd64])\nIns', '', true)),
    );
    expect(section?.problems).toContain('apt-get upgrade wrote more than Suture reads; the rest is unknown');
    expect(section?.items.every((update) => update.heldBack !== undefined)).toBe(true);
  });

  test('records that cannot be read leave sizes unknown, not the updates', async () => {
    const section = await available(where('show', { kind: 'failed', reason: 'spawn E2BIG' }));
    expect(section?.problems).toEqual(['apt-cache show could not be run: spawn E2BIG']);
    expect(section?.items).toHaveLength(17);
    expect(section?.items.find((update) => update.package === 'openssl')?.bytes).toBeUndefined();
  });

  test('an inventory whose origins cannot be asked says so', async () => {
    const section = await apt.inventory?.(
      where('policy', exited(100, '', 'E: The package lists could not be parsed\n')),
      system,
    );
    expect(section?.status).toBe('partial');
    expect(section?.items).toHaveLength(22);
    expect(section?.problems).toEqual([
      "apt-cache policy failed (exit 100): The package lists could not be parsed; packages of third parties cannot be told from the system's own",
    ]);
  });

  test('a status file that may not be read is a failure', async () => {
    const closed: Host = { ...host, readFile: async () => ({ kind: 'denied' }) };
    expect(await apt.inventory?.(closed, system)).toEqual({
      status: 'failed',
      items: [],
      problems: ['/var/lib/dpkg/status could not be read: permission denied'],
    });
  });

  test('a hostile package in the status file reaches no command', async () => {
    const commands: string[] = [];
    const hostile: Host = {
      ...host,
      run: (command) => {
        commands.push(...command.argv);
        return Promise.resolve(exited(0, '', ''));
      },
      readFile: async () => ({
        kind: 'text',
        truncated: false,
        text: ['-oDPkg::Pre-Invoke::=x', '../../x', 'good', '--']
          .map((name) => `Package: ${name}\nStatus: install ok installed\nArchitecture: -x\nVersion: 1\n\n`)
          .join(''),
      }),
    };
    const section = await apt.inventory?.(hostile, system);
    expect(section?.items.map(({ name }) => name)).toEqual(['good']);
    expect(commands.filter((word) => /Pre-Invoke|\.\.|-x$/.test(word))).toEqual([]);
    expect(commands).toContain('good');
  });
});

test('an image without apt still has its inventory', async () => {
  const part = 'Package: libc6\nVersion: 2.36-9+deb12u10\nArchitecture: amd64\nSource: glibc';
  const host: Host = {
    run: async () => ({ kind: 'missing' }),
    readFile: async (path) =>
      path === '/var/lib/dpkg/status.d/libc6' ? { kind: 'text', text: part, truncated: false } : { kind: 'missing' },
    listDirectory: async (path) => (path === '/var/lib/dpkg/status.d' ? ['libc6', 'libc6.md5sums'] : undefined),
    readLink: async () => undefined,
    exists: async (path) => path === '/var/lib/dpkg/status.d',
  };
  expect((await apt.detect(host)).present).toBe(true);
  const section = await apt.inventory?.(host, system);
  expect(section).toMatchObject({
    status: 'complete',
    items: [{ name: 'libc6', source: { name: 'glibc' }, ecosystem: 'Debian:12' }],
  });
  expect(await available(host)).toEqual({ status: 'failed', items: [], problems: ['apt-get is not installed'] });
});
