// Reads the plan dnf prints before it asks whether to go on. Source: dnf 4.14's cli/output.py, `list_transaction`; dnf 5.4's plans.
import { withoutEscapes } from '../ask.ts';
import { isRpmArch, isRpmName, isRpmVersion } from '../rpm-query.ts';

export interface Row {
  readonly kind: 'install' | 'upgrade' | 'downgrade' | 'remove';
  readonly name: string;
  readonly arch: string;
  readonly version: string;
}

export interface Transaction {
  readonly rows: readonly Row[];
  /** Names of packages left out for their dependencies or conflicts. */
  readonly skipped: readonly string[];
  /** Lines in the table that cannot be read. */
  readonly unread: number;
}

const headings: readonly (readonly [RegExp, Row['kind'] | 'skip'])[] = [
  [/^(?:Installing|Reinstalling)(?: (?:group\/module packages|dependencies|weak dependencies))?:$/i, 'install'],
  [/^Upgrading:$/i, 'upgrade'],
  [/^Downgrading:$/i, 'downgrade'],
  [/^Removing(?: (?:dependent packages|unused dependencies))?:$/i, 'remove'],
  [/^Skipping packages with (?:conflicts|broken dependencies):$/i, 'skip'],
];

/** Rows are name, architecture, version, repository and a size of two words (or `0`); wide ones go on in the next line. */
export function parseTransaction(text: string): Transaction {
  const rows: Row[] = [];
  /** Names of what comes. */
  const coming = new Set<string>();
  const skipped: string[] = [];
  let unread = 0;
  let kind: Row['kind'] | 'skip' | undefined;
  let words: string[] = [];
  for (const raw of withoutEscapes(text).split('\n')) {
    const line = raw.trimEnd();
    const isRowLine = line.startsWith(' ');
    const heading = isRowLine ? undefined : headings.find(([pattern]) => pattern.test(line));
    if (
      heading !== undefined ||
      (!isRowLine &&
        /^(?:Transaction Summary|Nothing to do|=+$|Enabling module|Switching module|Changing reason:)/.test(line))
    ) {
      if (words.length > 0) unread += 1;
      words = [];
      kind = heading?.[1];
      continue;
    }
    if (kind === undefined || line === '' || line.startsWith('(')) continue;
    const replaced = /^ +replacing +(\S+)/.exec(line)?.[1];
    if (replaced !== undefined) {
      // dnf 5 says of each upgrade that it replaces the old version.
      if (coming.has(replaced)) continue;
      const row = replacedIn(line.match(/\S+/g) ?? []);
      if (!isRow(row)) unread += 1;
      else if (!coming.has(row.name)) rows.push(row);
      continue;
    }
    if (!isRowLine) {
      unread += 1;
      continue;
    }
    words.push(...(line.match(/\S+/g) ?? []));
    // Nothing has no unit: what holds only dependencies takes up 0 bytes.
    if (words.length < 6 && !(words.length === 5 && words[4] === '0')) continue;
    const [name = '', arch = '', version = ''] = words;
    if (words.length > 6 || !isRow({ name, arch, version })) unread += 1;
    else if (kind === 'skip') skipped.push(name);
    else {
      rows.push({ kind, name, arch, version: version.replace(/^0:/, '') });
      if (kind !== 'remove') coming.add(name);
    }
    words = [];
  }
  return { rows, skipped, unread };
}

/** dnf 4: `replacing NAME.ARCH VERSION`; dnf 5: `replacing NAME ARCH VERSION REPOSITORY SIZE`. */
function replacedIn([, first = '', second = '', third]: readonly string[]): Row {
  const dot = first.lastIndexOf('.');
  const [name, arch, version] =
    third === undefined ? [first.slice(0, Math.max(dot, 0)), first.slice(dot + 1), second] : [first, second, third];
  return { kind: 'remove', name, arch, version: version.replace(/^0:/, '') };
}

const isRow = ({ name, arch, version }: Omit<Row, 'kind'>): boolean =>
  isRpmName(name) && isRpmArch(arch) && isRpmVersion(version);
