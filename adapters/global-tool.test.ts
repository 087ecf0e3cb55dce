// What pipx, gem, go, cargo and composer installed for the whole machine, updated by the real tools out of registries of this machine's own.
import { spawnSync } from 'node:child_process';
import { appendFileSync, chownSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Adapter } from './adapter.ts';
import { attemptsOn, change, stepOf } from './attempt.fixture.ts';
import { cargo } from './cargo/index.ts';
import { composer } from './composer/index.ts';
import * as only from './execute-step.ts';
import { gem } from './gem/index.ts';
import {
  composerPackage,
  composerRepository,
  crateRegistry,
  gemSource,
  goModule,
  goProxy,
  movedHost,
  must,
  pythonIndex,
  type Registry,
} from './global-tool.fixture.ts';
import { go } from './go/index.ts';
import type { LabEndpoint } from './lab-endpoint.fixture.ts';
import { python } from './python/index.ts';

/** rustup's is not on the path of the system. */
const cargoPath = `${join(homedir(), '.cargo', 'bin')}:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin`;
const goPath = `/usr/local/go/bin:${process.env['PATH'] ?? ''}`;

interface Case {
  readonly adapter: Adapter;
  readonly has: readonly string[];
  readonly path: string;
  /** As the package is called, and how its versions are written. */
  readonly name: string;
  readonly version: (version: string) => string;
  /** Below the machine's folder. */
  readonly program: string;
  readonly spot: string;
  registry(folder: string, machine: string): Promise<Registry>;
  first(machine: string, version: string, env: Readonly<Record<string, string>>): Promise<void>;
  /** How it says that what it is to build or install cannot be. */
  readonly unfit: { readonly how: Parameters<Registry['publish']>[1]; readonly cause: string };
}

const plain = (version: string): string => version;
const cases: readonly Case[] = [
  {
    adapter: python,
    has: ['/usr/bin/python3', '-m', 'pip', '--version'],
    path: '/usr/bin:/bin',
    name: 'larder-sample',
    version: plain,
    program: 'opt/pipx/venvs/larder-sample/bin/larder-sample',
    spot: 'opt/pipx/venvs/larder-sample',
    registry: (folder) => pythonIndex(folder),
    async first(machine, version, env) {
      const spot = join(machine, 'opt/pipx/venvs/larder-sample');
      await must(['/usr/bin/python3', '-m', 'venv', '--without-pip', spot], {});
      const pip = ['/usr/bin/python3', '-I', '-m', 'pip', '--python', spot, 'install', '--no-cache-dir'];
      await must([...pip, `larder-sample==${version}`], env);
      const notes = { main_package: { package: 'larder-sample' }, injected_packages: {} };
      writeFileSync(join(spot, 'pipx_metadata.json'), JSON.stringify(notes));
    },
    unfit: { how: { needs: 'larder-absent' }, cause: 'drifted' },
  },
  {
    adapter: gem,
    has: ['gem', '--version'],
    path: '/usr/bin:/bin',
    name: 'larder-sample',
    version: plain,
    program: 'var/lib/gems/3.1.0/bin/larder-sample',
    spot: 'var/lib/gems/3.1.0',
    registry: async (folder, machine) => gemSource(folder, join(machine, 'var/lib/gems/3.1.0')),
    first: (_machine, version, env) => must(['gem', 'install', '--no-document', 'larder-sample', '-v', version], env),
    unfit: { how: { needs: 'larder-absent' }, cause: 'dependency-conflict' },
  },
  {
    adapter: go,
    has: ['/usr/local/go/bin/go', 'version'],
    path: goPath,
    name: goModule,
    version: (version) => `v${version}`,
    program: 'usr/local/bin/larder-sample',
    spot: 'usr/local/bin/larder-sample',
    registry: async (folder) => goProxy(folder),
    first: (machine, version, env) =>
      must(['/usr/local/go/bin/go', 'install', `${goModule}@${version}`], {
        ...env,
        GOBIN: join(machine, 'usr/local/bin'),
        GOPATH: join(machine, 'go'),
        GOFLAGS: '-modcacherw',
      }),
    unfit: { how: { broken: true }, cause: 'download-failed' },
  },
  {
    adapter: cargo,
    has: [join(homedir(), '.cargo', 'bin', 'cargo'), '--version'],
    path: cargoPath,
    name: 'larder-sample',
    version: plain,
    program: 'usr/local/cargo/bin/larder-sample',
    spot: 'usr/local/cargo',
    registry: async (folder, machine) => crateRegistry(folder, join(machine, 'usr/local/cargo')),
    async first(machine, version) {
      const root = join(machine, 'usr/local/cargo');
      const argv = ['cargo', 'install', '--locked', '--config', join(root, 'config.toml'), '--root', root];
      await must([...argv, '--version', `=${version}`, 'larder-sample'], {
        PATH: cargoPath,
        CARGO_HOME: join(machine, 'cargo'),
      });
    },
    unfit: { how: { broken: true }, cause: 'download-failed' },
  },
  {
    adapter: composer,
    has: ['composer', '--version'],
    path: '/usr/bin:/bin',
    name: composerPackage,
    version: plain,
    program: 'opt/composer/vendor/bin/larder-sample',
    spot: 'opt/composer',
    registry: async (folder, machine) => composerRepository(folder, join(machine, 'opt/composer')),
    first: (machine, version, env) =>
      must(
        ['composer', 'update', '-n', `--working-dir=${machine}/opt/composer`, `--with=${composerPackage}:${version}`],
        {
          ...env,
          COMPOSER_CACHE_DIR: '/dev/null',
        },
      ),
    unfit: { how: { needs: 'larder-absent' }, cause: 'dependency-conflict' },
  },
];

describe.each(cases)('a step of real $adapter.name', (each) => {
  const { adapter, name, version: written } = each;
  const [program = '', ...rest] = each.has;
  const why =
    process.getuid?.() !== 0
      ? 'only root’s own is touched, and this is not root'
      : spawnSync(program, rest).status === 0
        ? undefined
        : `${program} is not here`;

  describe.skipIf(why !== undefined)(
    `with a registry of its own${why === undefined ? '' : ` (skipped: ${why})`}`,
    { timeout: 120_000 },
    () => {
      const folder = mkdtempSync(join(tmpdir(), 'suture-tool-'));
      const machine = join(folder, 'machine');
      let registry: Registry;
      let host: ReturnType<typeof movedHost>;
      let on: ReturnType<typeof attemptsOn>;
      const says = (): string => {
        const ran = spawnSync(join(machine, each.program), {
          encoding: 'utf8',
          env: { ...process.env, ...registry.env },
        });
        return `${ran.stdout}${ran.stderr}`.trim();
      };
      const up = (from: string, to: string) => change(name, written(from), written(to));

      beforeAll(async () => {
        mkdirSync(machine);
        registry = await each.registry(join(folder, 'registry'), machine);
        const env = {
          ...registry.env,
          PATH: each.path,
          ...(adapter === cargo ? { RUSTUP_HOME: join(homedir(), '.rustup') } : {}),
        };
        host = movedHost(machine, env);
        on = attemptsOn(adapter, { host, folder } as LabEndpoint);
        for (const version of ['1.0.0', '1.1.0']) await registry.publish(written(version));
        await registry.publish(written('1.2.0'), each.unfit.how);
        await each.first(machine, written('1.0.0'), registry.env);
      }, 120_000);
      afterAll(() => {
        registry?.close();
        rmSync(folder, { recursive: true, force: true });
      });

      test('it becomes exactly what the plan says, without the registry, and what it was again', async () => {
        const step = stepOf(up('1.0.0', '1.1.0'));
        expect(await only.preview(adapter, host, step)).toMatchObject({ ok: true, differences: [] });
        const made = on.attempt();
        const files = await on.staged(step, made.staging);
        expect(files.rollback.class).toBe('R1');
        registry.hide(true);
        const applied = await only.apply(adapter, host, step, files, made.options);
        expect(applied).toMatchObject({ outcome: 'installed', changed: step.changes });
        expect(says()).toContain('1.1.0');
        const again = on.attempt();
        expect(await only.apply(adapter, host, step, files, again.options)).toMatchObject({ changed: [] });
        expect(again.begun).toEqual([]);
        expect(await on.back({ applied, files, options: made.options })).toMatchObject({ outcome: 'rolled-back' });
        expect(says()).toContain('1.0.0');
        const section = await adapter.inventory?.(host, { id: 'debian', version: '12' });
        const own = section?.items.filter((item) => item.name === name).map(({ version }) => version);
        expect(own).toEqual([written('1.0.0')]);
        registry.hide(false);
      });

      test('drift, a version nobody has, what cannot be built or needs what is not there, and changed files, are refused in words', async () => {
        const previewed = (from: string, to: string) => only.preview(adapter, host, stepOf(up(from, to)));
        const prefetched = (to: string) => only.prefetch(adapter, host, stepOf(up('1.0.0', to)), on.attempt().staging);
        expect(await previewed('0.9.0', '1.1.0')).toMatchObject({
          cause: 'drifted',
          why: `${name} is ${written('1.0.0')} here, and was ${written('0.9.0')} when the plan was made`,
        });
        expect(await only.preview(adapter, host, stepOf(change(name, written('1.0.0'), null)))).toMatchObject({
          ok: false,
        });
        const unknown = await prefetched('1.9.0');
        expect(unknown).toMatchObject({ ok: false, cause: 'drifted' });
        expect('why' in unknown && unknown.why).toContain('not offered any more');
        expect(await prefetched('1.2.0')).toMatchObject({ ok: false, cause: each.unfit.cause });
        const step = stepOf(up('1.0.0', '1.1.0'));
        const made = on.attempt();
        const files = await on.staged(step, made.staging);
        appendFileSync(files.files[0]?.path ?? '', 'x');
        expect(await only.apply(adapter, host, step, files, made.options)).toMatchObject({
          outcome: 'refused',
          cause: 'hash-mismatch',
        });
        expect(made.begun).toEqual([]);
        expect(says()).toContain('1.0.0');
      });

      test('what another than root could change is left alone', async () => {
        chownSync(join(machine, each.spot), 65534, 65534);
        const refused = await only.preview(adapter, host, stepOf(up('1.0.0', '1.1.0')));
        chownSync(join(machine, each.spot), 0, 0);
        expect(refused).toMatchObject({ cause: 'drifted' });
        expect('why' in refused && refused.why).toContain('another’s than root’s');
        expect(existsSync(join(machine, each.program))).toBe(true);
      });
    },
  );
});
