// Reads `apt-cache show NAME=VERSION…`: what the index says of single versions.
import { readControl } from './control.ts';
import { sourceOf } from './dpkg-status.ts';
import { isPackageName } from './policy-names.ts';

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

const wanted = ['Package', 'Version', 'Source', 'Architecture', 'Size', 'Installed-Size', 'Phased-Update-Percentage', 'Depends', 'Pre-Depends'];

export const recordKey = (name: string, version: string): string => `${name}=${version}`;

/** By `name=version`; of several architectures the first counts, their sizes differ little and their source not. */
export function parseRecords(text: string): ReadonlyMap<string, IndexRecord> {
  const records = new Map<string, IndexRecord>();
  for (const { fields, cutIn } of readControl(text, wanted).stanzas) {
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
