// Packages that `composer global` installed: for the whole machine, of root and of every user.
import { quoted } from '../ask.ts';
import { findPlaces, type Place } from '../homes.ts';
import type { Host } from '../host.ts';
import type { Installed, Language, Reading } from '../language-packages.ts';
import { hasPlugins, keepsElsewhere, parseInstalled, parseRequired } from './parse.ts';

export const packagist: Language = {
  adapter: 'composer',
  type: 'composer',
  ecosystem: 'Packagist',
  scheme: 'packagist',
  plural: 'composer packages',
  registry: 'Packagist',
};

export const homeFolders = ['.config/composer', '.composer'] as const;
/** `COMPOSER_HOME` is set to these where `composer global` is for everybody on a machine. */
export const machineFolders = ['/opt/composer', '/usr/local/share/composer'] as const;

export async function readComposer(host: Host): Promise<Reading> {
  const { places, problems } = await findPlaces(host, packagist.plural, {
    machine: machineFolders,
    home: homeFolders,
  });
  const readings = await Promise.all(places.map((place) => readPlace(host, place)));
  return {
    found: readings.flatMap(({ found }) => found),
    problems: [...problems, ...readings.flatMap((each) => each.problems)],
  };
}

/** What is in a `COMPOSER_HOME`; nothing where nothing was installed with it. */
export async function readPlace(host: Host, place: Place): Promise<Reading> {
  const path = `${place.path}/vendor/composer/installed.json`;
  const [list, wanted, settings] = await Promise.all([
    host.readFile(path, 32 << 20),
    host.readFile(`${place.path}/composer.json`, 1 << 20),
    host.readFile(`${place.path}/config.json`, 1 << 20),
  ]);
  if (list.kind === 'missing') return { found: [], problems: [] };
  const packages = list.kind === 'text' && !list.truncated ? parseInstalled(list.text) : undefined;
  if (packages === undefined || list.kind !== 'text')
    return { found: [], problems: [`${quoted(path)} cannot be read: its packages are unknown`] };
  const texts = [wanted, settings].flatMap((file) => (file.kind === 'text' ? [file.text] : []));
  const required = wanted.kind === 'text' ? parseRequired(wanted.text) : undefined;
  const held =
    place.user !== undefined
      ? undefined
      : hasPlugins(list.text)
        ? aside('has plugins of composer, which are not run as root and would do more than is planned')
        : texts.some(keepsElsewhere)
          ? aside('keeps programs or packages in folders of its own')
          : undefined;
  return {
    found: packages.items.map(({ name, version }): Installed => ({
      name,
      version,
      place,
      asked: required === undefined || required.has(name),
      held,
    })),
    problems: packages.unread > 0 ? [`${quoted(path)} names ${packages.unread} packages without a version`] : [],
  };
}

const aside = (why: string): NonNullable<Installed['held']> => ({
  cause: 'unknown',
  why: `its COMPOSER_HOME ${why}: left to a person`,
});
