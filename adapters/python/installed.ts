// Applications in pipx's environments, and what pip installed for the machine or for a user; never what the distribution owns.
import { quoted } from '../ask.ts';
import { findPlaces, type Place } from '../homes.ts';
import type { Host } from '../host.ts';
import { type Installed, type Language, purlOf, type Reading } from '../language-packages.ts';
import { parsePackages, type PythonPackage } from '../python-packages.ts';
import { type Environment, parseEnvironment } from './parse.ts';

export const pypi: Language = {
  adapter: 'python',
  type: 'pypi',
  ecosystem: 'PyPI',
  scheme: 'pep440',
  plural: 'Python packages',
  registry: 'PyPI',
};

export const environmentFolders = ['.local/share/pipx/venvs', '.local/pipx/venvs'] as const;
/** Distributions keep their own below /usr/lib; pip as root writes here. */
export const machineFolder = '/usr/local/lib';
export const pipxFolder = '/opt/pipx/venvs';
const mostEnvironments = 500;
const mostPackages = 20_000;

export async function readPython(host: Host): Promise<Reading> {
  const [environments, libraries] = await Promise.all([
    findPlaces(host, pypi.plural, { machine: [pipxFolder], home: environmentFolders }),
    findPlaces(host, pypi.plural, { machine: [machineFolder], home: ['.local/lib'] }),
  ]);
  const problems: string[] = [...environments.problems, ...libraries.problems];
  const found: Installed[] = [];
  for (const place of libraries.places) found.push(...(await readLibrary(host, place)));
  for (const place of environments.places) {
    const names = ((await host.listDirectory(place.path)) ?? []).filter((name) => /^[\w][\w.-]{0,200}$/.test(name));
    for (const name of names.slice(0, mostEnvironments))
      found.push(...(await readEnvironment(host, { ...place, path: `${place.path}/${name}` }, name, problems)));
  }
  if (found.length <= mostPackages) return { found, problems };
  return {
    found: found.slice(0, mostPackages),
    problems: [...problems, `there are more than ${mostPackages} Python packages: the rest is left out`],
  };
}

/** `lib/python3.11/site-packages`, and Debian's `dist-packages`. */
async function packagesBelow(
  host: Host,
  folder: string,
): Promise<readonly (PythonPackage & { readonly folder: string })[]> {
  const pythons = ((await host.listDirectory(folder)) ?? []).filter((name) => /^python3(?:\.\d{1,2})?$/.test(name));
  const folders = pythons.flatMap((name) =>
    ['site-packages', 'dist-packages'].map((kind) => `${folder}/${name}/${kind}`),
  );
  const listed = await Promise.all(folders.map(async (each) => ({ each, names: await host.listDirectory(each) })));
  return listed.flatMap(({ each, names }) => parsePackages(names ?? []).map((found) => ({ ...found, folder: each })));
}

const betweenTheDistributions = {
  cause: 'unknown',
  why: 'pip put it between what the distribution has: reported only (pip install --upgrade can)',
} as const;

/** pip marks what somebody asked for with an empty file; what came along has none. */
async function readLibrary(host: Host, place: Place): Promise<readonly Installed[]> {
  const all = await packagesBelow(host, place.path);
  const asked = await Promise.all(all.map(({ folder, entry }) => host.exists(`${folder}/${entry}/REQUESTED`)));
  // Where no file says so (an old pip), each counts as asked for.
  const isKnown = asked.includes(true);
  return all.map(({ name, version }, at) => ({
    name,
    version,
    place,
    asked: !isKnown || asked[at] === true,
    ...(place.user === undefined ? { held: betweenTheDistributions } : {}),
  }));
}

async function readEnvironment(
  host: Host,
  place: Place,
  folderName: string,
  problems: string[],
): Promise<readonly Installed[]> {
  const [notes, all] = await Promise.all([
    host.readFile(`${place.path}/pipx_metadata.json`, 4 << 20),
    packagesBelow(host, `${place.path}/lib`),
  ]);
  const environment: Environment | undefined = notes.kind === 'text' ? parseEnvironment(notes.text) : undefined;
  const main = all.find(({ name }) => name === environment?.main);
  if (environment === undefined || main === undefined) {
    problems.push(`the pipx environment ${quoted(folderName)} cannot be read`);
    return all.map(({ name, version }) => ({ name, version, place, asked: false }));
  }
  const owner = purlOf(pypi, main.name, main.version);
  const held = { cause: 'hold', why: `pinned in pipx (pipx unpin ${folderName})` } as const;
  return all.map(({ name, version }) => ({
    name,
    version,
    place,
    ...(name === main.name || environment.injected.includes(name) ? { asked: true } : { asked: false, owner }),
    ...(environment.pinned && name === main.name ? { held } : {}),
  }));
}
