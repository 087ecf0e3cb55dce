// Reads Debian changelogs: which CVEs each entry names, and when it was written. Source: Debian policy §4.4.
import { debian } from '@suture/core/versions/debian.ts';

export interface ChangelogEntry {
  /** Source version. */
  readonly version: string;
  /** RFC 3339 in UTC, from the entry's trailer; undefined where it has none that can be read. */
  readonly date: string | undefined;
  readonly vulnerabilities: readonly string[];
}

const heading = /^([a-z0-9][a-z0-9+.-]{0,200}) \(([^()\s]{1,200})\)[^;]{0,200};/i;
const trailer = /^ -- .{0,300}?> {1,2}(.{10,60})$/;
const cve = /\bCVE-(\d{4})-(\d{4,19})\b/gi;
const mostEntries = 2000;

/** Entries as written, newest first; at most 2,000. Never throws. */
export function parseChangelog(text: string): readonly ChangelogEntry[] {
  const entries: ChangelogEntry[] = [];
  let version: string | undefined;
  let found = new Set<string>();
  const close = (date: string | undefined): void => {
    if (version !== undefined) entries.push({ version, date, vulnerabilities: [...found].sort() });
    version = undefined;
    found = new Set();
  };
  for (const line of text.split('\n')) {
    if (line.startsWith(' -- ')) {
      close(readDate(trailer.exec(line.trimEnd())?.[1]));
    } else if (line.startsWith(' ') || line.startsWith('\t')) {
      if (version !== undefined) for (const match of line.matchAll(cve)) found.add(`CVE-${match[1]}-${match[2]}`);
    } else {
      const head = heading.exec(line);
      if (head === null) continue;
      close(undefined);
      if (entries.length >= mostEntries) return entries;
      version = head[2];
    }
  }
  close(undefined);
  return entries;
}

const months = 'JanFebMarAprMayJunJulAugSepOctNovDec';
const dateForm =
  /^(?:[A-Z][a-z]{2},? )?\s*(\d{1,2}) ([A-Z][a-z]{2}) (\d{4}) (\d{2}):(\d{2}):(\d{2}) ([+-])(\d{2})(\d{2})/;

/** RFC 5322 dates, strictly: `Date.parse` guesses. */
function readDate(text: string | undefined): string | undefined {
  const match = dateForm.exec(text ?? '');
  if (match === null) return undefined;
  const [, day, month, year, hour, minute, second, sign, zoneHour, zoneMinute] = match;
  const index = months.indexOf(month ?? '');
  if (index % 3 !== 0) return undefined;
  const offset = (Number(zoneHour) * 60 + Number(zoneMinute)) * (sign === '-' ? -1 : 1);
  const time = Date.UTC(Number(year), index / 3, Number(day), Number(hour), Number(minute) - offset, Number(second));
  return Number.isNaN(time) ? undefined : new Date(time).toISOString().replace('.000Z', 'Z');
}

/**
 * The entries above the installed version's own. Where that is not in the text (another branch), versions decide; a
 * rebuild like 3.0.19-1~deb12u2 contains what 3.0.19-1 does, though it sorts below it.
 */
export function entriesSince(installed: string, entries: readonly ChangelogEntry[]): readonly ChangelogEntry[] {
  const own = entries.findIndex(({ version }) => version === installed);
  if (own !== -1) return entries.slice(0, own);
  const rebuilt = installed.replace(/~(?:deb|bpo|ubuntu)[^~]{0,60}$/, '');
  return entries.filter(({ version }) => version !== rebuilt && !isAbove(rebuilt, version));
}

/** Whether version `a` is above `b`; false where either cannot be read. */
export function isAbove(a: string, b: string): boolean {
  const left = debian.parse(a);
  const right = debian.parse(b);
  return left.ok && right.ok && debian.compare(left.version, right.version) > 0;
}

/** Entries from their JSON. A cache is a file somebody may have damaged: anything unexpected counts as absent. */
export function restoreEntries(value: string | undefined): readonly ChangelogEntry[] | undefined {
  if (value === undefined) return undefined;
  try {
    const entries: unknown = JSON.parse(value);
    return Array.isArray(entries) && entries.length > 0 && entries.every(isEntry) ? entries : undefined;
  } catch {
    return undefined;
  }
}

function isEntry(value: unknown): value is ChangelogEntry {
  if (typeof value !== 'object' || value === null) return false;
  const { version, date, vulnerabilities } = value as Record<string, unknown>;
  return (
    typeof version === 'string' &&
    (date === undefined || typeof date === 'string') &&
    Array.isArray(vulnerabilities) &&
    vulnerabilities.every((id) => typeof id === 'string' && /^CVE-\d{4}-\d{4,19}$/.test(id))
  );
}
