// What only composer has: requirements that allow less than is planned, scripts, plugins, and folders of its own.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { attemptsOn, change, stepOf } from '../../attempt.fixture.ts';
import * as only from '../../execute-step.ts';
import { composerPackage as name, composerRepository, movedHost, must } from '../../global-tool.fixture.ts';
import type { LabEndpoint } from '../../lab-endpoint.fixture.ts';
import { composer } from '../index.ts';

const why =
  process.getuid?.() !== 0
    ? 'only root’s own is touched, and this is not root'
    : spawnSync('composer', ['--version']).status === 0
      ? undefined
      : 'composer is not here';
const system = { id: 'debian', version: '12' } as const;

describe.skipIf(why !== undefined)(
  `a COMPOSER_HOME of the whole machine${why === undefined ? '' : ` (skipped: ${why})`}`,
  { timeout: 120_000 },
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'suture-composer-'));
    const home = join(folder, 'machine', 'opt', 'composer');
    const repository = composerRepository(join(folder, 'registry'), home);
    const host = movedHost(join(folder, 'machine'), { ...repository.env, PATH: '/usr/bin:/bin' });
    const on = attemptsOn(composer, { host, folder } as unknown as LabEndpoint);
    const ran = join(folder, 'a-script-ran');
    const required = (): unknown =>
      (JSON.parse(readFileSync(join(home, 'composer.json'), 'utf8')) as { require: Record<string, string> }).require[
        name
      ];

    beforeAll(async () => {
      for (const version of ['1.0.0', '1.1.0', '2.0.0']) await repository.publish(version);
      await must(['composer', 'update', '-n', `--working-dir=${home}`, `--with=${name}:1.0.0`], repository.env);
      const settings = JSON.parse(readFileSync(join(home, 'composer.json'), 'utf8')) as Record<string, unknown>;
      const scripts = { 'post-update-cmd': `touch ${ran}`, 'post-autoload-dump': `touch ${ran}` };
      writeFileSync(join(home, 'composer.json'), JSON.stringify({ ...settings, scripts }));
      writeFileSync(join(home, 'vendor', 'left-over'), '');
    });
    afterAll(() => rmSync(folder, { recursive: true, force: true }));

    test('is asked what is newer, and what it has is no user’s own', async () => {
      expect((await composer.inventory?.(host, system))?.items).toMatchObject([{ name, version: '1.0.0' }]);
      const items = (await composer.available?.(host, system))?.items;
      expect(items).toMatchObject([{ package: name, installed: '1.0.0', candidate: '2.0.0', heldBack: undefined }]);
    });

    test('keeps its requirement where that allows the version, else asks for that one on; no script runs, nothing is left over', async () => {
      const step = stepOf(change(name, '1.0.0', '1.1.0'));
      const made = on.attempt();
      const applied = await only.apply(composer, host, step, await on.staged(step, made.staging), made.options);
      expect(applied).toMatchObject({ outcome: 'installed' });
      expect([required(), existsSync(join(home, 'vendor', 'left-over'))]).toEqual(['^1.0', false]);

      const next = stepOf(change(name, '1.1.0', '2.0.0'));
      const again = on.attempt();
      const files = await on.staged(next, again.staging);
      const done = await only.apply(composer, host, next, files, again.options);
      expect(done).toMatchObject({ outcome: 'installed' });
      expect(required()).toBe('^2.0.0');
      expect(await on.back({ applied: done, files, options: again.options })).toMatchObject({ outcome: 'rolled-back' });
      expect(required()).toBe('^1.0');
      expect([existsSync(join(home, '.suture-new')), existsSync(ran)]).toEqual([false, false]);
    });

    test.each([
      ['plugins, which are code that composer would run', 'vendor/composer/installed.json', plugin],
      ['programs in a folder of their own', 'config.json', () => '{"config":{"bin-dir":"/usr/local/bin"}}'],
    ])('with %s is left to a person, and its updates say so', async (_, file, text) => {
      const path = join(home, file);
      const before = existsSync(path) ? readFileSync(path, 'utf8') : undefined;
      writeFileSync(path, text(before ?? ''));
      const refused = await only.preview(composer, host, stepOf(change(name, '1.1.0', '2.0.0')));
      const offered = (await composer.available?.(host, system))?.items[0]?.heldBack?.why;
      if (before === undefined) rmSync(path);
      else writeFileSync(path, before);
      expect(refused).toMatchObject({ ok: false, cause: 'drifted' });
      expect(offered).toMatch(/^its COMPOSER_HOME .*: left to a person$/);
    });
  },
);

function plugin(list: string): string {
  const { packages, ...rest } = JSON.parse(list) as { packages: readonly Record<string, unknown>[] };
  return JSON.stringify({ ...rest, packages: packages.map((each) => ({ ...each, type: 'composer-plugin' })) });
}
