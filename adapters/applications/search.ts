// Walks below one configured path and collects the packages of every application there.
import { ask, quoted } from '../ask.ts';
import { readGoProgram } from '../go-build-info.ts';
import type { Host } from '../host.ts';
import { purlOf } from '../language-packages.ts';
import { parsePackages } from '../python-packages.ts';
import { manifestsIn, walk } from './commands.ts';
import { fileReader, readJar } from './jar.ts';
import { type Kind, kinds, lockReaderOf, type Named } from './lock-files.ts';
import { parseNpmLock } from './locks-javascript.ts';
import { type Entry, folderOf, nameIn, parseEntries } from './parse.ts';
import { fieldsOf, readJson, textOf } from '../json.ts';

export interface Found extends Named {
  readonly kind: Kind;
  /** The file or folder that says so. */
  readonly path: string;
  /** The package URL of the program it is inside. */
  readonly owner?: string;
}

export interface Searched {
  readonly found: readonly Found[];
  readonly problems: readonly string[];
}

const mostEntries = 50_000;
const mostFound = 100_000;
const mostLockBytes = 32 << 20;

export async function searchBelow(host: Host, root: string): Promise<Searched> {
  const answer = await ask(host, walk(root), `the walk below ${quoted(root)}`, [0, 1]);
  if (!answer.ok) return { found: [], problems: [answer.why] };
  const problems: string[] = [...answer.problems];
  if (answer.code !== 0)
    problems.push(
      `not everything below ${quoted(root)} could be looked into${answer.stderr === '' ? '' : `: ${quoted(answer.stderr)}`}`,
    );
  const entries = parseEntries(answer.stdout, root);
  if (entries.length > mostEntries)
    problems.push(`there is more below ${quoted(root)} than is looked at: the rest is left out`);
  const found: Found[] = [];
  const unread = new Map<string, number>();
  for (const entry of entries.slice(0, mostEntries)) {
    if (found.length >= mostFound) break;
    const read = await readEntry(host, entry);
    if (read === undefined) unread.set(entry.path, 1);
    else {
      found.push(...read.found);
      problems.push(...read.problems);
    }
  }
  const [first] = unread.keys();
  if (first !== undefined)
    problems.push(`${unread.size} files below ${quoted(root)} cannot be read, ${quoted(first)} first`);
  if (found.length >= mostFound)
    problems.push(`there are more than ${mostFound} packages below ${quoted(root)}: the rest is left out`);
  return { found: withoutDeclared(found), problems };
}

const nothing: Searched = { found: [], problems: [] };

async function readEntry(host: Host, entry: Entry): Promise<Searched | undefined> {
  const { path, isFolder } = entry;
  const name = nameIn(path);
  if (isFolder) return name === 'node_modules' ? readModules(host, path) : readMetadata(path);
  const lock = lockReaderOf(name);
  if (lock !== undefined) {
    const file = await host.readFile(path, mostLockBytes);
    if (file.kind === 'missing') return nothing;
    const packages = file.kind === 'text' && !file.truncated ? lock.read(file.text) : undefined;
    return packages === undefined
      ? undefined
      : { found: packages.map((each) => ({ ...each, kind: lock.kind, path })), problems: [] };
  }
  return /\.[jwe]ar$/.test(name) ? readArchive(host, entry) : readProgram(host, path);
}

const readMetadata = (path: string): Searched => ({
  found: parsePackages([nameIn(path)]).map(({ name, version }) => ({
    name,
    version,
    kind: kinds.pypi,
    path: folderOf(path),
  })),
  problems: [],
});

async function readArchive(host: Host, { path, bytes }: Entry): Promise<Searched | undefined> {
  const jar = await readJar(fileReader(host, path), bytes);
  if (jar === undefined) return undefined;
  return {
    found: jar.found.map((each) => ({ ...each, kind: kinds.maven, path })),
    problems: jar.unread === 0 ? [] : [`${jar.unread} archives inside ${quoted(path)} cannot be read`],
  };
}

async function readProgram(host: Host, path: string): Promise<Searched> {
  const program = await readGoProgram(host, path);
  if (program === undefined) return nothing;
  const { main, modules, toolchain } = program;
  const owner = main === undefined ? path : purlOf(kinds.go, main.path, main.version);
  const inside = [...modules, { path: 'stdlib', version: toolchain }];
  return {
    found: [
      ...(main === undefined ? [] : [{ name: main.path, version: main.version, kind: kinds.go, path }]),
      ...inside.map((each) => ({ name: each.path, version: each.version, kind: kinds.go, path, owner })),
    ],
    problems: [],
  };
}

/** npm leaves a list of what it put there; other tools do not, and then each package's own file is read. */
async function readModules(host: Host, path: string): Promise<Searched | undefined> {
  const list = await host.readFile(`${path}/.package-lock.json`, mostLockBytes);
  const packages = list.kind === 'text' && !list.truncated ? parseNpmLock(list.text) : undefined;
  if (packages !== undefined)
    return { found: packages.map((each) => ({ ...each, kind: kinds.npm, path })), problems: [] };
  const answer = await ask(host, manifestsIn(path), `the walk below ${quoted(path)}`, [0, 1]);
  if (!answer.ok) return { found: [], problems: [answer.why] };
  const manifests = parseEntries(answer.stdout, path)
    .filter((each) => isPackageRoot(each.path))
    .slice(0, mostEntries);
  const found: Found[] = [];
  for (let at = 0; at < manifests.length; at += 32) {
    const read = await Promise.all(manifests.slice(at, at + 32).map((each) => host.readFile(each.path, 1 << 20)));
    for (const file of read) {
      const fields = file.kind === 'text' ? fieldsOf(readJson(file.text)) : undefined;
      const lock = {
        packages: { [`node_modules/${textOf(fields, 'name') ?? ''}`]: { version: textOf(fields, 'version') } },
      };
      found.push(...(parseNpmLock(JSON.stringify(lock)) ?? []).map((each) => ({ ...each, kind: kinds.npm, path })));
    }
  }
  return { found, problems: answer.problems };
}

/** Not one of the many other files of that name inside a package. */
const isPackageRoot = (path: string): boolean => /\/node_modules\/(?:@[^/]+\/)?[^/@]+\/package\.json$/.test(path);

/** A lock file says what would be installed; where something of its kind is installed below it, that counts. */
function withoutDeclared(found: readonly Found[]): readonly Found[] {
  const declared = (path: string): boolean =>
    lockReaderOf(nameIn(path)) !== undefined && !nameIn(path).endsWith('.deps.json');
  const installed = new Set<string>();
  for (const { path, kind } of found) {
    if (declared(path)) continue;
    for (let folder = folderOf(path); folder !== ''; folder = folderOf(folder)) installed.add(`${kind.type} ${folder}`);
  }
  return found.filter(({ path, kind }) => !declared(path) || !installed.has(`${kind.type} ${folderOf(path)}`));
}
