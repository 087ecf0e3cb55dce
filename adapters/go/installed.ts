// Programs of Go that somebody installed beside the distribution, and the modules inside them.
import { findPlaces, type Place } from '../homes.ts';
import { readGoProgram } from '../go-build-info.ts';
import type { Host } from '../host.ts';
import { type Installed, type Language, purlOf, type Reading } from '../language-packages.ts';

export const goModules: Language = {
  adapter: 'go',
  type: 'golang',
  ecosystem: 'Go',
  scheme: 'go',
  plural: 'Go modules',
  registry: 'the module proxy',
};

/** Where programs are put by hand; the distribution's are in /usr/bin. */
export const machineFolders = ['/usr/local/bin', '/usr/local/sbin', '/opt/go/bin'] as const;
const mostPrograms = 500;
const batch = 16;

export async function readGo(host: Host): Promise<Reading> {
  const { places, problems } = await findPlaces(host, goModules.plural, { machine: machineFolders, home: ['go/bin'] });
  const found: Installed[] = [];
  const cut: string[] = [];
  for (const place of places) {
    const names = ((await host.listDirectory(place.path)) ?? []).filter((name) => /^\w[\w.+-]{0,200}$/.test(name));
    if (names.length > mostPrograms)
      cut.push(`${place.path} holds more than ${mostPrograms} programs: the rest is left out`);
    for (let at = 0; at < Math.min(names.length, mostPrograms); at += batch) {
      const read = await Promise.all(
        names.slice(at, Math.min(at + batch, mostPrograms)).map((name) => readProgram(host, place, name)),
      );
      found.push(...read.flat());
    }
  }
  return { found, problems: [...problems, ...cut] };
}

async function readProgram(host: Host, place: Place, name: string): Promise<readonly Installed[]> {
  const program = await readGoProgram(host, `${place.path}/${name}`);
  if (program === undefined) return [];
  const { main, modules, toolchain } = program;
  // A program whose own version nobody knows is named by its file.
  const owner = main === undefined ? `${place.path}/${name}` : purlOf(goModules, main.path, main.version);
  return [
    ...(main === undefined ? [] : [{ name: main.path, version: main.version, place, asked: true }]),
    ...[...modules, { path: 'stdlib', version: toolchain }].map(({ path, version }) => ({
      name: path,
      version,
      place,
      asked: false,
      owner,
    })),
  ];
}
