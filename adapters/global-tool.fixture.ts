// A machine of its own below a folder, and registries of Python, Ruby, Go and Rust on this one, all with one small program; for tests.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { appendFileSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { CommandResult, InstallingHost } from './host.ts';
import { localHost } from './local-host.ts';
import { install } from './local-installer.ts';
import { zip } from './zip.fixture.ts';

const places =
  /(^|=)(?=\/(?:opt\/pipx|opt\/go\/bin|opt\/cargo|opt\/composer|usr\/local\/(?:bin|sbin|cargo|lib|share)|var\/lib\/gems)(?:\/|$))/;

/** The machine's own places are below `folder`, without a word of it in what commands answer. */
export function movedHost(folder: string, env: Readonly<Record<string, string>>): InstallingHost {
  const to = (path: string): string => path.replace(places, `$1${folder}`);
  const argv = ([program, ...rest]: readonly [string, ...string[]]): [string, ...string[]] => [
    program,
    ...rest.map(to),
  ];
  const back = (result: CommandResult): CommandResult =>
    result.kind === 'exited' ? { ...result, stdout: result.stdout.replaceAll(`${folder}/`, '/') } : result;
  return {
    run: async (command) =>
      back(await localHost.run({ ...command, argv: argv(command.argv), env: { ...command.env, ...env } })),
    install: (command) =>
      install({ ...command, argv: argv(command.argv), env: { ...command.env, ...env } }, { through: 'child' }),
    readFile: (path, most) => localHost.readFile(to(path), most),
    readBytes: async (path, from, length) =>
      (await localHost.readBytes?.(to(path), from, length)) ?? { kind: 'missing' },
    listDirectory: (path) => localHost.listDirectory(to(path)),
    readLink: (path) => localHost.readLink(to(path)),
    exists: (path) => localHost.exists(to(path)),
  };
}

/** Never in one go: the registry may be a server of this very process. */
export async function must(argv: readonly string[], env: Readonly<Record<string, string>>, cwd = '/'): Promise<void> {
  const [program = '', ...rest] = argv;
  await promisify(execFile)(program, rest, { cwd, env: { ...process.env, ...env }, timeout: 100_000 });
}

/** `larder-sample`, which says its version; `needs` is a package of the same registry that nobody has. */
export interface Registry {
  publish(version: string, how?: { readonly needs?: string; readonly broken?: true }): Promise<void>;
  /** It has nothing any more, until it is told so again. */
  hide(isHidden: boolean): void;
  /** For whoever asks it. */
  readonly env: Readonly<Record<string, string>>;
  close(): void;
}

const name = 'larder-sample';

const hiding =
  (folder: string) =>
  (isHidden: boolean): void =>
    isHidden ? renameSync(folder, `${folder}-hidden`) : renameSync(`${folder}-hidden`, folder);

export async function pythonIndex(folder: string): Promise<Registry> {
  mkdirSync(join(folder, name), { recursive: true });
  const server: Server = createServer(({ url = '/' }, response) => {
    try {
      if (!url.endsWith('/')) return void response.end(readFileSync(join(folder, url)));
      const links = readdirSync(join(folder, url)).map((file) => `<a href="${url}${file}">${file}</a>`);
      response.setHeader('content-type', 'text/html').end(links.join('\n'));
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const file = (version: string): string => join(folder, name, `larder_sample-${version}-py3-none-any.whl`);
  return {
    async publish(version, { needs } = {}) {
      const info = `larder_sample-${version}.dist-info`;
      const requires = needs === undefined ? '' : `Requires-Dist: ${needs}\n`;
      const entries = [
        ['larder_sample.py', `def main(): print("larder ${version}")\n`],
        [`${info}/METADATA`, `Metadata-Version: 2.1\nName: ${name}\nVersion: ${version}\n${requires}`],
        [`${info}/WHEEL`, 'Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n'],
        [`${info}/entry_points.txt`, `[console_scripts]\n${name} = larder_sample:main\n`],
      ] as const;
      const record = [...entries.map(([path]) => `${path},,\n`), `${info}/RECORD,,\n`].join('');
      writeFileSync(file(version), zip([...entries, [`${info}/RECORD`, record]]));
    },
    hide: hiding(join(folder, name)),
    env: { PIP_INDEX_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, PIP_FIND_LINKS: '' },
    close: () => void server.close(),
  };
}

export function gemSource(folder: string, home: string): Registry {
  const gems = join(folder, 'server', 'gems');
  mkdirSync(gems, { recursive: true });
  writeFileSync(join(folder, 'gemrc'), `---\n:sources:\n- file://${join(folder, 'server')}\n`);
  const env = { GEM_HOME: home, GEMRC: join(folder, 'gemrc'), HOME: folder };
  const index = (): Promise<void> => must(['gem', 'generate_index', '-d', join(folder, 'server')], env);
  return {
    async publish(version, { needs } = {}) {
      mkdirSync(join(folder, 'src', 'bin'), { recursive: true });
      const script = `#!/usr/bin/env ruby\nputs 'larder ${version}'\n`;
      writeFileSync(join(folder, 'src', 'bin', name), script, { mode: 0o755 });
      const needed = needs === undefined ? '' : `s.add_dependency '${needs}'`;
      const specification = `Gem::Specification.new { |s| s.name = '${name}'; s.version = '${version}'; s.summary = 'x'; s.authors = ['lab'];
        s.executables = ['${name}']; s.files = ['bin/${name}']; s.license = 'MIT'; s.homepage = 'http://localhost/'; ${needed} }`;
      writeFileSync(join(folder, 'src', 'sample.gemspec'), specification);
      await must(
        ['gem', 'build', '-q', 'sample.gemspec', '-o', join(gems, `${name}-${version}.gem`)],
        env,
        join(folder, 'src'),
      );
      await index();
    },
    hide: hiding(join(folder, 'server')),
    env,
    close: () => undefined,
  };
}

export const goModule = 'lab.example/larder-sample';

/** The module proxy's protocol, as files. */
export function goProxy(folder: string): Registry {
  const at = join(folder, 'lab.example', name, '@v');
  mkdirSync(at, { recursive: true });
  writeFileSync(join(at, 'list'), '');
  return {
    async publish(version, { broken } = {}) {
      const mod = `module ${goModule}\n\ngo 1.18\n`;
      const main = broken
        ? 'package main\n\nfunc main() { nothing }\n'
        : `package main\n\nfunc main() { println("larder ${version}") }\n`;
      const inside = `${goModule}@${version}`;
      writeFileSync(join(at, `${version}.info`), JSON.stringify({ Version: version, Time: '2026-01-01T00:00:00Z' }));
      writeFileSync(join(at, `${version}.mod`), mod);
      writeFileSync(
        join(at, `${version}.zip`),
        zip([
          [`${inside}/go.mod`, mod],
          [`${inside}/main.go`, main],
        ]),
      );
      appendFileSync(join(at, 'list'), `${version}\n`);
    },
    hide: hiding(join(folder, 'lab.example')),
    // What is built once need not be built again for each attempt.
    env: { GOPROXY: `file://${folder}`, GONOSUMDB: 'lab.example', GOCACHE: join(folder, 'cache') },
    close: () => undefined,
  };
}

export function crateRegistry(folder: string, root: string): Registry {
  const index = join(folder, 'index', 'la', 'rd');
  mkdirSync(index, { recursive: true });
  mkdirSync(root, { recursive: true });
  const settings = `[source.crates-io]\nreplace-with = "lab"\n[source.lab]\nlocal-registry = "${folder}"\n`;
  writeFileSync(join(root, 'config.toml'), settings);
  const lines = new Map<string, string>();
  const write = (): void => writeFileSync(join(index, name), [...lines.values()].join(''));
  return {
    async publish(version, { broken } = {}) {
      const crate = `${name}-${version}`;
      const source = join(folder, 'src', crate);
      mkdirSync(join(source, 'src'), { recursive: true });
      const about = `name = "${name}"\nversion = "${version}"\n`;
      writeFileSync(
        join(source, 'Cargo.toml'),
        `[package]\n${about}edition = "2021"\ndescription = "x"\nlicense = "MIT"\n`,
      );
      writeFileSync(join(source, 'Cargo.lock'), `version = 4\n\n[[package]]\n${about}`);
      writeFileSync(
        join(source, 'src', 'main.rs'),
        broken ? 'fn main() { nothing }' : `fn main() { println!("larder ${version}") }`,
      );
      await must(['tar', '-czf', join(folder, `${crate}.crate`), crate], {}, join(folder, 'src'));
      const cksum = createHash('sha256')
        .update(readFileSync(join(folder, `${crate}.crate`)))
        .digest('hex');
      lines.set(version, `${JSON.stringify({ name, vers: version, deps: [], cksum, features: {}, yanked: false })}\n`);
      write();
    },
    hide: hiding(join(folder, 'index')),
    env: {},
    close: () => undefined,
  };
}

export const composerPackage = `lab/${name}`;

/** A repository of composer's as files, and a `COMPOSER_HOME` that knows no other. */
export function composerRepository(folder: string, home: string): Registry {
  mkdirSync(folder, { recursive: true });
  mkdirSync(home, { recursive: true });
  const settings = {
    repositories: [{ type: 'composer', url: `file://${folder}` }, { 'packagist.org': false }],
    require: { [composerPackage]: '^1.0' },
  };
  writeFileSync(join(home, 'composer.json'), JSON.stringify(settings));
  const versions: Record<string, unknown> = {};
  return {
    async publish(version, { needs } = {}) {
      const source = join(folder, 'src', version);
      mkdirSync(source, { recursive: true });
      const about = {
        name: composerPackage,
        version,
        bin: [name],
        ...(needs === undefined ? {} : { require: { [`lab/${needs}`]: '*' } }),
      };
      writeFileSync(join(source, 'composer.json'), JSON.stringify(about));
      writeFileSync(join(source, name), `#!/usr/bin/env php\n<?php echo "larder ${version}\\n";\n`, { mode: 0o755 });
      const file = join(folder, `${name}-${version}.tar`);
      await must(['tar', '-cf', file, version], {}, join(folder, 'src'));
      const shasum = createHash('sha1').update(readFileSync(file)).digest('hex');
      versions[version] = { ...about, dist: { type: 'tar', url: `file://${file}`, shasum } };
      writeFileSync(join(folder, 'packages.json'), JSON.stringify({ packages: { [composerPackage]: versions } }));
    },
    hide: hiding(folder),
    env: { COMPOSER_HOME: home, COMPOSER_ALLOW_SUPERUSER: '1' },
    close: () => undefined,
  };
}
