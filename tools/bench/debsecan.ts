// Gives debsecan the tracker's data in its own format. Source: fetch_data and Vulnerability in debsecan's own text.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { deflateSync } from 'node:zlib';
import type { Tracker, TrackerRow } from './tracker.ts';

/** What the tracker leaves out of debsecan's lists, so debsecan cannot report it. */
const leftOut: ReadonlySet<string> = new Set(['unimportant', 'end-of-life']);

const urgencies: Readonly<Record<string, string>> = { low: 'L', medium: 'M', high: 'H' };

/**
 * Writes the list of a release below `directory` and returns the address for `--source`. The format, compressed by zlib:
 * `VERSION 1`; `CVE,,description` lines; an empty line; `source,line number of the CVE,flags,fixed version,other fixed
 * versions` lines; an empty line; `source,binary packages` lines (none: debsecan then calls nothing obsolete).
 */
export function writeDebsecanData(tracker: Tracker, release: string, directory: string): string {
  const names = new Map<string, number>();
  const rows: string[] = [];
  for (const [source, vulnerabilities] of Object.entries(tracker)) {
    for (const [id, { releases }] of Object.entries(vulnerabilities)) {
      const row = releases[release];
      if (row === undefined || leftOut.has(row.urgency)) continue;
      const number = names.get(id) ?? names.size;
      names.set(id, number);
      rows.push(`${source},${number},${flags(row)},${row.fixed_version ?? ''},`);
    }
  }
  const text = ['VERSION 1', ...[...names.keys()].map((id) => `${id},,`), '', ...rows, '', ''].join('\n');
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, release), deflateSync(text));
  return pathToFileURL(directory).href;
}

/** By source package; how urgent; whether remote is unknown here; whether a fix is available. */
const flags = ({ urgency, fixed_version: fix }: TrackerRow): string =>
  `S${urgencies[urgency] ?? ' '}?${fix === undefined ? ' ' : 'F'}`;
