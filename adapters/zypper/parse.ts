// Reads zypper's XML: repositories, updates, patches, plans, processes. Records that are none are counted, never guessed at.
// Source: zypper's xml/xmlout.rnc, and its tables for `ps`.
import { shown } from '../ask.ts';
import { isRpmArch, isRpmName, isRpmVersion } from '../rpm-query.ts';
import { isAlias, isPatchName } from './commands.ts';
import { elementsNamed, type Element } from './xml.ts';

export interface Listed<T> {
  readonly items: readonly T[];
  readonly unread: number;
}

export interface Repository {
  readonly alias: string;
  readonly enabled: boolean;
}

export function repositoriesIn(root: Element): Listed<Repository> {
  return collected(elementsNamed(root, 'repo'), ({ attributes }) => {
    const alias = attributes.get('alias') ?? '';
    return isAlias(alias) ? { alias, enabled: attributes.get('enabled') === '1' } : undefined;
  });
}

export interface Offered {
  readonly name: string;
  readonly arch: string;
  readonly installed: string;
  readonly candidate: string;
  readonly repository: string;
}

export function updatesIn(root: Element): Listed<Offered> {
  return collected(ofKind(root, 'package'), (element) => {
    const { attributes } = element;
    const [name = '', arch = '', candidate = '', installed = ''] = ['name', 'arch', 'edition', 'edition-old'].map(
      (key) => attributes.get(key),
    );
    const alias = element.children.find((child) => child.name === 'source')?.attributes.get('alias') ?? '';
    if (!isRpmName(name) || !isRpmArch(arch) || !isRpmVersion(candidate) || !isRpmVersion(installed)) return undefined;
    return { name, arch, installed, candidate, repository: isAlias(alias) ? alias : 'unknown' };
  });
}

export interface Patch {
  readonly name: string;
  readonly category: string;
  readonly severity: string | undefined;
  readonly cves: readonly string[];
}

export function patchesIn(root: Element): Listed<Patch> {
  return collected(ofKind(root, 'patch'), (element) => {
    const name = element.attributes.get('name') ?? '';
    const category = element.attributes.get('category') ?? '';
    const severity = element.attributes.get('severity') ?? '';
    if (!isPatchName(name) || !/^[a-z]{1,20}$/.test(category)) return undefined;
    const issues = [...elementsNamed(element, 'issue')].filter(({ attributes }) => attributes.get('type') === 'cve');
    const cves = issues
      .map(({ attributes }) => attributes.get('id') ?? '')
      .filter((id) => /^CVE-\d{4}-\d{4,10}$/.test(id));
    return {
      name,
      category,
      severity: /^(?:critical|important|moderate|low)$/.test(severity) ? severity : undefined,
      cves,
    };
  });
}

function* ofKind(root: Element, kind: string): Generator<Element> {
  for (const element of elementsNamed(root, 'update')) if (element.attributes.get('kind') === kind) yield element;
}

function collected<T>(elements: Iterable<Element>, read: (element: Element) => T | undefined): Listed<T> {
  const items: T[] = [];
  let unread = 0;
  for (const element of elements) {
    const item = read(element);
    if (item === undefined) unread += 1;
    else items.push(item);
  }
  return { items, unread };
}

/** That a patch brings a package to this version. */
export interface PatchedPackage {
  readonly patch: string;
  readonly name: string;
  readonly version: string;
}

/** `info -t patch` writes one message a patch, which lists under "Conflicts" the builds that it replaces. */
export function patchedPackagesIn(root: Element): readonly PatchedPackage[] {
  const found: PatchedPackage[] = [];
  for (const { text } of messagesIn(root)) {
    const patch = /^Name\s*: (\S{1,201})$/m.exec(text)?.[1];
    if (patch === undefined || !isPatchName(patch)) continue;
    for (const line of text.split('\n')) {
      // A single one stands beside the heading, several below it.
      const match = /^(?:Conflicts\s*: | {4})(\S{1,256}) < (\S{1,256})$/.exec(line);
      const name = match?.[1]?.replace(/\.(?:noarch|x86_64|i[3-6]86|aarch64|armv7hl|ppc64le|s390x?)$/, '') ?? '';
      const version = match?.[2] ?? '';
      if (isRpmName(name) && isRpmVersion(version)) found.push({ patch, name, version });
    }
  }
  return found;
}

export interface Message {
  readonly type: string;
  readonly text: string;
}

export const messagesIn = (root: Element): readonly Message[] =>
  [...elementsNamed(root, 'message')].map(({ attributes, text }) => ({ type: attributes.get('type') ?? '', text }));

/** What zypper says went wrong, fit to show; empty when nothing did. */
export const complaintsIn = (root: Element): string =>
  messagesIn(root)
    .filter(({ type, text }) => type === 'error' || /^(?:Problem|\d+ Problems?):/.test(text))
    .map(({ text }) => shown(text, 200))
    .slice(0, 4)
    .join('; ')
    .slice(0, 350);

export interface Process {
  readonly pid: number;
  readonly command: string;
  readonly service: string | undefined;
}

/** The table of `ps -s`, which stands as plain text between the messages. Undefined when zypper does not say what it found. */
export function processesIn(root: Element): Listed<Process> | undefined {
  const said = messagesIn(root).map(({ text }) => text);
  if (said.some((text) => text.startsWith('No processes using deleted files found'))) return { items: [], unread: 0 };
  const lines = root.text.split('\n').filter((line) => line.trim() !== '');
  const head = lines.findIndex((line) => /^PID\s+\|.*\|\s*Command\s*\|\s*Service\s*$/.test(line));
  if (head === -1) return undefined;
  const items: Process[] = [];
  let unread = 0;
  for (const line of lines.slice(head + 2)) {
    const cells = line.split('|').map((cell) => cell.trim());
    const [pid = '', , , , command = '', service = ''] = cells;
    if (cells.length !== 6 || !/^\d{1,10}$/.test(pid)) unread += 1;
    else
      items.push({
        pid: Number(pid),
        command: shown(command),
        service: /^[\w:.@\\-]{1,250}$/.test(service) ? service : undefined,
      });
  }
  return { items, unread };
}

/** Whether a reboot is needed; undefined when zypper says neither yes nor no. */
export function rebootIn(root: Element): boolean | undefined {
  const said = messagesIn(root)
    .map(({ text }) => text)
    .join('\n');
  if (/^No core libraries or services have been updated|^Reboot is probably not necessary/m.test(said)) return false;
  return /^Core libraries or services have been updated|^Reboot is (?:required|suggested)/m.test(said)
    ? true
    : undefined;
}

/** /etc/zypp/locks: stanzas of `key: value`; those of a package, by name or glob. */
export function parseLocks(text: string): readonly string[] {
  return text.split(/\n\s*\n/).flatMap((stanza) => {
    const values = new Map<string, string>();
    for (const line of stanza.split('\n')) {
      const colon = line.indexOf(':');
      if (colon > 0) values.set(line.slice(0, colon).trim(), line.slice(colon + 1).trim());
    }
    const name = values.get('solvable_name') ?? '';
    const type = values.get('type') ?? 'package';
    return name === '' || name.length > 256 || type !== 'package' ? [] : [name];
  });
}
