// Reads apt's preferences: which entry pins a package. Source: apt_preferences(5).
import { readControl } from './control.ts';

export interface Preference {
  /** Names, globs and `/regular expressions/`, as written. */
  readonly packages: readonly string[];
  readonly pin: string;
  readonly priority: number;
  readonly file: string;
}

export function parsePreferences(file: string, text: string): readonly Preference[] {
  // `Explanation:` lines may stand before Package; a stanza without all three is none to apt either.
  return readControl(text, ['Package', 'Pin', 'Pin-Priority']).stanzas.flatMap(({ fields }) => {
    const priority = Number(fields.get('Pin-Priority') ?? 'none');
    const packages = (fields.get('Package') ?? '').split(/\s+/).filter((word) => word !== '');
    const pin = fields.get('Pin') ?? '';
    return packages.length === 0 || pin === '' || !Number.isInteger(priority)
      ? []
      : [{ packages, pin, priority, file }];
  });
}

/** Which names of preferences.d apt reads. */
export const isPreferencesFile = (name: string): boolean => /^[A-Za-z0-9_-]+(?:\.pref)?$/.test(name);

/**
 * The entry that most likely holds a package: one naming it (or its source) before one for everything. Regular expressions
 * are not run, only reported when nothing plainer matches: they come from a file nobody vouches for.
 */
export function preferenceFor(
  name: string,
  source: string,
  preferences: readonly Preference[],
): Preference | undefined {
  const plain = preferences.find(({ packages }) =>
    packages.some(
      (pattern) => pattern === name || pattern === `src:${source}` || (pattern !== '*' && globMatches(pattern, name)),
    ),
  );
  return (
    plain ??
    preferences.find(({ packages }) => packages.some((pattern) => pattern.startsWith('/'))) ??
    preferences.find(({ packages }) => packages.includes('*'))
  );
}

/** fnmatch's `*` and `?`, without backtracking beyond the last star. */
function globMatches(pattern: string, name: string): boolean {
  let at = 0;
  let star = -1;
  let resume = 0;
  let position = 0;
  while (position < name.length) {
    if (at < pattern.length && (pattern[at] === '?' || pattern[at] === name[position])) {
      at++;
      position++;
    } else if (pattern[at] === '*') {
      star = at++;
      resume = position;
    } else if (star !== -1) {
      at = star + 1;
      position = ++resume;
    } else return false;
  }
  while (pattern[at] === '*') at++;
  return at === pattern.length;
}
