// Reads flatpak's files and answers: what is deployed, what is masked, what is newer.
// Source: flatpak's common/flatpak-dir.c (deploy data), GVariant's serialisation, flatpak-mask(1).
import { withoutEscapes } from '../ask.ts';

const idPart = String.raw`[A-Za-z_][\w-]*(?:\.[A-Za-z_0-9][\w-]*){1,20}`;
const archPart = '[a-z0-9_]{1,40}';
const branchPart = String.raw`\w[\w.-]{0,99}`;
const idPattern = new RegExp(`^${idPart}$`);
const archPattern = new RegExp(`^${archPart}$`);
const branchPattern = new RegExp(`^${branchPart}$`);

export interface Ref {
  readonly kind: 'app' | 'runtime';
  readonly id: string;
  readonly arch: string;
  readonly branch: string;
}

const mostIdLength = 255;
export const isId = (text: string): boolean => text.length <= mostIdLength && idPattern.test(text);
export const isArch = (text: string): boolean => archPattern.test(text);
export const isBranch = (text: string): boolean => branchPattern.test(text);

/** `app/org.example.App/x86_64/stable`. */
export function parseRef(text: string): Ref | undefined {
  const [kind = '', id = '', arch = '', branch = '', ...more] = text.split('/');
  if ((kind !== 'app' && kind !== 'runtime') || !isId(id) || !isArch(arch) || !isBranch(branch) || more.length > 0)
    return undefined;
  return { kind, id, arch, branch };
}

export interface Deployed {
  readonly remote: string;
  readonly commit: string;
  /** As the application's own metadata has it. */
  readonly version: string | undefined;
  /** Its remote says that nobody keeps it any more. */
  readonly isAtEnd: boolean;
}

/**
 * A `deploy` file, which is a serialised `(ssasta{sv})`: remote and commit come first, each with a NUL behind it; a string
 * in the dictionary is its key, NULs up to a multiple of eight, the value, two NULs and the letter of its type.
 */
export function parseDeploy(text: string): Deployed | undefined {
  const [remote = '', commit = ''] = text.slice(0, 1000).split('\0', 2);
  if (!/^[\w.-]{1,200}$/.test(remote) || !/^[0-9a-f]{64}$/.test(commit)) return undefined;
  const version = /\0appdata-version\0{1,8}([\x20-\x7e]{1,100})\0\0s/.exec(text)?.[1];
  const isAtEnd = /\0eol\0{1,8}[^\0]{1,2000}\0\0s/.test(text);
  const isVersion = version !== undefined && /^[\w.+~:-]{1,100}$/.test(version);
  return { remote, commit, version: isVersion ? version : undefined, isAtEnd };
}

/** The masks of an installation, from its repository's configuration. */
export const parseMasks = (config: string): readonly string[] =>
  (/^xa\.masked=(.{1,100000})$/m.exec(config)?.[1] ?? '')
    .split(';')
    .map((pattern) => pattern.trim())
    .filter((pattern) => pattern !== '' && pattern.length <= 300);

/** Whether an installation has somewhere to get anything from. */
export const hasRemote = (config: string): boolean => /^\[remote "[\w.-]{1,200}"\]$/m.test(config);

export interface Newer {
  readonly ref: Ref;
  readonly commit: string;
  readonly remote: string;
  readonly version: string | undefined;
}

/** All of a line at once: there may be a hundred thousand. A version that is none is left out. */
const updateLine = new RegExp(
  String.raw`^(app|runtime)/(${idPart})/(${archPart})/(${branchPart}) *\t *([0-9a-f]{7,64}) *\t *([\w.-]{1,200})(?: *\t *(?:([\w.+~:-]{1,100})|[^\t]*))?$`,
);

/** `remote-ls --updates`, tab-separated. Lines that are no record are counted. */
export function parseUpdates(text: string): { readonly items: readonly Newer[]; readonly unread: number } {
  const items: Newer[] = [];
  let unread = 0;
  for (const raw of withoutEscapes(text).split('\n')) {
    const line = raw.trim();
    if (line === '') continue;
    const [, kind, id = '', arch = '', branch = '', commit = '', remote = '', version] = updateLine.exec(line) ?? [];
    if (kind === undefined || id.length > mostIdLength) unread += 1;
    else items.push({ ref: { kind: kind === 'app' ? 'app' : 'runtime', id, arch, branch }, commit, remote, version });
  }
  return { items, unread };
}
