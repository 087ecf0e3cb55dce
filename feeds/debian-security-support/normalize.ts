// Reads the two kinds of list in debian-security-support: support ended for a release, support limited in general.
import type { LifecycleRow } from '../feed.ts';
import { dayOf } from '../json/fields.ts';

export interface SupportReading {
  readonly rows: readonly LifecycleRow[];
  readonly malformed: readonly { readonly record: string; readonly reason: string }[];
}

/** A source package, or the beginning of several (`php-horde.*`). The list means regular expressions; no other is used. */
const SOURCE_PATTERN = /^[a-z0-9][a-z0-9+.-]{0,199}?(?:\.\*)?$/;

/** `security-support-ended.debN`: source package, last version with support, date, words. `release` is the N. */
export function endedOf(text: string, release: string): SupportReading {
  return readLines(text, (line) => {
    const [, source = '', lastVersion = '', day = '', words = ''] =
      /^(\S+)\s+(\S+)\s+(\S+)(?:\s+(.*))?$/.exec(line) ?? [];
    if (source === '') return 'not a source package, a version and a date';
    if (!SOURCE_PATTERN.test(source)) return 'neither a source package nor the beginning of one';
    if (dayOf(day) !== day) return 'its third field is no date';
    const last = lastVersion === '0' ? '' : `last version with support: ${lastVersion}`;
    return row(source, release, day, [words, last].filter((part) => part !== '').join('; '));
  });
}

/** `security-support-limited`: source package, words. It holds for every release, which is written `*`. */
export function limitedOf(text: string): SupportReading {
  return readLines(text, (line) => {
    const [, source = '', words = ''] = /^(\S+)(?:\s+(.*))?$/.exec(line) ?? [];
    if (!SOURCE_PATTERN.test(source)) return 'neither a source package nor the beginning of one';
    return row(source, '*', undefined, `security support is limited${words === '' ? '' : `: ${words}`}`);
  });
}

function row(source: string, release: string, endOfLife: string | undefined, note: string): LifecycleRow {
  return {
    product: 'debian-source',
    label: source,
    release,
    released: undefined,
    endOfLife,
    endOfExtended: undefined,
    extendedName: undefined,
    latest: undefined,
    identifiers: [`debian-source:${source}`],
    note: note === '' ? undefined : note,
  };
}

function readLines(text: string, read: (line: string) => LifecycleRow | string): SupportReading {
  const rows: LifecycleRow[] = [];
  const malformed: { record: string; reason: string }[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    const content = line.trim();
    if (content === '' || content.startsWith('#')) continue;
    const result = read(content);
    if (typeof result === 'string') malformed.push({ record: `line ${index + 1}`, reason: result });
    else rows.push(result);
  }
  return { rows, malformed };
}
