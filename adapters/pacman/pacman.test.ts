// The pacman adapter on recorded machines, and machines that cannot tell.
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { matchPackages } from '@suture/core/matching/match.ts';
import type { CommandResult, Host } from '../host.ts';
import { readRecording } from '../recorded-host.ts';
import { pacman } from './index.ts';

const arch = { id: 'arch', version: '' } as const;
const recorded = (name: string): Host => readRecording(join(import.meta.dirname, 'recordings', name));
const available = async (host: Host) => pacman.available?.(host, arch);
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

describe('on a machine with ignored packages and one of own making', () => {
  const host = recorded('held');

  test('pacman is found, with its version', async () => {
    expect(await pacman.detect(host)).toEqual({ present: true, version: '6.0.2' });
  });

  test('a package carries epoch, source and hold, and what no repository has is Arch’s no more', async () => {
    const section = await pacman.inventory?.(host, arch);
    expect(section).toMatchObject({ status: 'complete', problems: [] });
    expect(section?.items).toHaveLength(9);
    expect(section?.items.find(({ name }) => name === 'lab-ignored')).toEqual({
      purl: 'pkg:alpm/arch/lab-ignored@1.0-1?arch=any',
      ecosystem: 'Arch',
      name: 'lab-ignored',
      version: '1.0-1',
      arch: 'any',
      source: { name: 'lab-ignored', version: '1.0-1' },
      hold: true,
    });
    expect(section?.items.find(({ name }) => name === 'lab-aur-bin')).toEqual({
      purl: 'pkg:alpm/arch/lab-aur-bin@2:1.0-1?arch=x86_64&upstream=lab-aur',
      ecosystem: undefined,
      name: 'lab-aur-bin',
      version: '2:1.0-1',
      arch: 'x86_64',
      source: { name: 'lab-aur', version: '2:1.0-1' },
      hold: true,
      origin: 'no repository (AUR or own build)',
    });
  });

  test('Arch’s advisories match what its repositories have, by pacman’s order, and nothing foreign', async () => {
    const section = await pacman.inventory?.(host, arch);
    const fixes: ReadonlyMap<string, string> = new Map([
      ['lab-epoch', '1:0.5-1'],
      ['lab-svc', '1.0-1'],
      ['lab-aur-bin', '9:9-1'],
      ['lab-dep', '99-1'],
    ]);
    const { findings, unjudged } = matchPackages({
      packages: section?.items ?? [],
      system: arch,
      candidatesFor: (ecosystem, name) => {
        const fixed = fixes.get(name);
        if (ecosystem !== 'Arch' || fixed === undefined) return [];
        const candidate = {
          advisory: 'ASA-1',
          feed: 'made up',
          vulnerabilities: ['CVE-2026-1'],
          aliases: [],
          published: undefined,
          ranges: [{ type: 'ECOSYSTEM' as const, events: [{ introduced: '0' }, { fixed }] }],
          versions: [],
          vendor: {},
        };
        return [{ always: [candidate], byFix: [] }];
      },
    });
    expect(findings.map((finding) => finding.package.name)).toEqual(['lab-epoch']);
    // No repository that is enabled here has these.
    expect(unjudged.map((each) => each.package.name).sort()).toEqual([
      'lab-aur-bin',
      'lab-dep',
      'lab-postfail',
      'lab-tampered',
    ]);
  });

  test('an update says what it is, and why it is held back', async () => {
    const section = await available(host);
    expect(section).toMatchObject({ status: 'complete', problems: [] });
    expect(section?.items.map((update) => [update.package, update.candidate, update.heldBack?.why])).toEqual([
      ['lab-conf', '1.1-1', 'IgnorePkg = lab-c* in pacman’s settings'],
      ['lab-epoch', '1:0.5-1', undefined],
      ['lab-ignored', '1.1-1', 'IgnorePkg = lab-ignored in pacman’s settings'],
      ['lab-slow', '1.1-1', undefined],
      ['lab-svc', '1.1-1', undefined],
    ]);
    expect(section?.items.find((update) => update.package === 'lab-svc')).toMatchObject({
      origin: 'lab',
      security: { is: 'unknown' },
    });
    expect(section?.items.find((update) => update.package === 'lab-svc')?.bytes).toBeGreaterThan(100);
  });

  test('a simulation of everything leaves the ignored alone', async () => {
    const outcome = await pacman.simulate?.(host, { scope: 'all' });
    if (outcome?.ok !== true) throw new Error(outcome?.reason);
    expect(outcome.simulation.changes).toEqual([
      { kind: 'upgrade', package: 'lab-epoch', arch: 'any', from: '9.0-1', to: '1:0.5-1' },
      { kind: 'upgrade', package: 'lab-slow', arch: 'any', from: '1.0-1', to: '1.1-1' },
      { kind: 'upgrade', package: 'lab-svc', arch: 'any', from: '1.0-1', to: '1.1-1' },
    ]);
    expect(outcome.simulation.heldBack.map((held) => held.package)).toEqual(['lab-conf', 'lab-ignored']);
  });

  test('a part of an upgrade is refused, all of it by name is not', async () => {
    const simulate = (...names: readonly string[]) =>
      pacman.simulate?.(host, { scope: 'packages', packages: names.map((name) => ({ name })) });
    expect(await simulate('lab-svc')).toEqual({
      ok: false,
      reason: 'Arch supports no partial upgrade: lab-epoch, lab-slow would stay behind',
    });
    expect((await simulate('lab-svc', 'lab-slow', 'lab-epoch'))?.ok).toBe(true);
    expect(await simulate('--config=/x')).toMatchObject({ ok: false });
  });

  test('a lock that outlived its pacman is named', async () => {
    const locked: Host = { ...host, exists: async (path) => path.endsWith('/db.lck') || host.exists(path) };
    expect(await pacman.simulate?.(locked, { scope: 'all' })).toEqual({
      ok: false,
      reason: 'another pacman is at work, or one broke off: /var/lib/pacman/db.lck is there',
    });
  });
});

describe('on a machine whose upgrade pacman refuses', () => {
  const host = recorded('refused');

  test('the one that cannot be had says why, and all others that they wait for it', async () => {
    const section = await available(host);
    const why = new Map(section?.items.map((update) => [update.package, update.heldBack]));
    expect(why.get('lab-dep')).toEqual({
      cause: 'dependencies',
      why: "unable to satisfy dependency 'lab-nowhere' required by lab-dep",
    });
    expect(why.get('lab-svc')).toEqual({
      cause: 'dependencies',
      why: "pacman upgrades all or nothing, and cannot because of lab-dep: unable to satisfy dependency 'lab-nowhere' required by lab-dep",
    });
    expect(why.get('lab-ignored')?.cause).toBe('hold');
  });

  test('an entry torn by a crash and old databases are problems', async () => {
    expect((await available(host))?.problems).toEqual([
      'the database entry "lab-torn-1.0-1" cannot be read: its installation may not have finished',
      'the newest repository database is 9 days old: updates published since are unknown (pacman -Syu)',
    ]);
    expect(await pacman.inventory?.(host, arch)).toMatchObject({ status: 'partial' });
  });

  test('a simulation is refused with pacman’s reason', async () => {
    expect(await pacman.simulate?.(host, { scope: 'all' })).toMatchObject({
      ok: false,
      reason: expect.stringContaining("unable to satisfy dependency 'lab-nowhere' required by lab-dep"),
    });
  });
});

describe('on a machine where something goes wrong', () => {
  const host = recorded('held');

  test('repositories that were never fetched mean unknown, and make nothing foreign', async () => {
    expect(await available(recorded('never-fetched'))).toMatchObject({
      status: 'failed',
      problems: ['no repository’s database is in /var/lib/pacman/sync, so no update is known (pacman -Syu)'],
    });
    const section = await pacman.inventory?.(recorded('never-fetched'), arch);
    expect(section?.status).toBe('partial');
    expect(section?.items.filter(({ origin }) => origin !== undefined)).toEqual([]);
  });

  test('a damaged repository is named, though pacman exits 0', async () => {
    const stderr = 'error: could not open file /var/lib/pacman/sync/lab.db: Unrecognized archive format\n';
    const section = await available(where(host, '-Qu', exited(0, 'lab-svc 1.0-1 -> 1.1-1\n', stderr)));
    expect(section?.problems).toEqual([
      'the database of the repository lab is missing or damaged: its updates are unknown (pacman -Syu)',
    ]);
  });

  test('exit 1 without a word is "nothing newer", with one it is a failure', async () => {
    expect(await available(where(host, '-Qu', exited(1, '')))).toMatchObject({ status: 'complete', items: [] });
    expect(await available(where(host, '-Qu', exited(1, '', 'error: failed to init\n')))).toMatchObject({
      status: 'failed',
      problems: ['pacman -Qu failed: error: failed to init'],
    });
  });

  test('half an answer is said to be half', async () => {
    const section = await available(where(host, '-Qu', exited(0, 'lab-svc 1.0-1 -> 1.1-1\nlab-sl', '', true)));
    expect(section?.problems).toContain('pacman -Qu wrote more than Suture reads; the rest is unknown');
    const plan = await available(where(host, '--print', exited(0, 'lab-svc\t1.1', '')));
    expect(plan?.problems).toContain('pacman’s plan has 1 lines that cannot be read');
  });

  test('settings that cannot be read leave holds to pacman’s own mark', async () => {
    const section = await available(where(host, 'pacman-conf', { kind: 'missing' }));
    expect(section?.problems).toEqual(['pacman-conf is not installed: what pacman is told to ignore is unknown']);
    expect(section?.items.find((update) => update.package === 'lab-ignored')?.heldBack?.cause).toBe('hold');
  });
});
