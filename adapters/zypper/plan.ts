// Reads the plan that zypper shows before it would ask whether to go on. Source: zypper's xml/xmlout.rnc.
import { isRpmArch, isRpmName, isRpmVersion } from '../rpm-query.ts';
import type { Listed } from './parse.ts';
import { elementsNamed, type Element } from './xml.ts';

export interface Row {
  readonly kind: 'install' | 'upgrade' | 'downgrade' | 'remove';
  readonly name: string;
  readonly arch: string | undefined;
  readonly from: string | undefined;
  readonly to: string;
}

export interface Plan {
  readonly rows: Listed<Row>;
  readonly bytesToDownload: number | undefined;
  readonly bytesOnDisk: number | undefined;
}

const kinds: ReadonlyMap<string, Row['kind']> = new Map([
  ['to-install', 'install'],
  ['to-reinstall', 'install'],
  ['to-upgrade', 'upgrade'],
  ['to-upgrade-change-arch', 'upgrade'],
  ['to-downgrade', 'downgrade'],
  ['to-downgrade-change-arch', 'downgrade'],
  ['to-remove', 'remove'],
]);

/** Undefined when there is no plan in it. A part of the plan of an unknown kind counts as unread. */
export function planIn(root: Element): Plan | undefined {
  const [summary] = elementsNamed(root, 'install-summary');
  if (summary === undefined) return undefined;
  const rows: Row[] = [];
  let unread = 0;
  for (const part of summary.children) {
    const kind = kinds.get(part.name);
    for (const { attributes } of part.children.filter(({ name }) => name === 'solvable')) {
      if (attributes.get('type') !== 'package') continue;
      const name = attributes.get('name') ?? '';
      const arch = attributes.get('arch') ?? '';
      const to = attributes.get('edition') ?? '';
      const from = attributes.get('edition-old');
      if (kind === undefined || !isRpmName(name) || !isRpmVersion(to) || (from !== undefined && !isRpmVersion(from)))
        unread += 1;
      else rows.push({ kind, name, arch: isRpmArch(arch) ? arch : undefined, from, to });
    }
  }
  return {
    rows: { items: rows, unread },
    bytesToDownload: integer(summary.attributes.get('download-size')),
    bytesOnDisk: integer(summary.attributes.get('space-usage-diff')),
  };
}

const integer = (text: string | undefined): number | undefined =>
  text !== undefined && /^-?\d{1,15}$/.test(text) ? Number(text) : undefined;
