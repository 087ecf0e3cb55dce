// Reads Alpine's database of installed packages, `lib/apk/db/installed`.
import { ecosystemOf, schemeOf } from '@suture/core/packages/ecosystems.ts';
import type { Inventory, OperatingSystem, Package } from '@suture/core/packages/package.ts';
import { buildPurl } from '@suture/core/packages/purl.ts';
import { collect, failed, quote } from './collection.ts';
import { linesOf } from './lines.ts';

/**
 * Records are separated by empty lines; of each, `P:` name, `V:` version, `A:` architecture and `o:` origin are read.
 * A package without origin is its own. Source: apk-tools, apk-package(5).
 */
export function readApkInstalled(text: string, os: OperatingSystem): Inventory {
  const { ecosystem } = ecosystemOf(os);
  if (ecosystem !== undefined && schemeOf(ecosystem) !== 'apk') return failed(`${os.id} does not use apk`);
  const found = collect();
  let fields = new Map<string, string>();
  let begins = 0;
  const close = (): boolean => {
    if (fields.size === 0) return true;
    const reading = packageOf(fields, os, ecosystem);
    fields = new Map();
    if (typeof reading !== 'string') return found.add(reading);
    found.problem(`line ${begins}: ${reading}`);
    return true;
  };
  for (const [number, line] of linesOf(text)) {
    if (line.trim() === '') {
      if (!close()) return found.finish('the apk database');
      continue;
    }
    if (fields.size === 0) begins = number;
    const letter = line.slice(0, 2);
    if (!/^[A-Za-z]:$/.test(letter)) {
      found.problem(`line ${number}: ${quote(line)} is no field of an apk record`);
      if (fields.size === 0) fields.set('unreadable', '');
    } else if (!fields.has(letter)) {
      fields.set(letter, line.slice(2).trim());
    } else if (letter === 'P:') {
      found.problem(`line ${number}: a second package begins inside the record of ${quote(fields.get('P:') ?? '')}`);
      if (!close()) return found.finish('the apk database');
      begins = number;
      fields.set(letter, line.slice(2).trim());
    }
  }
  close();
  return found.finish('the apk database');
}

function packageOf(
  fields: ReadonlyMap<string, string>,
  os: OperatingSystem,
  ecosystem: string | undefined,
): Package | string {
  const name = fields.get('P:') ?? '';
  const version = fields.get('V:') ?? '';
  if (!word.test(name)) return `the record's package name ${quote(name)} is none`;
  if (!word.test(version)) return `the version ${quote(version)} of ${quote(name)} is none`;
  const arch = fields.get('A:') || undefined;
  const origin = fields.get('o:') || name;
  const upstream = origin === name ? undefined : origin;
  const distro = `${os.id}-${os.version}`;
  return {
    purl: buildPurl({ type: 'apk', namespace: os.id, name, version, qualifiers: { arch, distro, upstream } }),
    ecosystem,
    name,
    version,
    arch,
    source: { name: origin, version },
  };
}

const word = /^[!-~]{1,256}$/;
