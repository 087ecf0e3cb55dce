// Reads `apt-get indextargets`: which package indexes apt has, and whose they are. Source: apt's acquire-additional-files.md.
import { readControl } from './control.ts';

/** One downloaded Packages index, with what its Release file says of it. */
export interface IndexTarget {
  /** How `apt-cache policy` names it: `http://deb.debian.org/debian bookworm/main amd64 Packages`. */
  readonly description: string;
  readonly file: string;
  readonly repository: string;
  readonly release: string;
  readonly origin: string;
  readonly label: string;
  readonly suite: string;
  readonly codename: string;
  readonly version: string;
  readonly site: string;
  readonly trusted: boolean;
}

const wanted = [
  'Description', 'Filename', 'Repo-URI', 'Release', 'Origin', 'Label', 'Suite', 'Codename', 'Version', 'Site', 'Trusted', 'Identifier',
];

export function parseIndexTargets(text: string): readonly IndexTarget[] {
  return readControl(text, wanted).stanzas.flatMap(({ fields, cutIn }) => {
    const get = (field: string): string => fields.get(field) ?? '';
    if (get('Identifier') !== 'Packages' || cutIn !== undefined) return [];
    return [{
      description: get('Description'),
      file: get('Filename'),
      repository: get('Repo-URI'),
      release: get('Release'),
      origin: get('Origin'),
      label: get('Label'),
      suite: get('Suite'),
      codename: get('Codename'),
      version: get('Version'),
      site: get('Site'),
      trusted: get('Trusted') === 'yes',
    }];
  });
}
