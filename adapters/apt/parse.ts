// Reads apt's machine-readable answers: which package indexes it has, and what they say of single versions.
// Sources: apt's acquire-additional-files.md (indextargets), deb-control(5), apt-cache(8).
import { readControl } from './control.ts';
import { sourceOf } from './dpkg-status.ts';
import { isPackageName } from './policy-names.ts';

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

const targetFields = [
  'Description',
  'Filename',
  'Repo-URI',
  'Release',
  'Origin',
  'Label',
  'Suite',
  'Codename',
  'Version',
  'Site',
  'Trusted',
  'Identifier',
];

export function parseIndexTargets(text: string): readonly IndexTarget[] {
  return readControl(text, targetFields).stanzas.flatMap(({ fields, cutIn }) => {
    const get = (field: string): string => fields.get(field) ?? '';
    if (get('Identifier') !== 'Packages' || cutIn !== undefined) return [];
    return [
      {
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
      },
    ];
  });
}

export interface IndexRecord {
  readonly name: string;
  readonly arch: string | undefined;
  readonly version: string;
  readonly source: { readonly name: string; readonly version: string };
  /** Bytes of the .deb. */
  readonly size: number | undefined;
  /** KiB on disk. */
  readonly installedSize: number | undefined;
  readonly phasedPercent: number | undefined;
  /** Names in Depends and Pre-Depends, alternatives included. */
  readonly depends: readonly string[];
}

const recordFields = [
  'Package',
  'Version',
  'Source',
  'Architecture',
  'Size',
  'Installed-Size',
  'Phased-Update-Percentage',
  'Depends',
  'Pre-Depends',
];

export const recordKey = (name: string, version: string): string => `${name}=${version}`;

/** By `name=version`; of several architectures the first counts, their sizes differ little and their source not. */
export function parseRecords(text: string): ReadonlyMap<string, IndexRecord> {
  const records = new Map<string, IndexRecord>();
  for (const { fields, cutIn } of readControl(text, recordFields).stanzas) {
    const name = fields.get('Package');
    const version = fields.get('Version');
    if (cutIn !== undefined || name === undefined || version === undefined || !isPackageName(name)) continue;
    const key = recordKey(name, version);
    if (records.has(key)) continue;
    records.set(key, {
      name,
      version,
      arch: fields.get('Architecture'),
      source: sourceOf(name, version, fields.get('Source')),
      size: natural(fields.get('Size')),
      installedSize: natural(fields.get('Installed-Size')),
      phasedPercent: natural(fields.get('Phased-Update-Percentage')),
      depends: `${fields.get('Pre-Depends') ?? ''},${fields.get('Depends') ?? ''}`
        .split(/[,|]/)
        .map((part) => part.trim().split(/[\s:(]/, 1)[0] ?? '')
        .filter(isPackageName),
    });
  }
  return records;
}

function natural(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}
