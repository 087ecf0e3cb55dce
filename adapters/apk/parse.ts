// Reads apk's database, world and answers. Source: apk-world(5), apk-tools' database.c, app_version.c and commit.c.
import type { Change } from '../adapter.ts';
import { quoted, withoutEscapes } from '../ask.ts';

export const isName = (text: string): boolean => /^[A-Za-z0-9_][\w.+-]{0,200}$/.test(text);
const isVersion = (text: string): boolean => /^\d[\w.-]{0,100}$/.test(text);

export interface Installed {
  readonly name: string;
  readonly version: string;
  readonly arch: string | undefined;
  readonly origin: string;
  /** The flags apk keeps of an installation that did not end well. */
  readonly broken: boolean;
}

const mostProblems = 20;
const wanted = new Set(['P', 'V', 'A', 'o', 'f']);

/** `lib/apk/db/installed`: records of `letter:value`, an empty line after each. Lines of files are passed over. */
export function parseInstalled(text: string): {
  readonly packages: readonly Installed[];
  readonly problems: readonly string[];
} {
  const packages: Installed[] = [];
  const problems: string[] = [];
  let unlisted = 0;
  let fields = new Map<string, string>();
  let lines = 0;
  const complain = (problem: string): void => {
    if (problems.length < mostProblems) problems.push(problem);
    else unlisted += 1;
  };
  const close = (): void => {
    if (lines === 0) return;
    const read = packageOf(fields);
    if (read === undefined)
      complain(
        `the record of ${quoted(fields.get('P') ?? 'no name')} at ${quoted(fields.get('V') ?? 'no version')} is no package`,
      );
    else {
      packages.push(read);
      if (read.broken) complain(`${read.name} is broken: its installation did not end well (apk fix ${read.name})`);
    }
    fields = new Map();
    lines = 0;
  };
  for (const line of text.split('\n')) {
    if (line === '') {
      close();
      continue;
    }
    lines += 1;
    const letter = line[1] === ':' ? (line[0] ?? '') : '';
    if (letter === '') complain(`${quoted(line)} is no line of apk’s database`);
    else if (letter === 'P' && fields.has('P')) {
      complain(`a second package begins inside the record of ${quoted(fields.get('P') ?? '')}`);
      close();
      lines = 1;
      fields.set('P', line.slice(2));
    } else if (wanted.has(letter) && !fields.has(letter)) fields.set(letter, line.slice(2));
  }
  // apk ends every record with an empty line: one without is cut short, and its last value may be half.
  if (lines > 0)
    complain(`the database ends inside the record of ${quoted(fields.get('P') ?? 'no name')}: it is cut short`);
  if (unlisted > 0) problems.push(`and ${unlisted} more problems in apk’s database`);
  return { packages, problems };
}

function packageOf(fields: ReadonlyMap<string, string>): Installed | undefined {
  const name = fields.get('P') ?? '';
  const version = fields.get('V') ?? '';
  if (!isName(name) || !isVersion(version)) return undefined;
  const arch = fields.get('A');
  const origin = fields.get('o');
  return {
    name,
    version,
    arch: arch !== undefined && /^\w{1,40}$/.test(arch) ? arch : undefined,
    origin: origin !== undefined && isName(origin) ? origin : name,
    broken: /[fsx]/.test(fields.get('f') ?? ''),
  };
}

/** /etc/apk/world: `nginx`, `nginx=1.24.0-r3`, `nginx~1.24`, `nginx<2`, `nginx@edge`, `!nginx`. By name, those that pin. */
export function parsePins(text: string): ReadonlyMap<string, string> {
  const pins = new Map<string, string>();
  for (const entry of text.split(/\s+/)) {
    const match = /^([\w.+-]{1,201}?)(?:@[\w.-]{1,60})?(?:=|~=?|<=?)[\w.~-]{1,100}(?:@[\w.-]{1,60})?$/.exec(entry);
    const name = match?.[1] ?? '';
    if (isName(name)) pins.set(name, entry);
  }
  return pins;
}

export interface Newer {
  readonly name: string;
  readonly installed: string;
  readonly candidate: string;
  /** The repository's tag, `@edge`, where it has one. */
  readonly tag: string | undefined;
}

/** `apk version`: `busybox-1.36.1-r15   < 1.36.1-r19`, under a heading. */
export function parseNewer(text: string): {
  readonly items: readonly Newer[];
  readonly heading: boolean;
  readonly unread: number;
} {
  const items: Newer[] = [];
  let heading = false;
  let unread = 0;
  for (const raw of withoutEscapes(text).split('\n')) {
    const line = raw.trim();
    if (line === '') continue;
    if (/^Installed:\s+Available:$/.test(line)) {
      heading = true;
      continue;
    }
    const match = /^(\S{1,300})\s+< (\S{1,101})(?: (@\S{1,60}))?$/.exec(line);
    const build = splitBuild(match?.[1] ?? '');
    const candidate = match?.[2] ?? '';
    if (build === undefined || !isVersion(candidate)) unread += 1;
    else items.push({ ...build, candidate, tag: match?.[3] });
  }
  return { items, heading, unread };
}

/** `py3-foo-1.2_rc1-r3`: the version is the last two parts. */
function splitBuild(text: string): { readonly name: string; readonly installed: string } | undefined {
  const match = /^(.+)-(\d[^-]*-r\d+)$/.exec(text);
  const name = match?.[1] ?? '';
  const installed = match?.[2] ?? '';
  return isName(name) && isVersion(installed) ? { name, installed } : undefined;
}

/** `apk --simulate upgrade`: a line a change, then `OK: …`. Undefined where it does not end well. */
export function parsePlan(text: string): { readonly changes: readonly Change[]; readonly unread: number } | undefined {
  const changes: Change[] = [];
  let unread = 0;
  let done = false;
  for (const raw of withoutEscapes(text).split('\n')) {
    const line = raw.trim();
    if (line.startsWith('OK: ')) done = true;
    if (!/^\(\s*\d+\/\d+\)/.test(line)) continue;
    const change = changeIn(line);
    if (change === undefined) unread += 1;
    else if (change !== 'none') changes.push(change);
  }
  return done ? { changes, unread } : undefined;
}

function changeIn(line: string): Change | 'none' | undefined {
  const match = /^\(\s*\d+\/\d+\) (\w+) ([\w.+-]{1,201})(?:@[\w.-]{1,60})? \((\S{1,101})(?: -> (\S{1,101}))?\)$/.exec(
    line,
  );
  const [, verb = '', name = '', first = '', second] = match ?? [];
  if (!isName(name) || !isVersion(first) || (second !== undefined && !isVersion(second))) return undefined;
  const base = { package: name, arch: undefined };
  if (verb === 'Installing') return { kind: 'install', ...base, to: first };
  if (verb === 'Purging') return { kind: 'remove', ...base, from: first };
  if (verb === 'Reinstalling' || verb === 'Updating') return 'none';
  if (second === undefined) return undefined;
  if (verb === 'Upgrading' || verb === 'Replacing') return { kind: 'upgrade', ...base, from: first, to: second };
  return verb === 'Downgrading' ? { kind: 'downgrade', ...base, from: first, to: second } : undefined;
}
