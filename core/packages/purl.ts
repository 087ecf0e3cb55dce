// Writes package URLs without a library, so that a plain scan loads none.

export interface PurlParts {
  readonly type: string;
  /** Segments joined by `/`: `debian`, `@scope`, `org.apache`, `github.com/gorilla`. */
  readonly namespace?: string | undefined;
  readonly name: string;
  readonly version?: string | undefined;
  /** Empty and undefined values are left out. */
  readonly qualifiers?: Readonly<Record<string, string | undefined>>;
  readonly subpath?: string | undefined;
}

/**
 * The canonical package URL of these parts. Source: ECMA-427, the purl specification: everything but letters,
 * digits, `.`, `-`, `_`, `~` and `:` is percent-encoded. Names are written as given, not folded.
 */
export function buildPurl(parts: PurlParts): string {
  // Joined, not added up: that would keep a chain of twenty pieces for each of them in memory.
  const text = ['pkg:', parts.type, '/'];
  if (parts.namespace) text.push(encodePath(parts.namespace), '/');
  text.push(encodePurl(parts.name));
  if (parts.version) text.push('@', encodePurl(parts.version));
  let separator = '?';
  const { qualifiers } = parts;
  for (const key of qualifiers === undefined ? [] : sorted(Object.keys(qualifiers))) {
    const value = qualifiers?.[key];
    if (!value) continue;
    text.push(separator, key, '=', encodePurl(value));
    separator = '&';
  }
  if (parts.subpath) text.push('#', encodePath(parts.subpath));
  return text.join('');
}

/** Callers mostly write them in order. */
const sorted = (keys: readonly string[]): readonly string[] =>
  keys.every((key, at) => at === 0 || (keys[at - 1] ?? '') <= key) ? keys : keys.toSorted();

/** Of these only the `+` is written otherwise, which half of all versions have. */
const plain = /^[\w.~:+-]*$/;

/** A name, version or qualifier's value as it stands in a package URL. */
export function encodePurl(text: string): string {
  if (plain.test(text)) return text.replaceAll('+', '%2B');
  return encodeURIComponent(text.toWellFormed())
    .replace(/%3A/g, ':')
    .replace(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);
}

const encodePath = (path: string): string =>
  path
    .split('/')
    .filter((segment) => segment !== '')
    .map(encodePurl)
    .join('/');
