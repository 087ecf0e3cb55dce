// Reads what winget lists: packages of its sources, upgrades, pins. What it cut off is no record.
import { withoutEscapes } from '../ask.ts';
import { readTables } from './table.ts';

const isId = (text: string): boolean => /^[\p{L}\p{N}][\p{L}\p{N}.+_-]{0,200}$/u.test(text) && !text.includes('…');
const isVersion = (text: string): boolean => /^[\p{L}\p{N}][\w.+~:, ()-]{0,100}$/u.test(text);

export interface Listed<T> {
  readonly items: readonly T[];
  readonly unread: number;
}

export interface Installed {
  readonly id: string;
  /** Undefined where winget does not know it: it says so in the language of the machine, or gives a bound. */
  readonly version: string | undefined;
  readonly source: string;
}

export interface Upgrade extends Installed {
  readonly available: string;
}

/**
 * `winget list`. Programs without a source are those of the registry alone, which another adapter reports; undefined where
 * there is no table at all.
 */
export function parseInstalled(text: string): Listed<Installed> | undefined {
  const [table] = readTables(text);
  if (table === undefined) return undefined;
  return collect(table.rows, (row) => {
    const [, id = '', version = ''] = row;
    const source = table.columns >= 4 ? (row.at(-1) ?? '') : '';
    if (source === '') return 'elsewhere';
    return isId(id) && isSource(source) ? { id, version: readVersion(version), source } : undefined;
  });
}

/** `winget upgrade`: the tables of what it would upgrade, of what needs to be named, and of what is pinned. */
export function parseUpgrades(text: string): Listed<Upgrade> {
  const rows = readTables(text)
    .filter(({ columns }) => columns === 5)
    .flatMap((table) => table.rows);
  return collect(rows, ([, id = '', version = '', available = '', source = '']) => {
    if (available === '' && source === '') return 'elsewhere';
    return isId(id) && isVersion(available) && isSource(source)
      ? { id, version: readVersion(version), available, source }
      : undefined;
  });
}

export interface Pin {
  /** `Pinning`, `Blocking` or `Gating`, in the machine's language. */
  readonly kind: string;
  /** Versions that a gating pin lets through: `1.2.*`, or one alone. */
  readonly gate: string | undefined;
}

/** Ids of `winget pin list`, with what holds them. */
export function parsePins(text: string): ReadonlyMap<string, Pin> {
  const [table] = readTables(text);
  const pins = new Map<string, Pin>();
  for (const row of table?.rows ?? []) {
    const [, id = ''] = row;
    // The last heading is two words in English, and what stands below it is cut in two.
    const [, kind = '', gate] = /^([^\d*]{0,40})(v?\d[\w.+-]{0,60}\*?)?/u.exec(row.slice(4).join('')) ?? [];
    if (isId(id)) pins.set(id, { kind, gate });
  }
  return pins;
}

/** Source: winget's documentation of pins: the wildcard may stand for the last part alone. */
export const letsThrough = ({ gate }: Pin, version: string): boolean =>
  gate !== undefined && (gate.endsWith('*') ? version.startsWith(gate.slice(0, -1)) : version === gate);

/** `Installer SHA256: …` of `winget show`, whatever the rest of the line is in the machine's language. Undefined where there is none, or several. */
export function parseInstallerHash(text: string): string | undefined {
  const found = [...withoutEscapes(text).matchAll(/SHA-?256[^\n]{0,60}[:：]\s{0,10}([0-9a-f]{64})\s*$/gim)];
  const hashes = new Set(found.map(([, hash = '']) => hash.toLowerCase()));
  return hashes.size === 1 ? [...hashes][0] : undefined;
}

const isSource = (text: string): boolean => /^[\w.-]{1,60}$/.test(text);

/** A version begins with a digit or with `v` and one; `Unknown` in any language does not. A bound (`> 1.2`) is none. */
const readVersion = (text: string): string | undefined => (isVersion(text) && /^v?\d/i.test(text) ? text : undefined);

function collect<T>(
  rows: readonly (readonly string[])[],
  read: (row: readonly string[]) => T | 'elsewhere' | undefined,
): Listed<T> {
  const items: T[] = [];
  let unread = 0;
  for (const row of rows) {
    // The line after a table counts what is in it.
    if (row.slice(1).every((cell) => cell === '') || isSentence(row)) continue;
    const item = read(row);
    if (item === undefined) unread += 1;
    else if (item !== 'elsewhere') items.push(item);
  }
  return { items, unread };
}

/** `2 upgrades available.` and its like under a table, in any language: text that runs on over where columns begin. */
const isSentence = (row: readonly string[]): boolean => /^\d+ \p{L}/u.test(row[0] ?? '') && !isId(row[1] ?? '');
