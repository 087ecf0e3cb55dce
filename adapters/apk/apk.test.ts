// The apk adapter on recordings written after its documentation, its readers on hostile text, and machines that cannot tell.
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { matchPackages } from '@suture/core/matching/match.ts';
import type { CommandResult, Host } from '../host.ts';
import { readRecording } from '../recorded-host.ts';
import { apk } from './index.ts';
import { parseInstalled, parseNewer, parsePins, parsePlan } from './parse.ts';

const alpine = { id: 'alpine', version: '3.19.1' } as const;
const recorded = (name: string): Host => readRecording(join(import.meta.dirname, 'recordings', name));
const available = async (host: Host) => apk.available?.(host, alpine);
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

describe('on a machine as the documentation has it', () => {
  const host = recorded('from-docs');

  test('apk is found, with its version', async () => {
    expect(await apk.detect(host)).toEqual({ present: true, version: '2.14.0' });
  });

  test('a package carries its origin and its pin, and a broken one is a problem', async () => {
    const section = await apk.inventory?.(host, alpine);
    expect(section).toMatchObject({
      status: 'partial',
      problems: ['musl is broken: its installation did not end well (apk fix musl)'],
    });
    expect(section?.items).toHaveLength(6);
    expect(section?.items.find(({ name }) => name === 'libcrypto3')).toEqual({
      purl: 'pkg:apk/alpine/libcrypto3@3.1.4-r5?arch=x86_64&distro=alpine-3.19.1&upstream=openssl',
      ecosystem: 'Alpine:v3.19',
      name: 'libcrypto3',
      version: '3.1.4-r5',
      arch: 'x86_64',
      source: { name: 'openssl', version: '3.1.4-r5' },
    });
    expect(section?.items.filter(({ hold }) => hold === true).map(({ name }) => name)).toEqual(['nginx']);
  });

  test('an advisory of Alpine matches by origin', async () => {
    const section = await apk.inventory?.(host, alpine);
    const candidate = {
      advisory: 'ALPINE-1',
      feed: 'made up',
      vulnerabilities: ['CVE-2026-1'],
      aliases: [],
      published: undefined,
      ranges: [{ type: 'ECOSYSTEM' as const, events: [{ introduced: '0' }, { fixed: '3.1.5-r0' }] }],
      versions: [],
      vendor: {},
    };
    const { findings } = matchPackages({
      packages: section?.items ?? [],
      system: alpine,
      candidatesFor: (ecosystem, name) =>
        ecosystem === 'Alpine:v3.19' && name === 'openssl' ? [{ always: [candidate], byFix: [] }] : [],
    });
    expect(findings.map((finding) => finding.package.name)).toEqual(['libcrypto3']);
  });

  test('an update says what it is and why it is held back', async () => {
    const section = await available(host);
    expect(
      section?.items.map((update) => [update.package, update.installed, update.candidate, update.heldBack]),
    ).toEqual([
      ['busybox', '1.36.1-r15', '1.36.1-r19', undefined],
      ['libcrypto3', '3.1.4-r5', '3.1.8-r0', undefined],
      ['nginx', '1.24.0-r15', '1.26.2-r0', { cause: 'pin', why: '"nginx=1.24.0-r15" in /etc/apk/world' }],
      ['py3-foo', '1.2_rc1-r3', '1.2-r0', expect.objectContaining({ cause: 'dependencies' })],
    ]);
    expect(section?.items[1]).toMatchObject({
      source: { name: 'openssl', version: '3.1.8-r0' },
      security: { is: 'unknown' },
    });
    expect(section?.items[2]?.origin).toBe('@edge');
  });

  test('a simulation names every change', async () => {
    const outcome = await apk.simulate?.(host, { scope: 'all' });
    if (outcome?.ok !== true) throw new Error(outcome?.reason);
    expect(outcome.simulation.changes).toEqual([
      { kind: 'upgrade', package: 'busybox', arch: 'x86_64', from: '1.36.1-r15', to: '1.36.1-r19' },
      { kind: 'install', package: 'lab-extra', arch: undefined, to: '1.0-r0' },
      { kind: 'upgrade', package: 'libcrypto3', arch: 'x86_64', from: '3.1.4-r5', to: '3.1.8-r0' },
      { kind: 'remove', package: 'own-build', arch: 'x86_64', from: '1.0-r0' },
    ]);
    expect(await apk.simulate?.(host, { scope: 'packages', packages: [{ name: '-x' }] })).toEqual({
      ok: false,
      reason: '"-x" is no package name',
    });
  });
});

describe('on a machine where something goes wrong', () => {
  const host = recorded('from-docs');

  test('an upgrade that cannot be worked out and old indexes are said', async () => {
    const section = await available(recorded('unsolvable-from-docs'));
    expect(section?.problems).toEqual([
      'musl is broken: its installation did not end well (apk fix musl)',
      'the oldest of apk’s indexes is 4 days old: updates published since are unknown (apk update)',
      expect.stringMatching(/^what dependencies keep back is unknown: apk --simulate upgrade failed \(exit 1\)/),
    ]);
    expect(section?.items.find((update) => update.package === 'busybox')?.heldBack?.cause).toBe('unknown');
  });

  test('no index means unknown, not up to date', async () => {
    expect(await available({ ...host, listDirectory: async () => [] })).toMatchObject({
      status: 'failed',
      problems: ['no index is in /var/cache/apk, so no update is known (apk update)'],
    });
  });

  test('an answer without its heading is none, even with exit 0', async () => {
    expect(await available(where(host, 'version', exited(0, '')))).toMatchObject({ status: 'failed' });
    const empty = await available(
      where(host, 'version', exited(0, 'Installed:                                Available:\n')),
    );
    expect(empty).toMatchObject({ items: [] });
  });

  test('half a plan is no plan', async () => {
    const section = await available(where(host, '--simulate', exited(0, '(1/4) Upgrading busybox (1.36.1-r15 -> 1.3')));
    expect(section?.problems.at(-1)).toBe(
      'what dependencies keep back is unknown: apk --simulate upgrade wrote no plan that can be read',
    );
  });

  test('a repository that is out of reach fails a refresh, though apk exits 0', async () => {
    const refreshed = async (stdout: string, stderr: string) =>
      apk.refresh?.(where(host, 'update', exited(0, stdout, stderr)));
    expect(await refreshed('OK: 20067 distinct packages available\n', '')).toEqual({ ok: true });
    const warning =
      'WARNING: updating and opening https://repository.example/main: temporary error (try again later)\n';
    expect(await refreshed('1 unavailable, 0 stale; 5 distinct packages available\n', warning)).toMatchObject({
      ok: false,
    });
    expect(await refreshed('', '')).toMatchObject({ ok: false });
  });
});

describe('the readers', () => {
  test('leave out a record that is cut short, and one inside another', () => {
    const { packages, problems } = parseInstalled('P:a\nV:1-r0\n\nP:b\nP:c\nV:1-r0\n\nP:d\nV:1.2');
    expect(packages.map(({ name }) => name)).toEqual(['a', 'c']);
    expect(problems).toHaveLength(3);
  });

  test('take a pin for what keeps a version down', () => {
    expect([...parsePins('a\nb=1-r0\nc~1.2\nd<2\ne>1\nf@edge\n!g\nh@edge=1-r0\ni~=1\n').keys()]).toEqual([
      'b',
      'c',
      'd',
      'h',
      'i',
    ]);
  });

  test('know apk 3’s padding and what they do not know', () => {
    expect(
      parsePlan('( 1/10) Downgrading a@edge (2-r0 -> 1-r0)\n(10/10) Fetching b (1-r0)\nOK: 1 MiB in 1 packages\n'),
    ).toEqual({
      changes: [{ kind: 'downgrade', package: 'a', arch: undefined, from: '2-r0', to: '1-r0' }],
      unread: 1,
    });
    expect(parseNewer('Installed:   Available:\n株式-1-r0 < 2-r0\n').unread).toBe(1);
  });

  test('never throw or let an option pass for a name, whatever the text', () => {
    const words = fc.constantFrom(
      'P:',
      'V:',
      'f:',
      'a',
      '1-r0',
      '--x',
      '\n',
      '\n\n',
      ' ',
      '<',
      '(1/2) Upgrading',
      '->',
      '(',
      ')',
      'OK: ',
      '=',
      '~',
      '@',
      '株',
      '\u001B[31m',
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc.array(words, { maxLength: 40 }).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(text, (made) => {
        const names = [...parseInstalled(made).packages, ...parseNewer(made).items].map(({ name }) => name);
        for (const name of [
          ...names,
          ...parsePins(made).keys(),
          ...(parsePlan(made)?.changes ?? []).map((change) => change.package),
        ]) {
          expect(name).toMatch(/^\w/);
        }
      }),
      { numRuns: 500 },
    );
  });
});
