// Reads one file of the Ubuntu CVE tracker: header fields, and a status for each release and package.

export interface TrackerStatus {
  /** As written before the `_`: `jammy`, `esm-apps/jammy`, `trusty/esm`, `upstream`. */
  readonly release: string;
  readonly pkg: string;
  /** `released`, `needed`, `not-affected`, `DNE`, … */
  readonly status: string;
  /** What stands in parentheses: the version of `released`, else a reason. */
  readonly detail: string | undefined;
}

export interface TrackerFile {
  readonly candidate: string | undefined;
  readonly publicDate: string | undefined;
  readonly priority: string | undefined;
  /** The lines of `Description:`, joined. */
  readonly description: string;
  readonly vectors: readonly string[];
  readonly statuses: readonly TrackerStatus[];
  /** Status lines that could not be read. */
  readonly unreadable: readonly string[];
}

const STATUS = /^([a-z][a-z0-9./-]*)_([a-z0-9][a-z0-9+.-]*):[ \t]*([A-Za-z-]+)?(?:[ \t]+\((.*)\))?[ \t]*$/;
const VECTOR = /CVSS:[34]\.\d\/[A-Z]{1,3}:[A-Z](?:\/[A-Z]{1,3}:[A-Z]){1,40}/;

/**
 * `wanted` picks the releases worth reading: most of a file is about releases long gone. Never throws.
 * Source: the tracker's own README and scripts/cve_lib.py.
 */
export function parseTrackerFile(content: string, wanted: (release: string) => boolean): TrackerFile {
  const headers = new Map<string, string>();
  const description: string[] = [];
  const vectors: string[] = [];
  const statuses: TrackerStatus[] = [];
  const unreadable: string[] = [];
  let section = '';
  for (const line of content.split('\n')) {
    if (line.startsWith(' ')) {
      if (section === 'Description' && description.length < 5) description.push(line.trim());
      else if (section === 'CVSS') {
        const vector = VECTOR.exec(line.slice(0, 400))?.[0];
        if (vector !== undefined) vectors.push(vector);
      }
      continue;
    }
    const colon = line.indexOf(':');
    if (colon === -1 || colon > 200) continue;
    section = line.slice(0, colon);
    const underscore = section.indexOf('_');
    if (underscore === -1) {
      if (!headers.has(section)) headers.set(section, line.slice(colon + 1).trim());
      continue;
    }
    const release = section.slice(0, underscore);
    if (!wanted(release)) continue;
    const [, , pkg, status, detail] = STATUS.exec(line) ?? [];
    if (pkg === undefined) unreadable.push(line.slice(0, 100));
    // A status left empty says as little as a missing line.
    else if (status !== undefined) statuses.push({ release, pkg, status, detail });
  }
  return {
    candidate: headers.get('Candidate'),
    publicDate: headers.get('PublicDate'),
    priority: /^[a-z]+/.exec(headers.get('Priority') ?? '')?.[0],
    description: description.join(' '),
    vectors,
    statuses,
    unreadable,
  };
}
