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
  let text = `pkg:${parts.type}/`;
  if (parts.namespace) text += `${encodePath(parts.namespace)}/`;
  text += encode(parts.name);
  if (parts.version) text += `@${encode(parts.version)}`;
  let separator = '?';
  for (const key of Object.keys(parts.qualifiers ?? {}).sort()) {
    const value = parts.qualifiers?.[key];
    if (!value) continue;
    text += `${separator}${key}=${encode(value)}`;
    separator = '&';
  }
  return parts.subpath ? `${text}#${encodePath(parts.subpath)}` : text;
}

const plain = /^[\w.~:-]*$/;

function encode(text: string): string {
  if (plain.test(text)) return text;
  return encodeURIComponent(text.toWellFormed())
    .replace(/%3A/g, ':')
    .replace(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);
}

const encodePath = (path: string): string =>
  path
    .split('/')
    .filter((segment) => segment !== '')
    .map(encode)
    .join('/');
