// Packages that `composer global` installed, of root and of every user.
import { quoted } from '../ask.ts';
import { findPlaces } from '../homes.ts';
import type { Host } from '../host.ts';
import type { Installed, Language, Reading } from '../language-packages.ts';
import { parseInstalled, parseRequired } from './parse.ts';

export const packagist: Language = {
  adapter: 'composer',
  type: 'composer',
  ecosystem: 'Packagist',
  scheme: 'packagist',
  plural: 'composer packages',
  registry: 'Packagist',
};

export const homeFolders = ['.config/composer', '.composer'] as const;

export async function readComposer(host: Host): Promise<Reading> {
  const { places, problems: closed } = await findPlaces(host, packagist.plural, { home: homeFolders });
  const problems: string[] = [...closed];
  const found: Installed[] = [];
  for (const place of places) {
    const path = `${place.path}/vendor/composer/installed.json`;
    const [list, wanted] = await Promise.all([
      host.readFile(path, 32 << 20),
      host.readFile(`${place.path}/composer.json`, 1 << 20),
    ]);
    if (list.kind === 'missing') continue;
    const packages = list.kind === 'text' && !list.truncated ? parseInstalled(list.text) : undefined;
    if (packages === undefined) {
      problems.push(`${quoted(path)} cannot be read: its packages are unknown`);
      continue;
    }
    if (packages.unread > 0) problems.push(`${quoted(path)} names ${packages.unread} packages without a version`);
    const required = wanted.kind === 'text' ? parseRequired(wanted.text) : undefined;
    found.push(
      ...packages.items.map(({ name, version }) => ({
        name,
        version,
        place,
        asked: required === undefined || required.has(name),
      })),
    );
  }
  return { found, problems };
}
