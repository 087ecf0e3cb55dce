// What keeps a package back by an administrator's word: versionlock's list, and excludes in dnf's and the repositories' files.
// Source: dnf-versionlock(8), dnf5-versionlock(8), dnf.conf(5).
import { quoted } from '../ask.ts';
import type { Host } from '../host.ts';

export interface Lock {
  /** The package's name, or a pattern with `*` and `?`. */
  readonly name: string;
  readonly text: string;
  readonly file: string;
}

export interface Exclude {
  readonly pattern: string;
  /** Undefined: of every repository. */
  readonly repository: string | undefined;
  readonly file: string;
}

export interface Repository {
  readonly id: string;
  readonly enabled: boolean;
  readonly file: string;
}

const most = 256 * 1024;
export const lockFiles = ['/etc/dnf/plugins/versionlock.list', '/etc/dnf/versionlock.toml'] as const;

export async function readLocks(
  host: Host,
): Promise<{ readonly locks: readonly Lock[]; readonly problems: readonly string[] }> {
  const [list, toml] = await Promise.all(lockFiles.map((file) => host.readFile(file, most)));
  const locks = [
    ...(list?.kind === 'text' ? parseLockList(list.text, lockFiles[0]) : []),
    ...(toml?.kind === 'text' ? parseLockToml(toml.text, lockFiles[1]) : []),
  ];
  const problems = [list, toml].flatMap((read, at) =>
    read?.kind === 'denied' || read?.kind === 'failed' ? [`${lockFiles[at]} could not be read: locks are unknown`] : [],
  );
  return { locks, problems };
}

/** One pattern a line, `lab-conf-0:1.0-1.*`; an `!` in front excludes that version and locks nothing. */
export function parseLockList(text: string, file: string): readonly Lock[] {
  return text.split('\n').flatMap((raw) => {
    const line = raw.trim();
    if (line === '' || line.startsWith('#') || line.startsWith('!') || line.length > 500) return [];
    // A name may have dashes of its own, and stand alone: a version begins with a digit, and a release has one.
    const name = /^(.+)-(?:\d{1,10}:)?[\d*][^-:]*-[^-]*[\d*][^-]*$/.exec(line)?.[1] ?? line;
    return [{ name, text: line, file }];
  });
}

/** dnf 5's list: `name = "bash"` in each `[[packages]]`. */
export function parseLockToml(text: string, file: string): readonly Lock[] {
  const locks: Lock[] = [];
  let inPackage = false;
  for (const raw of text.split('\n')) {
    const line = raw.trim();
    if (line.startsWith('[')) inPackage = line === '[[packages]]';
    const name = inPackage ? /^name\s*=\s*"([^"\\]{1,256})"/.exec(line)?.[1] : undefined;
    if (name !== undefined) locks.push({ name, text: name, file });
  }
  return locks;
}

/** Sections and keys of dnf's configuration and repository files; a line that begins with a space goes on with the last value. */
export function parseIni(
  text: string,
): readonly { readonly section: string; readonly values: ReadonlyMap<string, string> }[] {
  const sections: { section: string; values: Map<string, string> }[] = [];
  let key: string | undefined;
  for (const line of text.split(/\r?\n/)) {
    if (/^\s*(?:[#;]|$)/.test(line)) continue;
    const head = /^\[([^\]]{1,200})\]/.exec(line)?.[1];
    const values = sections.at(-1)?.values;
    if (head !== undefined) {
      sections.push({ section: head, values: new Map() });
      key = undefined;
    } else if (/^\s/.test(line)) {
      if (key !== undefined) values?.set(key, `${values.get(key) ?? ''} ${line.trim()}`);
    } else {
      const equals = line.indexOf('=');
      key = equals === -1 ? undefined : line.slice(0, equals).trim();
      if (key !== undefined) values?.set(key, line.slice(equals + 1).trim());
    }
  }
  return sections;
}

export const repositoryFolders = ['/etc/yum.repos.d', '/etc/distro.repos.d', '/usr/share/dnf5/repos.d'];

export interface Configuration {
  readonly repositories: readonly Repository[];
  readonly excludes: readonly Exclude[];
  readonly problems: readonly string[];
}

export async function readConfiguration(host: Host): Promise<Configuration> {
  const listed = await Promise.all(
    repositoryFolders.map(async (folder) =>
      ((await host.listDirectory(folder)) ?? [])
        .filter((name) => /^[^/]{1,200}\.repo$/.test(name))
        .slice(0, 500)
        .map((name) => `${folder}/${name}`),
    ),
  );
  const files = ['/etc/dnf/dnf.conf', ...listed.flat()];
  const reads = await Promise.all(files.map(async (file) => ({ file, read: await host.readFile(file, most) })));
  const repositories: Repository[] = [];
  const excludes: Exclude[] = [];
  const problems: string[] = [];
  for (const { file, read } of reads) {
    if (read.kind === 'denied' || read.kind === 'failed')
      problems.push(`${quoted(file)} could not be read: its repositories are unknown`);
    if (read.kind !== 'text') continue;
    for (const { section, values } of parseIni(read.text)) {
      const main = section === 'main';
      if (!main)
        repositories.push({ id: section, enabled: !/^(?:0|no|false|off)$/i.test(values.get('enabled') ?? '1'), file });
      for (const key of ['exclude', 'excludepkgs']) {
        for (const pattern of (values.get(key) ?? '').split(/[\s,]+/)) {
          if (pattern !== '' && pattern.length <= 256)
            excludes.push({ pattern, repository: main ? undefined : section, file });
        }
      }
    }
  }
  return { repositories, excludes, problems };
}
