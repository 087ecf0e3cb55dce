// The `installed` section: pacman's database, with what no repository has (AUR, own builds) told apart.
import { ecosystemOf, schemeOf } from '@suture/core/packages/ecosystems.ts';
import type { OperatingSystem, Package } from '@suture/core/packages/package.ts';
import { buildPurl } from '@suture/core/packages/purl.ts';
import type { Section } from '../adapter.ts';
import { ask, failed, sectionOf } from '../ask.ts';
import type { Host } from '../host.ts';
import { repositoryPackages } from './commands.ts';
import { readDatabase } from './database.ts';
import { ignoredBy, readSettings } from './ignored.ts';
import { brokenRepositories, parseRepositoryPackages, type Entry } from './parse.ts';

export async function readInstalled(host: Host, system: OperatingSystem): Promise<Section<Package>> {
  const database = await readDatabase(host);
  if (database.entries.length === 0) {
    return failed(...(database.problems.length > 0 ? database.problems : ['pacman’s database holds no package']));
  }
  const [settings, known] = await Promise.all([readSettings(host), namesInRepositories(host)]);
  const { ecosystem } = ecosystemOf(system);
  const own = ecosystem !== undefined && schemeOf(ecosystem) === 'pacman' ? ecosystem : undefined;
  const items = database.entries.map((entry) =>
    packageOf(
      entry,
      system,
      own,
      known.names?.has(entry.name) === false,
      ignoredBy(entry, settings.value) !== undefined,
    ),
  );
  return sectionOf(items, [...database.problems, ...settings.problems, ...known.problems]);
}

/** Undefined where a repository's database is missing: everything of that repository would pass for foreign. */
async function namesInRepositories(
  host: Host,
): Promise<{ readonly names: ReadonlySet<string> | undefined; readonly problems: readonly string[] }> {
  const answer = await ask(host, repositoryPackages, 'pacman -Sl');
  const unknown = 'which packages are from the AUR or of own making is unknown';
  // An image without pacman or without fetched repositories has its packages all the same.
  if (!answer.ok) return { names: undefined, problems: answer.missing ? [] : [`${answer.why}; ${unknown}`] };
  const { items, unread } = parseRepositoryPackages(answer.stdout);
  const broken = brokenRepositories(answer.stderr);
  if (items.length === 0 || broken.length > 0 || unread > 0 || answer.problems.length > 0) {
    const why =
      broken.length > 0
        ? `the database of ${broken.join(', ')} is missing or damaged`
        : 'pacman -Sl does not list every repository';
    return { names: undefined, problems: [`${why}; ${unknown}`] };
  }
  return { names: new Set(items.map(({ name }) => name)), problems: [] };
}

function packageOf(
  { name, version, base, arch }: Entry,
  system: OperatingSystem,
  ecosystem: string | undefined,
  foreign: boolean,
  ignored: boolean,
): Package {
  return {
    purl: buildPurl({
      type: 'alpm',
      namespace: system.id,
      name,
      version,
      qualifiers: { arch, upstream: base === name ? undefined : base },
    }),
    // Arch's advisories speak of what its repositories have.
    ecosystem: foreign ? undefined : ecosystem,
    name,
    version,
    arch,
    source: { name: base, version },
    ...(ignored ? { hold: true as const } : {}),
    ...(foreign ? { origin: 'no repository (AUR or own build)' } : {}),
  };
}
