// npm's executing half with the real npm, a prefix and a registry of its own: what happens, and what it is called.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { VersionChange } from '@suture/core/rollouts/plan-document.ts';
import { attemptsOn, change, stepOf } from '../../attempt.fixture.ts';
import * as only from '../../execute-step.ts';
import type { InstallingHost } from '../../host.ts';
import type { LabEndpoint } from '../../lab-endpoint.fixture.ts';
import { localHost } from '../../local-host.ts';
import { install } from '../../local-installer.ts';
import { npmVersion } from '../commands.ts';
import { npm } from '../index.ts';
import { startRegistry, type Registry } from './registry.fixture.ts';

const found = await localHost.run(npmVersion);
const isHere = found.kind === 'exited' && found.code === 0;
const isRoot = process.getuid?.() === 0;
const up = (name: string) => change(name, '1.0.0', '1.1.0');

describe.skipIf(!isHere)(
  `a step of real npm${isHere ? '' : ' (skipped: npm is not installed)'}`,
  { timeout: 120_000 },
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'suture-npm-'));
    const prefix = join(folder, 'prefix');
    const root = join(prefix, 'lib', 'node_modules');
    let registry: Registry;
    let hostOf: (prefix: string) => InstallingHost;
    let host: InstallingHost;
    let on: ReturnType<typeof attemptsOn>;
    const says = (name: string): string => execFileSync(join(prefix, 'bin', name), { encoding: 'utf8' }).trim();

    beforeAll(async () => {
      registry = await startRegistry();
      const settings = {
        npm_config_registry: registry.url,
        npm_config_cache: join(folder, 'cache'),
        npm_config_userconfig: join(folder, 'npmrc'),
      };
      hostOf = (at) => {
        const env = { ...settings, npm_config_prefix: at };
        return {
          ...localHost,
          run: (command) => localHost.run({ ...command, env: { ...env, ...command.env } }),
          install: (command) => install({ ...command, env: { ...env, ...command.env } }, { through: 'child' }),
        };
      };
      host = hostOf(prefix);
      on = attemptsOn(npm, { host, folder } as LabEndpoint);
      for (const version of ['1.0.0', '1.0.5']) registry.publish('lab-part', version);
      for (const version of ['1.0.0', '1.1.0'])
        for (const name of ['lab-tool', '@lab/scoped'])
          registry.publish(name, version, { dependencies: { 'lab-part': '^1.0.0' } });
      registry.publish('lab-script', '1.0.0');
      registry.publish('lab-script', '1.1.0', { scripts: { postinstall: 'echo the migration failed >&2; exit 7' } });
      registry.publish('lab-engine', '1.0.0');
      registry.publish('lab-engine', '1.1.0', { engines: { node: '>=99' } });
      const installed = await host.install({
        argv: ['npm', 'install', '-g', 'lab-tool@1.0.0', '@lab/scoped@1.0.0', 'lab-script@1.0.0', 'lab-engine@1.0.0'],
        name: 'first',
        transcript: join(folder, 'first.log'),
        overdueMs: 60_000,
      });
      if (installed.kind !== 'ended' || installed.code !== 0) throw new Error('npm installs nothing');
    }, 60_000);
    afterAll(() => {
      registry?.close();
      rmSync(folder, { recursive: true, force: true });
    });

    test('packages become exactly what the plan says, without the registry, and what they were again', async () => {
      const step = stepOf(up('lab-tool'), up('@lab/scoped'));
      expect(await only.preview(npm, host, step)).toMatchObject({ ok: true, differences: [], reboot: false });
      const made = on.attempt();
      const files = await on.staged(step, made.staging);
      expect(files).toMatchObject({
        rollback: { class: 'R1' },
        files: [{ package: 'lab-tool' }, { package: '@lab/scoped' }],
      });
      // Newer than what was fetched: it does not come along.
      registry.publish('lab-part', '1.0.9');
      const applied = await only.apply(npm, host, step, files, made.options);
      expect(applied).toMatchObject({
        outcome: 'installed',
        changed: [{ package: '@lab/scoped' }, { package: 'lab-tool' }],
      });
      expect(says('lab-tool')).toBe('lab-tool 1.1.0');
      const inside = (await npm.inventory?.(host, { id: 'debian', version: '12' }))?.items ?? [];
      expect(inside.filter(({ name, owner }) => name === 'lab-part' && owner?.includes('lab-tool'))).toMatchObject([
        { version: '1.0.5' },
      ]);
      registry.mood = 'down';
      try {
        expect(await on.back({ applied, files, options: made.options })).toMatchObject({ outcome: 'rolled-back' });
      } finally {
        registry.mood = 'ok';
      }
      expect(says('lab-tool')).toBe('lab-tool 1.0.0');
    });

    test('what is not as the plan saw it, withdrawn, a link, made for another Node or staged and changed, is refused in words', async () => {
      const preview = (...changes: readonly VersionChange[]) => only.preview(npm, host, stepOf(...changes));
      expect(await preview(change('lab-tool', '0.9.0', '1.1.0'))).toEqual({
        ok: false,
        cause: 'drifted',
        why: 'lab-tool is 1.0.0 here, and was 0.9.0 when the plan was made',
      });
      expect(await preview(change('lab-tool', '1.0.0', '7.7.7'))).toMatchObject({
        cause: 'drifted',
        why: expect.stringContaining('not offered any more'),
      });
      const prefetch = (...changes: readonly VersionChange[]) =>
        only.prefetch(npm, host, stepOf(...changes), on.attempt().staging);
      expect(await prefetch(up('lab-engine'))).toMatchObject({
        cause: 'dependency-conflict',
        why: 'lab-engine@1.1.0 needs another Node: {"node":">=99"}',
      });
      registry.withdraw('@lab/scoped', '1.0.0');
      expect(await prefetch(up('@lab/scoped'))).toMatchObject({ ok: true, rollback: { class: 'R0' } });
      const made = on.attempt();
      const files = await on.staged(stepOf(up('lab-tool')), made.staging);
      writeFileSync(files.files[0]?.path ?? '', 'something else');
      expect(await only.apply(npm, host, stepOf(up('lab-tool')), files, made.options)).toMatchObject({
        outcome: 'refused',
        cause: 'hash-mismatch',
      });
      expect(made.begun).toEqual([]);
      renameSync(join(root, 'lab-engine'), join(folder, 'engine'));
      execFileSync('ln', ['-s', join(folder, 'engine'), join(root, 'lab-engine')]);
      expect(await preview(up('lab-engine'))).toMatchObject({
        cause: 'drifted',
        why: expect.stringContaining('a link to a folder'),
      });
    });

    test('a registry that is down or sends other bytes, and a script that fails: named, and nothing is changed', async () => {
      for (const [mood, cause] of [
        ['down', 'precheck-failed|download-failed'],
        ['tampered', 'hash-mismatch'],
      ] as const) {
        registry.mood = mood;
        const seen = await only.prefetch(npm, host, stepOf(up('lab-tool')), on.attempt().staging);
        registry.mood = 'ok';
        expect(seen).toMatchObject({ ok: false, cause: expect.stringMatching(new RegExp(`^(?:${cause})$`)) });
      }
      const tried = await on.carryOut(stepOf(up('lab-script')));
      expect(tried.applied).toMatchObject({
        outcome: 'failed',
        cause: 'script-failed',
        why: 'scriptlet failed: that of lab-script',
        changed: [],
      });
      expect(says('lab-script')).toBe('lab-script 1.0.0');
    });

    test.skipIf(!isRoot)(
      `a full disk: refused before it begins; where it fills up meanwhile a failure, although npm exits 0, and taken back${isRoot ? '' : ' (skipped: a small disk needs root)'}`,
      async () => {
        const small = join(folder, 'small');
        mkdirSync(small);
        execFileSync('/usr/bin/mount', ['-t', 'tmpfs', '-o', 'size=30m', 'none', small]);
        try {
          const there = hostOf(small);
          const argv = ['npm', 'install', '-g', 'lab-tool@1.0.0'] as const;
          await there.install({ argv, name: 'small', transcript: join(folder, 'small.log'), overdueMs: 60_000 });
          const step = stepOf(up('lab-tool'));
          const attempts = attemptsOn(npm, { host: there, folder } as LabEndpoint);
          const begin = async (): Promise<void> => {
            const used = execFileSync('df', ['--block-size=1', '--output=used', small], { encoding: 'utf8' });
            execFileSync('/usr/bin/mount', ['-o', `remount,size=${used.split('\n')[1]?.trim()}`, small]);
          };
          const made = attempts.attempt({ begin });
          expect(await only.prefetch(npm, there, step, made.staging)).toMatchObject({ ok: false, cause: 'disk-full' });
          execFileSync('/usr/bin/mount', ['-o', 'remount,size=100m', small]);
          const files = await attempts.staged(step, made.staging);
          const applied = await only.apply(npm, there, step, files, made.options);
          // npm 11 itself says "changed 2 packages", exits 0, and leaves an empty package.json.
          expect(applied.outcome).not.toBe('installed');
          execFileSync('/usr/bin/mount', ['-o', 'remount,size=100m', small]);
          expect(await attempts.back({ applied, files, options: made.options })).toMatchObject({
            outcome: 'rolled-back',
          });
          expect(await only.look(npm, there, step)).toMatchObject({ present: [{ now: '1.0.0', whole: true }] });
        } finally {
          execFileSync('/usr/bin/umount', [small]);
        }
      },
    );

    test('npm cut off in the middle is found, refused, and brought back to what was', async () => {
      renameSync(join(root, 'lab-tool'), join(root, '.lab-tool-AbCd1234'));
      mkdirSync(join(root, 'lab-tool'));
      writeFileSync(join(root, 'lab-tool', 'package.json'), '{"name":"lab-tool","version":"1.1.0"}');
      expect(await only.preview(npm, host, stepOf(up('lab-script')))).toMatchObject({
        cause: 'broken-before',
        why: 'npm was cut off while it changed lab-tool',
      });
      expect(await only.repair(npm, host, on.attempt().options)).toMatchObject({ outcome: 'repaired' });
      expect(says('lab-tool')).toBe('lab-tool 1.0.0');
      expect(readdirSync(root).filter((name) => name.startsWith('.lab'))).toEqual([]);
    });
  },
);
