// Reads a CSV of distro-info-data into the support dates of Debian's or Ubuntu's releases.
import type { LifecycleRow } from '../feed.ts';
import { dayOf } from '../json/fields.ts';

export interface ReleasesReading {
  readonly rows: readonly LifecycleRow[];
  readonly malformed: readonly { readonly record: string; readonly reason: string }[];
}

interface Distribution {
  readonly label: string;
  /** The first extension, and what comes after it. */
  readonly extended: { readonly column: string; readonly name: string };
  readonly further: { readonly column: string; readonly name: string };
}

const DISTRIBUTIONS: Readonly<Record<'debian' | 'ubuntu', Distribution>> = {
  debian: {
    label: 'Debian',
    extended: { column: 'eol-lts', name: 'Debian LTS' },
    further: { column: 'eol-elts', name: 'ELTS (paid)' },
  },
  ubuntu: {
    label: 'Ubuntu',
    extended: { column: 'eol-esm', name: 'Ubuntu Pro (ESM)' },
    further: { column: 'eol-legacy', name: 'the Legacy add-on to Ubuntu Pro' },
  },
};

/**
 * Reads `debian.csv` or `ubuntu.csv`: a line of column names, then one line a release. No field is ever quoted.
 *
 * Releases without a version (sid, experimental) are left out: they have no support dates.
 * Throws an `Error` when the columns are not those of distro-info-data.
 */
export function releasesOf(product: 'debian' | 'ubuntu', csv: string): ReleasesReading {
  const [head = '', ...lines] = csv.split(/\r?\n/);
  const columns = head.split(',');
  if (!['version', 'codename', 'series', 'release', 'eol'].every((name) => columns.includes(name)))
    throw new Error(`not a distro-info file: its columns are ${JSON.stringify(head.slice(0, 100))}`);
  const rows: LifecycleRow[] = [];
  const malformed: { record: string; reason: string }[] = [];
  for (const [index, line] of lines.entries()) {
    if (line.trim() === '') continue;
    const fields = line.split(',');
    const field = (name: string): string => fields[columns.indexOf(name)] ?? '';
    const [version = ''] = field('version').split(' ');
    const unreadable = columns.filter(
      (name) =>
        (name.startsWith('eol') || name === 'release') && field(name) !== '' && dayOf(field(name)) !== field(name),
    );
    if (fields.length > columns.length)
      malformed.push({ record: `line ${index + 2}`, reason: 'more fields than columns' });
    else if (unreadable.length > 0)
      malformed.push({ record: `line ${index + 2}`, reason: `${unreadable.join(', ')} is no date` });
    else if (version !== '') rows.push(rowOf(product, version, field));
  }
  return { rows, malformed };
}

function rowOf(product: 'debian' | 'ubuntu', version: string, field: (name: string) => string): LifecycleRow {
  const { label, extended, further } = DISTRIBUTIONS[product];
  const date = (name: string): string | undefined => dayOf(field(name));
  // Old long-term releases of Ubuntu were supported longer on servers.
  const ends = [date('eol'), date('eol-server')].filter((day) => day !== undefined).sort();
  const furtherEnd = date(further.column);
  return {
    product,
    label: `${label} ${field('version')} (${field('codename')})`,
    release: version,
    released: date('release'),
    endOfLife: ends.at(-1),
    endOfExtended: date(extended.column),
    extendedName: date(extended.column) === undefined ? undefined : extended.name,
    latest: undefined,
    identifiers: [],
    note: furtherEnd === undefined ? undefined : `${further.name} until ${furtherEnd}`,
  };
}
