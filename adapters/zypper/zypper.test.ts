// The zypper adapter on recorded machines: what it offers, what is held back and why, and machines that cannot tell.
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { matchPackages } from '@suture/core/matching/match.ts';
import type { Update } from '../adapter.ts';
import type { CommandResult, Host } from '../host.ts';
import { readRecording } from '../recorded-host.ts';
import { zypper } from './index.ts';

const leap = { id: 'opensuse-leap', version: '15.6' } as const;
const recorded = (name: string): Host => readRecording(join(import.meta.dirname, 'recordings', name));
const available = async (host: Host) => zypper.available?.(host, leap);
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
const stream = (inner: string): string => `<?xml version='1.0'?>\n<stream>\n${inner}\n</stream>\n`;

describe('on a machine with updates held back, without root', () => {
  const host = recorded('held-without-root');
  const updates = async (): Promise<ReadonlyMap<string, Update>> => {
    const section = await available(host);
    expect(section).toMatchObject({ status: 'complete', problems: [] });
    return new Map(section?.items.map((update) => [update.package, update]));
  };

  test('zypper is found, with its version', async () => {
    expect(await zypper.detect(host)).toEqual({ present: true, version: '1.14.42' });
  });

  test('an update says what it is, of which source and which patch makes it one of security', async () => {
    expect((await updates()).get('lab-source-a')).toEqual({
      adapter: 'zypper',
      package: 'lab-source-a',
      arch: 'noarch',
      source: { name: 'lab-source', version: '1.1-1' },
      installed: '1.0-1',
      candidate: '1.1-1',
      origin: 'lab-updates',
      security: { is: true, why: 'LAB-2026:1005 (low) closes CVE-2021-3712' },
      heldBack: undefined,
      bytes: undefined,
    });
  });

  test('a patch for a single package counts too, and one whose build is passed over', async () => {
    const found = await updates();
    expect(found.get('lab-epoch')?.security).toEqual({
      is: true,
      why: 'LAB-2026:1004 (moderate) closes CVE-2014-0160',
    });
    expect(found.get('lab-svc')).toMatchObject({ candidate: '2.0-1', security: { is: true } });
    expect(found.get('lab-big')?.security.is).toBe(false);
  });

  test('each update held back says by what', async () => {
    const found = [...(await updates()).values()].filter(({ heldBack }) => heldBack !== undefined);
    expect(found.map((update) => [update.package, update.heldBack?.cause])).toEqual([
      ['lab-conflict', 'dependencies'],
      ['lab-dep', 'dependencies'],
      ['lab-conf', 'hold'],
      ['lab-slow', 'hold'],
    ]);
    expect(found[3]?.heldBack?.why).toBe('locked by "lab-sl*" in /etc/zypp/locks (zypper removelock)');
  });

  test('a locked package is one on hold', async () => {
    const section = await zypper.inventory?.(host, leap);
    expect(
      section?.items
        .filter(({ hold }) => hold === true)
        .map(({ name }) => name)
        .sort(),
    ).toEqual(['lab-conf', 'lab-slow']);
  });

  test('an advisory of openSUSE matches by source, with the epoch', async () => {
    const section = await zypper.inventory?.(host, leap);
    const fixedIn = (fixed: string) => ({
      advisory: 'SUSE-1',
      feed: 'made up',
      vulnerabilities: ['CVE-2026-1'],
      aliases: [],
      published: undefined,
      ranges: [{ type: 'ECOSYSTEM' as const, events: [{ introduced: '0' }, { fixed }] }],
      versions: [],
      vendor: {},
    });
    const candidates = new Map([
      ['lab-source', fixedIn('1.1-1')],
      ['lab-epoch', fixedIn('1:0.5-1')],
      ['lab-svc', fixedIn('1.0-1')],
    ]);
    const { findings } = matchPackages({
      packages: section?.items ?? [],
      system: leap,
      candidatesFor: (ecosystem, name) => {
        const candidate = ecosystem === 'openSUSE:Leap 15.6' ? candidates.get(name) : undefined;
        return candidate === undefined ? [] : [{ always: [candidate], byFix: [] }];
      },
    });
    expect(findings.map((finding) => finding.package.name).sort()).toEqual([
      'lab-epoch',
      'lab-source-a',
      'lab-source-b',
    ]);
  });

  test('what only root is told is not made up', async () => {
    expect(await zypper.simulate?.(host, { scope: 'all' })).toEqual({
      ok: false,
      reason: 'zypper works out an update for root only',
    });
    expect(await zypper.needsRestart?.(host)).toMatchObject({ status: 'partial', items: [] });
  });
});

describe('on a machine as root', () => {
  const host = recorded('as-root');

  test('metadata that is old or was never fetched is named, and zypper is not sent to fetch it', async () => {
    const asked: (readonly string[])[] = [];
    const section = await available({ ...host, run: (command) => (asked.push(command.argv), host.run(command)) });
    expect(section).toMatchObject({
      status: 'partial',
      problems: [
        'the repository "third-party" was never fetched: its updates are unknown (zypper refresh)',
        'the metadata of "lab-updates" is 3 days old: updates published since are unknown (zypper refresh)',
      ],
    });
    expect(asked.find((argv) => argv.includes('list-updates'))).toEqual(
      expect.arrayContaining(['--repo=lab', '--repo=lab-updates']),
    );
  });

  test('a simulation names what is installed, upgraded and removed, and the bytes', async () => {
    const outcome = await zypper.simulate?.(host, { scope: 'all' });
    if (outcome?.ok !== true) throw new Error(outcome?.reason);
    expect(outcome.simulation.changes).toEqual(
      expect.arrayContaining([
        { kind: 'upgrade', package: 'lab-epoch', arch: 'noarch', from: '9.0-1', to: '1:0.5-1' },
        { kind: 'install', package: 'lab-extra', arch: 'noarch', to: '1.0-1' },
        { kind: 'remove', package: 'lab-old', arch: 'noarch', from: '1.0-1' },
      ]),
    );
    expect(outcome.simulation.bytesOnDisk).toBe(419_430_400);
  });

  test('another version than zypper would choose is refused', async () => {
    const packages = [{ name: 'lab-svc', version: '9-1' }];
    expect(await zypper.simulate?.(host, { scope: 'packages', packages })).toEqual({
      ok: false,
      reason: 'zypper would update lab-svc to 1.1-1, not to "9-1"',
    });
  });

  test('a reboot and a process on a deleted file are named', async () => {
    const section = await zypper.needsRestart?.(host);
    expect(section?.status).toBe('complete');
    expect(section?.items).toEqual([
      { kind: 'reboot', why: 'zypper: core libraries or services were updated since the last boot' },
      expect.objectContaining({ kind: 'process', name: 'lab-sleep (deleted)' }),
    ]);
  });
});

describe('on a machine where something goes wrong', () => {
  const host = recorded('held-without-root');

  test('a cache that was never filled means unknown, not up to date', async () => {
    expect(await available(recorded('never-fetched'))).toEqual({
      status: 'failed',
      items: [],
      problems: ["no repository's metadata is in /var/cache/zypp/raw, so no update is known (zypper refresh)"],
    });
  });

  test('no repository at all means unknown, though zypper lists nothing and exits 0', async () => {
    expect(await available(where(host, 'repos', exited(0, stream('<repo-list></repo-list>'))))).toMatchObject({
      status: 'failed',
      problems: ['no repository is enabled, so no update can be known'],
    });
  });

  test.each([102, 103])('exit %i, which wants a restart, is an answer like exit 0', async (code) => {
    const usual = await available(host);
    const informing: Host = {
      ...host,
      run: async (command) => {
        const result = await host.run(command);
        return result.kind === 'exited' && command.argv.includes('list-updates') ? { ...result, code } : result;
      },
    };
    expect(usual?.items.length).toBeGreaterThan(5);
    expect(await available(informing)).toEqual(usual);
  });

  test('a lock held by another program is a failure, in zypper’s words', async () => {
    const busy = exited(
      7,
      stream('<message type="error">System management is locked by the application with pid 123 (zypper).</message>'),
    );
    expect(await available(where(host, 'list-updates', busy))).toMatchObject({
      status: 'failed',
      problems: [
        'zypper list-updates --all failed (exit 7): System management is locked by the application with pid 123 (zypper).',
      ],
    });
  });

  test('half the XML with exit 0 is no answer', async () => {
    const half =
      '<?xml version="1.0"?>\n<stream>\n<update-status version="0.6"><update-list><update kind="package" name="lab-b';
    expect(await available(where(host, '--all', exited(0, half)))).toMatchObject({
      status: 'failed',
      problems: ['zypper list-updates --all wrote XML that cannot be read: it is cut off'],
    });
  });

  test('patches that cannot be listed leave security unknown, and the updates', async () => {
    const section = await available(where(host, 'list-patches', { kind: 'timeout', stdout: '', stderr: '' }));
    expect(section?.problems).toEqual(['zypper list-patches did not end within 180 s']);
    expect(section?.items).toHaveLength(19);
    expect(new Set(section?.items.map(({ security }) => security.is))).toEqual(new Set(['unknown']));
  });

  test('a repository that zypper skipped is a problem, though it goes on', async () => {
    const skipped = exited(
      106,
      stream(
        '<message type="warning">Skipping repository &apos;Lab lab&apos; because of the above error.</message><update-status version="0.6"><update-list></update-list></update-status>',
      ),
    );
    expect((await available(where(host, '--all', skipped)))?.problems).toContain(
      'zypper left out the repository Lab lab: its updates are unknown',
    );
  });

  test('a plan that cannot be solved is refused with the reason', async () => {
    const unsolved = exited(
      4,
      stream('<message type="info">Problem: nothing provides lab-nowhere needed by lab-dep-1.1-1.noarch</message>'),
    );
    const root = recorded('as-root');
    expect(await zypper.simulate?.(where(root, '--dry-run', unsolved), { scope: 'all' })).toEqual({
      ok: false,
      reason:
        'zypper update --dry-run failed (exit 4): Problem: nothing provides lab-nowhere needed by lab-dep-1.1-1.noarch',
    });
  });

  test('a refresh is believed only when all repositories were asked', async () => {
    const refreshed = async (code: number, inner: string) =>
      zypper.refresh?.(where(host, 'refresh', exited(code, stream(inner))));
    const all = '<message type="info">All repositories have been refreshed.</message>';
    expect(await refreshed(0, all)).toEqual({ ok: true });
    expect(await refreshed(0, '')).toMatchObject({ ok: false });
    expect(await refreshed(0, `<message type="error">Repository 'Dead' is invalid.</message>${all}`)).toEqual({
      ok: false,
      why: "zypper refresh: Repository 'Dead' is invalid.",
    });
  });
});
