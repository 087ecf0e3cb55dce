// Reads what dnf prints: builds, offers, advisories, services. Lines it does not understand are counted, never guessed at.
// Source: dnf 4.14's output.py, updateinfo.py and needs_restarting.py; dnf 5.4's answers.
import { withoutEscapes } from '../ask.ts';
import { archPart, isRpmArch, isRpmName, isRpmVersion, namePart, versionPart } from '../rpm-query.ts';
import type { Build, Tool } from './commands.ts';

/** Which dnf answers; undefined where it is none that Suture knows. */
export function parseVersion(
  text: string,
): { readonly version: string; readonly generation: Tool['generation'] | 3 } | undefined {
  const version = /^(?:dnf5 version )?(\d{1,3}\.\d{1,4}(?:\.\d{1,4}){0,2})\s*$/m.exec(text.slice(0, 4000))?.[1];
  if (version === undefined) return undefined;
  const major = Number(version.split('.', 1)[0]);
  return major === 5
    ? { version, generation: 5 }
    : major === 4
      ? { version, generation: 4 }
      : major === 3
        ? { version, generation: 3 }
        : undefined;
}

export interface Listed<T> {
  readonly items: readonly T[];
  /** Lines that are none of the known ones. */
  readonly unread: number;
}

/** A build that a repository has. */
export interface Available extends Build {
  readonly repository: string;
  readonly bytes: number | undefined;
  readonly sourceRpm: string | undefined;
}

const repositoryId = /^[\w.:@/+-]{1,200}$/;

export function parseBuilds(text: string): Listed<Available> {
  const items: Available[] = [];
  let unread = 0;
  for (const line of text.split('\n')) {
    if (line.trim() === '') continue;
    const [
      name = '',
      epoch = '',
      bare = '',
      release = '',
      arch = '',
      repository = '',
      bytes = '',
      source = '',
      ...more
    ] = line.split('\t');
    const version = `${epoch === '' || epoch === '0' || epoch === '(none)' ? '' : `${epoch}:`}${bare}-${release}`;
    if (more.length > 0 || !isBuild({ name, version, arch }) || !repositoryId.test(repository)) unread += 1;
    else
      items.push({
        name,
        version,
        arch,
        repository,
        bytes: /^\d{1,15}$/.test(bytes) ? Number(bytes) : undefined,
        sourceRpm: /^[^\s]{1,500}$/.test(source) ? source : undefined,
      });
  }
  return { items, unread };
}

const isBuild = ({ name, version, arch }: Build): boolean =>
  isRpmName(name) && isRpmVersion(version) && isRpmArch(arch);

export interface Offer extends Build {
  readonly repository: string;
  /** The installed package it replaces under another name. */
  readonly obsoletes: Build | undefined;
}

/** Three columns, which dnf may spread over several lines where they are wide. After a heading come the obsoleting ones. */
export function parseCheckUpdate(text: string): Listed<Offer> {
  const items: Offer[] = [];
  let unread = 0;
  let obsoleting = false;
  let by: Offer | undefined;
  let words: string[] = [];
  const drop = (): void => {
    if (words.length > 0) unread += 1;
    words = [];
  };
  for (const raw of withoutEscapes(text).split('\n')) {
    const line = raw.trimEnd();
    if (/^Obsoleting packages$/i.test(line)) {
      drop();
      obsoleting = true;
      continue;
    }
    // dnf 5's heading; of a kernel that is installed and does not run.
    if (
      line === '' ||
      line === 'Upgrades' ||
      /^Security: \S+ is (?:an installed security update|the currently running version)$/.test(line)
    ) {
      drop();
      continue;
    }
    const found = line.match(/\S+/g) ?? [];
    if (words.length + found.length > 3) drop();
    words.push(...found);
    if (words.length < 3) continue;
    const [package_ = '', version = '', repository = ''] = words;
    words = [];
    const build = buildOf(package_, version);
    // dnf 5 knows no repository of what came without it.
    const isFrom = repositoryId.test(repository) || (obsoleting && repository === '<unknown>');
    if (build === undefined || !isFrom) unread += 1;
    else if (!obsoleting) items.push({ ...build, repository, obsoletes: undefined });
    else if (!/^\s/.test(line)) by = { ...build, repository, obsoletes: undefined };
    else if (by !== undefined) items.push({ ...by, obsoletes: build });
  }
  drop();
  return { items, unread };
}

function buildOf(package_: string, version: string): Build | undefined {
  const dot = package_.lastIndexOf('.');
  const build = {
    name: package_.slice(0, Math.max(dot, 0)),
    version: version.replace(/^0:/, ''),
    arch: package_.slice(dot + 1),
  };
  return isBuild(build) ? build : undefined;
}

/** `lab-epoch-1:0.5-1.noarch`. */
export function parseNevra(text: string): Build | undefined {
  const dot = text.lastIndexOf('.');
  const release = text.lastIndexOf('-', dot);
  const version = text.lastIndexOf('-', release - 1);
  if (dot < 1 || release < 1 || version < 1) return undefined;
  const build = {
    name: text.slice(0, version),
    version: text.slice(version + 1, dot).replace(/^0:/, ''),
    arch: text.slice(dot + 1),
  };
  return isBuild(build) ? build : undefined;
}

/** That an advisory (or, with CVEs, a CVE) is closed by this build. */
export interface Notice extends Build {
  readonly id: string;
  readonly kind: 'security' | 'bugfix' | 'enhancement' | 'newpackage' | 'other';
  readonly severity: string | undefined;
}

/** dnf 4: `ID KIND BUILD`, the kind with a severity as `Critical/Sec.`; dnf 5: `ID KIND SEVERITY BUILD DATE TIME`. An `i` in front: it is installed. */
const noticeLine = new RegExp(
  String.raw`^(?:i\s+)?([\w.:+-]{3,100})\s+(\S+)\s+(?:(\S+)\s+)??(${namePart})-(?:0:)?(${versionPart})\.(${archPart})(?:\s+\S+){0,3}$`,
);

export function parseAdvisories(text: string): Listed<Notice> {
  const items: Notice[] = [];
  let unread = 0;
  for (const raw of withoutEscapes(text).split('\n')) {
    const line = raw.trim();
    if (line === '' || /^(?:Name|CVE)\s+Type(?:\s|$)/.test(line)) continue;
    const [, id, type = '', word, name = '', version = '', arch = ''] = noticeLine.exec(line) ?? [];
    const kind = kindOf(type);
    if (id === undefined) unread += 1;
    else
      items.push({ name, version, arch, id, kind, severity: kind === 'security' ? severityIn(type, word) : undefined });
  }
  return { items, unread };
}

const severityIn = (type: string, word = ''): string | undefined =>
  /^(?:critical|important|moderate|low)$/i.exec(type === 'security' ? word : type.slice(0, -'/Sec.'.length))?.[0];

function kindOf(type: string): Notice['kind'] {
  if (type === 'security' || type.endsWith('/Sec.')) return 'security';
  return type === 'bugfix' || type === 'enhancement' || type === 'newpackage' ? type : 'other';
}

/** Whether `needs-restarting -r` asks for a reboot and for what; undefined when it says neither yes nor no. */
export function parseNeedsReboot(text: string): { readonly packages: readonly string[] } | undefined {
  const plain = withoutEscapes(text);
  if (
    /^No core libraries or services have been updated/m.test(plain) ||
    /^Reboot should not be necessary/m.test(plain)
  ) {
    return { packages: [] };
  }
  if (
    !/^Core libraries or services have been updated/m.test(plain) &&
    !/^Reboot is (?:required|necessary)/m.test(plain)
  ) {
    return undefined;
  }
  const packages = [...plain.matchAll(/^ {2}\* (\S{1,256})/gm)].map((match) => match[1] ?? '').filter(isRpmName);
  return { packages: packages.length > 0 ? packages : ['core packages'] };
}

/** Units that `needs-restarting -s` names, one a line. */
export function parseServices(text: string): Listed<string> {
  const lines = withoutEscapes(text)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const items = lines.filter((line) => /^[\w:.@\\-]{1,250}\.(?:service|scope|socket|timer|mount|slice)$/.test(line));
  return { items, unread: lines.length - items.length };
}
