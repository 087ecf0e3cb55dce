// Reads pacman's database entries, settings and answers. Source: libalpm's be_local.c, pacman(8), PKGBUILD(5), pacman.conf(5).
import { withoutEscapes } from '../ask.ts';

const namePart = String.raw`[A-Za-z0-9@_+][\w@.+-]{0,200}`;
/** `[epoch:]version-release`: anything to be seen in ASCII but `-`, `/` and `:`. */
const versionPart = String.raw`(?:\d{1,9}:)?[!-,.0-9;-~]{1,200}-\d{1,9}(?:\.\d{1,9})?`;
const repositoryPart = String.raw`[\w@.+][\w@.+-]{0,100}`;
const namePattern = new RegExp(`^${namePart}$`);
const versionPattern = new RegExp(`^${versionPart}$`);
const repositoryPattern = new RegExp(`^${repositoryPart}$`);

export const isName = (text: string): boolean => namePattern.test(text);
export const isVersion = (text: string): boolean => versionPattern.test(text);
const isRepository = (text: string): boolean => repositoryPattern.test(text);

export interface Entry {
  readonly name: string;
  readonly version: string;
  readonly base: string;
  readonly arch: string | undefined;
  readonly groups: readonly string[];
}

/** A `desc` file: `%FIELD%`, its lines, an empty line. Undefined where it is none, or has no name and version. */
export function parseDesc(text: string): Entry | undefined {
  const fields = new Map<string, string[]>();
  let values: string[] | undefined;
  for (const line of text.split('\n')) {
    const field = /^%([A-Z0-9]{1,40})%$/.exec(line)?.[1];
    if (field !== undefined) {
      values = [];
      fields.set(field, values);
    } else if (line === '') values = undefined;
    else values?.push(line);
  }
  const first = (field: string): string | undefined => fields.get(field)?.[0];
  const name = first('NAME') ?? '';
  const version = first('VERSION') ?? '';
  if (!isName(name) || !isVersion(version)) return undefined;
  const base = first('BASE') ?? name;
  const arch = first('ARCH');
  return {
    name,
    version,
    base: isName(base) ? base : name,
    arch: arch !== undefined && /^\w{1,40}$/.test(arch) ? arch : undefined,
    groups: (fields.get('GROUPS') ?? []).filter(isName),
  };
}

export interface Settings {
  readonly databasePath: string | undefined;
  readonly ignoredPackages: readonly string[];
  readonly ignoredGroups: readonly string[];
  readonly repositories: readonly string[];
  /** Absolute. */
  readonly cacheFolders: readonly string[];
}

export function parseSettings(text: string): Settings {
  const repositories: string[] = [];
  const values = new Map<string, string[]>();
  let main = false;
  for (const line of text.split('\n')) {
    const section = /^\[([^\]]{1,200})\]$/.exec(line)?.[1];
    if (section !== undefined) {
      main = section === 'options';
      if (!main && isRepository(section)) repositories.push(section);
      continue;
    }
    const equals = line.indexOf(' = ');
    if (!main || equals === -1) continue;
    const key = line.slice(0, equals);
    values.set(key, [...(values.get(key) ?? []), line.slice(equals + 3).trim()]);
  }
  return {
    databasePath: values.get('DBPath')?.[0],
    ignoredPackages: values.get('IgnorePkg') ?? [],
    ignoredGroups: values.get('IgnoreGroup') ?? [],
    repositories,
    cacheFolders: (values.get('CacheDir') ?? []).filter((path) => /^(?:\/[\w.+@-]{1,200}){1,20}\/?$/.test(path)),
  };
}

export interface Listed<T> {
  readonly items: readonly T[];
  readonly unread: number;
}

function lines<T>(text: string, read: (line: string) => T | undefined): Listed<T> {
  const items: T[] = [];
  let unread = 0;
  for (const line of withoutEscapes(text).split('\n')) {
    if (line === '') continue;
    const item = read(line);
    if (item !== undefined) items.push(item);
    else if (line.trim() !== '') unread += 1;
  }
  return { items, unread };
}

// Lists and plans have thousands of lines: each is read in one go.
const listLine = new RegExp(`^(${repositoryPart}) (${namePart}) (${versionPart})(?: |$)`);
const newerLine = new RegExp(String.raw`^(${namePart}) (${versionPart}) -> (${versionPart})( \[ignored\])?$`);
const plannedLine = new RegExp(
  String.raw`^(${namePart})\t(${versionPart})\t(${repositoryPart})(?:\t(?:(\d{1,15})|[^\t]*))?$`,
);

/** `pacman -Sl`: repository, name, version, and whether it is installed. */
export const parseRepositoryPackages = (
  text: string,
): Listed<{ readonly repository: string; readonly name: string; readonly version: string }> =>
  lines(text, (line) => {
    const [, repository, name = '', version = ''] = listLine.exec(line) ?? [];
    return repository === undefined ? undefined : { repository, name, version };
  });

export interface Newer {
  readonly name: string;
  readonly installed: string;
  readonly candidate: string;
  readonly ignored: boolean;
}

/** `pacman -Qu`: `name 1.0-1 -> 1.1-1 [ignored]`. */
export const parseNewer = (text: string): Listed<Newer> =>
  lines(text, (line) => {
    const [, name, installed = '', candidate = '', ignored] = newerLine.exec(line) ?? [];
    return name === undefined ? undefined : { name, installed, candidate, ignored: ignored !== undefined };
  });

export interface Planned {
  readonly name: string;
  readonly version: string;
  readonly repository: string;
  readonly bytes: number | undefined;
}

export interface Plan extends Listed<Planned> {
  /** Installed packages that others replace. */
  readonly replaced: readonly string[];
}

export function parsePlan(text: string): Plan {
  const replaced: string[] = [];
  const { items, unread } = lines(text, (line): Planned | 'said' | undefined => {
    const replaces = line.startsWith(':: ') ? /^:: Replace (\S+) with \S+\?/.exec(line)?.[1] : undefined;
    if (replaces !== undefined && isName(replaces)) replaced.push(replaces);
    const [, name, version = '', repository = '', bytes] = plannedLine.exec(line) ?? [];
    if (name !== undefined)
      return { name, version, repository, bytes: bytes === undefined ? undefined : Number(bytes) };
    return line.startsWith(':: ') || line.endsWith(' there is nothing to do') ? 'said' : undefined;
  });
  return { items: items.filter((item) => item !== 'said'), unread, replaced };
}

/** Repositories whose database is missing or broken, by the warnings that pacman writes while it exits 0. */
export const brokenRepositories = (stderr: string): readonly string[] => [
  ...new Set(
    [
      ...stderr.matchAll(/^warning: database file for '([^'\n]{1,100})' does not exist/gm),
      ...stderr.matchAll(
        /^error: (?:could not open file \S*\/([^/\s]{1,100})\.db|database '([^'\n]{1,100})' is not valid)/gm,
      ),
    ]
      .map((match) => match[1] ?? match[2] ?? '')
      .filter(isRepository),
  ),
];

/** Which package of the plan cannot be had, and why, in pacman's words. */
export const unmetIn = (said: string): readonly { readonly name: string; readonly why: string }[] =>
  [
    ...withoutEscapes(said).matchAll(
      /^:: (unable to satisfy dependency '[^'\n]{1,200}' required by (\S{1,200})|.{1,200} required by (\S{1,200}))$/gm,
    ),
  ].flatMap((match) => {
    const name = match[2] ?? match[3] ?? '';
    return isName(name) ? [{ name, why: match[1] ?? '' }] : [];
  });
