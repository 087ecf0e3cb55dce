// Reads Debian changelogs: which CVEs each entry names, and when it was written. Source: Debian policy §4.4.

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
