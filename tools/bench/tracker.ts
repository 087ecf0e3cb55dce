// Debian's security tracker as the benchmarks use it: read from a file, or made up where the file is not there.
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

/** One release's row of the tracker's JSON. */
export interface TrackerRow {
  readonly status: string;
  readonly urgency: string;
  readonly fixed_version?: string;
}

/** Source package, CVE, release. */
export type Tracker = Readonly<
  Record<string, Readonly<Record<string, { readonly releases: Readonly<Record<string, TrackerRow | undefined>> }>>>
>;

export const readTracker = (path: string): Tracker => {
  const bytes = readFileSync(path);
  return JSON.parse((path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString()) as Tracker;
};

/** A tracker of that many source packages, each with ten fixes and one vulnerability without. */
export function makeTracker(sources: number): Tracker {
  const release = (row: TrackerRow): { readonly releases: Readonly<Record<string, TrackerRow>> } => ({
    releases: { bookworm: row },
  });
  return Object.fromEntries(
    Array.from({ length: sources }, (_, source) => [
      `bench-source-${source}`,
      Object.fromEntries([
        ...Array.from({ length: 10 }, (__, fix) => [
          cve(source * 11 + fix),
          release({ status: 'resolved', urgency: 'medium', fixed_version: `1.${fix + 1}-1` }),
        ]),
        [cve(source * 11 + 10), release({ status: 'open', urgency: 'not yet assigned' })],
      ]),
    ]),
  );
}

const cve = (number: number): string => `CVE-2021-${String(number + 10_000)}`;
