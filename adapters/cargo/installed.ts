// Programs that `cargo install` built, of root, of every user and of the machine.
import { quoted } from '../ask.ts';
import { findPlaces } from '../homes.ts';
import type { Host } from '../host.ts';
import type { Installed, Language, Reading } from '../language-packages.ts';
import { parseInstalls, parseToml } from './parse.ts';

export const cratesIo: Language = {
  adapter: 'cargo',
  type: 'cargo',
  ecosystem: 'crates.io',
  scheme: 'semver',
  plural: 'crates',
  registry: 'crates.io',
};

export const machineFolders = ['/usr/local/cargo', '/opt/cargo'] as const;
const files = ['.crates2.json', '.crates.toml'] as const;

export async function readCrates(host: Host): Promise<Reading> {
  const { places, problems: closed } = await findPlaces(host, cratesIo.plural, {
    machine: machineFolders,
    home: ['.cargo'],
  });
  const problems: string[] = [...closed];
  const found: Installed[] = [];
  for (const place of places) {
    for (const file of files) {
      const read = await host.readFile(`${place.path}/${file}`, 16 << 20);
      if (read.kind === 'missing') continue;
      const crates =
        read.kind !== 'text' || read.truncated
          ? undefined
          : file === '.crates.toml'
            ? parseToml(read.text)
            : parseInstalls(read.text);
      if (crates === undefined)
        problems.push(`${quoted(`${place.path}/${file}`)} cannot be read: its crates are unknown`);
      else {
        if (crates.unread > 0)
          problems.push(`${quoted(`${place.path}/${file}`)} names ${crates.unread} crates that cannot be read`);
        found.push(
          ...crates.items.map(({ name, version, isPublic }) => ({
            name,
            version,
            place,
            asked: true,
            ...(isPublic ? {} : { isPrivate: true as const }),
          })),
        );
      }
      // The newer of the two has all that the older has.
      break;
    }
  }
  return { found, problems };
}
