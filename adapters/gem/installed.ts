// Gems that gem installed for the machine or for a user, from their specifications; never those of the distribution.
import { findPlaces, type Place } from '../homes.ts';
import type { Host } from '../host.ts';
import type { Installed, Language, Reading } from '../language-packages.ts';
import { parseSpecification } from './parse.ts';

export const rubyGems: Language = {
  adapter: 'gem',
  type: 'gem',
  ecosystem: 'RubyGems',
  scheme: 'rubygems',
  plural: 'gems',
  registry: 'the gem server',
};

/** Debian's gem as root; a Ruby built here. Debian's own gems are in /usr/share/rubygems-integration, Fedora's in /usr/share/gems. */
export const machineFolders = ['/var/lib/gems', '/usr/local/lib/ruby/gems', '/usr/local/share/gems'] as const;
export const homeFolders = ['.local/share/gem/ruby', '.gem/ruby'] as const;
const mostGems = 20_000;
const batch = 32;

export async function readGems(host: Host): Promise<Reading> {
  const { places, problems } = await findPlaces(host, rubyGems.plural, { machine: machineFolders, home: homeFolders });
  const files = (await Promise.all(places.map((place) => specificationsIn(host, place)))).flat();
  const found: Installed[] = [];
  let unread = 0;
  for (let at = 0; at < Math.min(files.length, mostGems); at += batch) {
    const read = await Promise.all(
      files
        .slice(at, at + batch)
        .map(async ({ path, place, isDefault }) => ({ place, isDefault, file: await host.readFile(path, 4096) })),
    );
    for (const { place, isDefault, file } of read) {
      const gem = file.kind === 'text' ? parseSpecification(file.text) : undefined;
      if (gem === undefined) unread += 1;
      else found.push({ ...gem, place, asked: !isDefault });
    }
  }
  return {
    found,
    problems: [
      ...problems,
      ...(unread === 0 ? [] : [`${unread} gem specifications cannot be read: those gems are left out`]),
      ...(files.length > mostGems ? [`there are more than ${mostGems} gems: the rest is left out`] : []),
    ],
  };
}

/** `RUBY/specifications/NAME-VERSION.gemspec`; below `default` are those that came with that Ruby. */
async function specificationsIn(
  host: Host,
  place: Place,
): Promise<readonly { readonly path: string; readonly place: Place; readonly isDefault: boolean }[]> {
  const listed: Promise<readonly { path: string; place: Place; isDefault: boolean }[]>[] = [];
  // Some keep a version of Ruby's interface between, some do not.
  const rubies = ((await host.listDirectory(place.path)) ?? []).filter((name) => /^\d[\w.-]{0,40}$/.test(name));
  for (const folder of [place.path, ...rubies.map((name) => `${place.path}/${name}`)]) {
    for (const [below, isDefault] of [
      ['specifications', false],
      ['specifications/default', true],
    ] as const) {
      const at = `${folder}/${below}`;
      listed.push(
        host
          .listDirectory(at)
          .then((names = []) =>
            names
              .filter((name) => /^[\w][\w.+-]{0,250}\.gemspec$/.test(name))
              .map((name) => ({ path: `${at}/${name}`, place, isDefault })),
          ),
      );
    }
  }
  return (await Promise.all(listed)).flat();
}
