// The dnf adapter on recorded machines: what it offers, what is held back and why, and machines that cannot tell.
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Update } from '../adapter.ts';
import type { CommandResult, Host } from '../host.ts';
import { readRecording } from '../recorded-host.ts';
import { dnf } from './index.ts';

const system = { id: 'almalinux', version: '9.4' } as const;
const recorded = (name: string): Host => readRecording(join(import.meta.dirname, 'recordings', name));
const available = async (host: Host) => dnf.available?.(host, system);
const exited = (code: number, stdout: string, stderr = '', truncated = false): CommandResult => ({
  kind: 'exited',
  code,
  stdout,
  stderr,
  truncated,
});
const where = (host: Host, word: string, result: CommandResult): Host => ({
  ...host,
  run: (command) => (command.argv.includes(word) ? Promise.resolve(result) : host.run(command)),
});

describe('on a machine with updates held back in every way, without root', () => {
  const host = recorded('held-without-root');
  const updates = async (): Promise<ReadonlyMap<string, Update>> => {
    const section = await available(host);
    expect(section).toMatchObject({ status: 'complete', problems: [] });
    return new Map(section?.items.map((update) => [update.package, update]));
  };

  test('dnf is found, with its version', async () => {
    expect(await dnf.detect(host)).toEqual({ present: true, version: '4.14.0' });
  });

  test('an update says what it is, from where, of which source, how large and which advisory makes it one of security', async () => {
    expect((await updates()).get('lab-source-a')).toEqual({
      adapter: 'dnf',
      package: 'lab-source-a',
      arch: 'noarch',
      source: { name: 'lab-source', version: '1.1-1' },
      installed: '1.0-1',
      candidate: '1.1-1',
      origin: 'lab-updates',
      security: { is: true, why: 'LAB-2026:1005 (Low) closes CVE-2021-3712' },
      heldBack: undefined,
      bytes: 5589,
    });
  });

  test('an epoch makes 0.5 newer than 9.0, and an older build is no update', async () => {
    const found = await updates();
    expect(found.get('lab-epoch')).toMatchObject({ installed: '9.0-1', candidate: '1:0.5-1' });
    expect(found.has('lab-tilde')).toBe(false);
  });

  test('a newer build than the advisory’s is one of security too', async () => {
    expect((await updates()).get('lab-svc')).toMatchObject({
      candidate: '2.0-1',
      security: { is: true, why: 'LAB-2026:1001 (Critical) closes CVE-2021-44228' },
    });
  });

  test('what only other advisories name is not, and what none names is unknown', async () => {
    const found = await updates();
    expect(found.get('lab-big')?.security).toEqual({
      is: false,
      why: 'LAB-2026:1007 is no security advisory (enhancement); it may close vulnerabilities all the same',
    });
    expect(found.get('lab-old')?.security).toEqual({ is: 'unknown', why: 'no advisory of lab-updates speaks of it' });
  });

  test('each update held back says by what', async () => {
    const found = [...(await updates()).values()].filter(({ heldBack }) => heldBack !== undefined);
    expect(found.map((update) => [update.package, update.heldBack?.cause, update.heldBack?.why])).toEqual([
      ['lab-conflict', 'dependencies', expect.stringContaining('conflicts with lab-victim')],
      ['lab-dep', 'dependencies', 'nothing provides lab-nowhere needed by lab-dep-1.1-1.noarch'],
      ['lab-caret', 'pin', 'excluded by "lab-caret*" in /etc/yum.repos.d/lab.repo for the repository "lab-updates"'],
      [
        'lab-conf',
        'hold',
        'versionlock keeps it: "lab-conf-0:1.0-1.*" in /etc/dnf/plugins/versionlock.list (dnf versionlock delete lab-conf)',
      ],
      ['lab-slow', 'pin', 'excluded by "lab-slow" in /etc/dnf/dnf.conf'],
    ]);
  });

  test('a package that another one replaces is an update of the old one', async () => {
    expect((await updates()).get('lab-old')).toMatchObject({
      candidate: '1.1-1',
      source: { name: 'lab-new', version: '1.1-1' },
      origin: 'lab-updates, as lab-new, which replaces it',
    });
  });

  test('a locked package is one on hold, and counts as installed all the same', async () => {
    const section = await dnf.inventory?.(host, system);
    expect(section?.items.filter(({ hold }) => hold === true).map(({ name }) => name)).toEqual(['lab-conf']);
  });

  test('what only root is told is not made up', async () => {
    expect(await dnf.simulate?.(host, { scope: 'all' })).toEqual({
      ok: false,
      reason: 'dnf 4 works out an upgrade for root only',
    });
    expect(await dnf.needsRestart?.(host)).toEqual({
      status: 'partial',
      items: [],
      problems: ['without root only processes of one user can be seen: services that need a restart may be missing'],
    });
  });
});

describe('on a machine as root', () => {
  const host = recorded('as-root');

  test('metadata that is old or was never fetched is named', async () => {
    const section = await available(host);
    expect(section?.status).toBe('partial');
    expect(section?.problems).toEqual([
      'the repository "third-party" was never fetched: its updates are unknown (dnf makecache)',
      'the metadata of "lab-updates" is 3 days old: updates published since are unknown (dnf makecache)',
    ]);
  });

  test('a simulation of everything installs kernels beside the old, replaces, and skips what cannot be', async () => {
    const outcome = await dnf.simulate?.(host, { scope: 'all' });
    if (outcome?.ok !== true) throw new Error(outcome?.reason);
    const { changes, heldBack, reboot } = outcome.simulation;
    expect(changes).toEqual(
      expect.arrayContaining([
        { kind: 'install', package: 'lab-kernel', arch: 'noarch', to: '1.1-1' },
        { kind: 'install', package: 'lab-new', arch: 'noarch', to: '1.1-1' },
        { kind: 'install', package: 'lab-extra', arch: 'noarch', to: '1.0-1' },
        { kind: 'remove', package: 'lab-old', arch: 'noarch', from: '1.0-1' },
        { kind: 'upgrade', package: 'lab-epoch', arch: 'noarch', from: '9.0-1', to: '1:0.5-1' },
      ]),
    );
    expect(heldBack.map((each) => [each.package, each.cause])).toEqual([
      ['lab-conflict', 'dependencies'],
      ['lab-dep', 'dependencies'],
      ['lab-slow', 'pin'],
    ]);
    expect(reboot).toBe('unknown');
  });

  test('a simulation of some says why the others stay, though dnf exits 0 for them', async () => {
    const packages = ['lab-svc', 'lab-dep', 'lab-slow'].map((name) => ({ name }));
    expect(await dnf.simulate?.(host, { scope: 'packages', packages })).toEqual({
      ok: true,
      simulation: {
        changes: [{ kind: 'upgrade', package: 'lab-svc', arch: 'noarch', from: '1.0-1', to: '2.0-1' }],
        heldBack: [
          {
            package: 'lab-dep',
            cause: 'dependencies',
            why: 'nothing provides lab-nowhere needed by lab-dep-1.1-1.noarch',
          },
          { package: 'lab-slow', cause: 'pin', why: 'excluded by "lab-slow" in /etc/dnf/dnf.conf' },
        ],
        bytesToDownload: 7029,
        bytesOnDisk: undefined,
        reboot: 'unknown',
      },
    });
  });

  test('a name that is none reaches no command', async () => {
    const outcome = await dnf.simulate?.(host, { scope: 'packages', packages: [{ name: '--installroot=/x' }] });
    expect(outcome).toMatchObject({ ok: false, reason: expect.stringContaining('no package that rpm could know') });
  });

  test('firmware updated since the boot asks for a reboot', async () => {
    expect(await dnf.needsRestart?.(host)).toEqual({
      status: 'complete',
      items: [{ kind: 'reboot', why: 'updated since the last boot: linux-firmware' }],
      problems: [],
    });
  });
});

describe('on a machine where something goes wrong', () => {
  const host = recorded('held-without-root');

  test('a cache that was never filled means unknown, not up to date', async () => {
    expect(await available(recorded('never-fetched'))).toEqual({
      status: 'failed',
      items: [],
      problems: ["no repository's metadata is in /var/cache/dnf, so no update is known (dnf makecache)"],
    });
  });

  test('exit 100 with a list that cannot be read is no answer', async () => {
    const section = await available(where(host, 'check-update', exited(100, 'Keine Ahnung\n')));
    expect(section?.problems).toContain(
      'dnf check-update says there are updates (exit 100) and lists none that can be read',
    );
    expect(section?.items.find((update) => update.package === 'lab-svc')?.heldBack).toEqual({
      cause: 'unknown',
      why: 'dnf could not say what it offers',
    });
  });

  test('exit 1 with a good list is a failure', async () => {
    const section = await available(where(host, 'check-update', exited(1, 'lab-svc.noarch 1.1-1 lab-updates\n')));
    expect(section?.status).toBe('partial');
    expect(section?.problems[0]).toMatch(/^dnf check-update failed \(exit 1\)/);
  });

  test('advisories that cannot be listed leave security unknown, and the updates', async () => {
    const section = await available(where(host, 'updateinfo', { kind: 'timeout', stdout: 'LAB-1 bug', stderr: '' }));
    expect(section?.problems).toContain('dnf updateinfo did not end within 120 s');
    expect(section?.items).toHaveLength(20);
    expect(new Set(section?.items.map(({ security }) => security.is))).toEqual(new Set(['unknown']));
  });

  test('half a list of builds is said to be half', async () => {
    const whole = 'lab-svc\t0\t1.1\t1\tnoarch\tlab-updates\t10\tlab-svc-1.1-1.src.rpm\n';
    const section = await available(where(host, 'repoquery', exited(0, `${whole}lab-conf\t0\t1.`, '', true)));
    expect(section?.problems).toContain('dnf repoquery wrote more than Suture reads; the rest is unknown');
  });

  test('without dnf-plugins-core what dependencies hold back is unknown', async () => {
    const section = await available(
      where(host, 'download', exited(1, '', 'No such command: download. Please use /usr/bin/dnf --help\n')),
    );
    expect(section?.problems).toEqual([
      'whether dependencies keep updates back is unknown: dnf-plugins-core is not installed',
    ]);
  });

  test('yum of old is not asked for updates', async () => {
    const old: Host = {
      ...host,
      run: async (command) =>
        command.argv[0] === 'yum'
          ? exited(0, '3.4.3\n  Installed: rpm-4.11.3-48.el7_9.x86_64\n')
          : command.argv[0] === 'rpm'
            ? host.run(command)
            : { kind: 'missing' },
    };
    expect(await dnf.detect(old)).toMatchObject({ present: true });
    expect(await available(old)).toMatchObject({
      status: 'failed',
      problems: ['yum 3.4.3 is too old to say reliably which updates there are'],
    });
  });
});

describe('fetching the metadata anew', () => {
  const answering = (code: number, stdout: string, stderr = ''): Host =>
    where(recorded('as-root'), 'makecache', exited(code, stdout, stderr));

  test('is done when every repository answered', async () => {
    expect(await dnf.refresh?.(answering(0, 'Lab lab 1.7 MB/s | 3.0 kB\nMetadata cache created.\n'))).toEqual({
      ok: true,
    });
  });

  test('is not done with exit 0 when a dead mirror was passed over', async () => {
    const said = "Error: Failed to download metadata for repo 'third-party': Cannot download repomd.xml\n";
    const host = answering(0, 'Ignoring repositories: _dnf_local, third-party\nMetadata cache created.\n', said);
    expect(await dnf.refresh?.(host)).toEqual({ ok: false, why: 'dnf makecache left out third-party' });
  });

  test('is not done when dnf says nothing', async () => {
    expect(await dnf.refresh?.(answering(0, ''))).toMatchObject({ ok: false });
  });
});

describe('on a machine with dnf 5, without root', () => {
  const host = recorded('dnf5-without-root');
  const updates = async (): Promise<ReadonlyMap<string, Update>> => {
    const section = await available(host);
    expect(section).toMatchObject({ status: 'complete', problems: [] });
    return new Map(section?.items.map((update) => [update.package, update]));
  };

  test('it is found, with its version', async () => {
    expect(await dnf.detect(host)).toEqual({ present: true, version: '5.4.6.0' });
  });

  test('an update has its advisory and its CVE, and what replaces another is known too', async () => {
    const found = await updates();
    expect(found.get('lab-epoch')).toMatchObject({
      source: { name: 'lab-epoch', version: '1:0.5-1' },
      installed: '9.0-1',
      candidate: '1:0.5-1',
      security: { is: true, why: 'LAB-2026:1004 (Moderate) closes CVE-2014-0160' },
      heldBack: undefined,
      bytes: 5637,
    });
    expect(found.get('lab-old')).toMatchObject({ candidate: '1.1-1', source: { name: 'lab-new' } });
  });

  test('a lock, an exclude and what nobody provides keep updates back, each in its words', async () => {
    const found = await updates();
    expect(['lab-conf', 'lab-slow', 'lab-dep', 'lab-svc'].map((name) => found.get(name)?.heldBack)).toEqual([
      {
        cause: 'hold',
        why: 'versionlock keeps it: "lab-conf" in /etc/dnf/versionlock.toml (dnf versionlock delete lab-conf)',
      },
      { cause: 'pin', why: 'excluded by "lab-slow" in /etc/dnf/dnf.conf' },
      {
        cause: 'dependencies',
        why: expect.stringContaining('nothing provides lab-nowhere needed by lab-dep-1.1-1.noarch'),
      },
      undefined,
    ]);
  });

  test('a copy of the metadata that cannot be dropped makes what is newer unknown', async () => {
    const kept = where(host, 'clean', exited(1, '', 'Permission denied\n'));
    expect(await available(kept)).toEqual({
      status: 'failed',
      items: [],
      problems: [
        'this user’s own copy of the metadata may be old: dnf clean metadata failed (exit 1): Permission denied',
      ],
    });
  });

  test('an upgrade that it cannot work out is refused with its reason', async () => {
    expect(await dnf.simulate?.(host, { scope: 'all' })).toMatchObject({
      ok: false,
      reason: expect.stringMatching(/^dnf could not work it out: Failed to resolve the transaction:; Problem 1: /),
    });
  });
});
