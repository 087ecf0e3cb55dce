// Reads a dpkg status file, also a damaged one, into an inventory. Source: dpkg's lib/dpkg/parse.c and deb822(5).
import { buildPurl, encodePurl } from '@suture/core/packages/purl.ts';
import { ecosystemOf } from '@suture/core/packages/ecosystems.ts';
import type { Inventory, OperatingSystem, Package } from '@suture/core/packages/package.ts';
import { type TakeStanza, usualStanza, walkControl } from './control.ts';
import { isArchitecture, isPackageName, quoted } from './policy-names.ts';

/** A package dpkg counts as present. */
export interface DpkgPackage {
  readonly name: string;
  readonly version: string;
  readonly arch: string | undefined;
  readonly source: { readonly name: string; readonly version: string };
  readonly hold: boolean;
  /** KiB on disk, where stated. */
  readonly installedSize: number | undefined;
}

export interface DpkgStatus {
  readonly packages: readonly DpkgPackage[];
  readonly problems: readonly string[];
}

export interface DpkgStatusOptions {
  /** A stanza without `Status:` is installed: so in distroless images' /var/lib/dpkg/status.d. */
  readonly everyStanzaInstalled?: boolean;
  /** The text was cut by a size limit. */
  readonly truncated?: boolean;
}

/** In dpkg's own order. */
const wanted = ['Package', 'Status', 'Installed-Size', 'Architecture', 'Source', 'Version'] as const;
const usual = usualStanza(wanted);

/** What a stanza says under those names, in their order, from 1 on. */
type Values = readonly (string | undefined)[];
const absentStates: ReadonlySet<string> = new Set(['not-installed', 'config-files']);
const brokenStates: ReadonlySet<string> = new Set([
  'half-installed',
  'unpacked',
  'half-configured',
  'triggers-awaited',
  'triggers-pending',
]);
const sourceField = /^([a-z0-9][a-z0-9+.-]{1,199})(?:\s*\(\s*([^\s()]{1,200})\s*\))?$/i;
const mostProblems = 20;

/**
 * The packages of a dpkg status file, and a line for each thing wrong with it. A name that policy does not allow is a
 * problem and no package; so is an installed package without a version. `config-files` and `not-installed` are absent.
 */
export function readDpkgStatus(text: string, options: DpkgStatusOptions = {}): DpkgStatus {
  const packages = new Map<string, DpkgPackage>();
  const problems: string[] = [];
  let unlisted = 0;
  const complain: Complain = (problem, at) => {
    if (problems.length >= mostProblems) unlisted++;
    else problems.push(at === undefined ? problem : `line ${lineAt(text, at)}: ${problem}`);
  };

  const damaged = text.includes('\0');
  if (damaged) complain('the status file contains NUL bytes: it is damaged');
  let last: string | undefined;
  let cut: string | undefined;
  const take: TakeStanza = (values, start, cutIn) => {
    last = values[1];
    cut = cutIn;
    const read = readStanza(values, start, cutIn, options, complain);
    if (read === undefined) return;
    const key = `${read.name}:${read.arch ?? ''}`;
    const earlier = packages.get(key);
    if (earlier !== undefined)
      complain(
        `${key} is listed twice, as ${quoted(earlier.version)} and ${quoted(read.version)}; the later one is used`,
      );
    packages.set(key, read);
  };
  const { strayAt, lastIsOpen } = walkControl(text, wanted, take, usual);
  if (strayAt !== undefined) {
    const stray = `the status file has lines that are no fields (first: line ${lineAt(text, strayAt)})`;
    problems.splice(damaged ? 1 : 0, 0, stray);
    if (problems.length > mostProblems) {
      problems.pop();
      unlisted++;
    }
  }
  const name = last ?? 'a stanza without a name';
  if (options.truncated === true)
    complain('the status file is larger than Suture reads; packages after the limit are unknown');
  else if (cut !== undefined)
    complain(`the status file ends in the middle of a line (in ${quoted(name)}): it is cut short`);
  else if (lastIsOpen && options.everyStanzaInstalled !== true)
    complain(
      `the status file ends without the blank line that dpkg writes after each package (after ${quoted(name)}): it may be cut short`,
    );
  if (unlisted > 0) problems.push(`and ${unlisted} more problems in the status file`);
  return { packages: [...packages.values()], problems };
}

/** `at`: where in the text, for the problem of a stanza that has no name. */
type Complain = (problem: string, at?: number) => void;

/** The number of the line that begins there, from 1. */
function lineAt(text: string, position: number): number {
  let line = 1;
  for (let end = text.indexOf('\n'); end !== -1 && end < position; end = text.indexOf('\n', end + 1)) line++;
  return line;
}

function readStanza(
  values: Values,
  start: number,
  cutIn: string | undefined,
  options: DpkgStatusOptions,
  complain: Complain,
): DpkgPackage | undefined {
  // One by one: to take an array apart makes an object for each, twelve thousand of them.
  const name = values[1];
  const status = values[2];
  const version = values[6];
  const arch = values[4];
  // A value cut short would be believed: 1.2 of 1.2.3. The caller reports the cut itself.
  if (
    cutIn !== undefined &&
    (version === undefined || wanted.some((field, at) => field === cutIn && values[at + 1] !== undefined))
  )
    return undefined;
  if (name === undefined) {
    complain('a stanza without a Package field', start);
    return undefined;
  }
  const [want, flag, state] = words(status);
  if (state !== undefined && absentStates.has(state)) return undefined;
  if (!isPackageName(name)) {
    complain(`${quoted(name)} is no package name`, start);
    return undefined;
  }
  if (state === undefined) {
    if (!(options.everyStanzaInstalled === true && status === undefined))
      complain(`${name}: no readable Status; counted as installed`);
  } else if (brokenStates.has(state)) {
    complain(`${name} is ${state}: its installation did not finish`);
  } else if (state !== 'installed') {
    complain(`${name}: unknown state ${quoted(state)}; counted as installed`);
  } else if (flag === 'reinstreq') {
    complain(`${name} is broken: dpkg wants it installed again`);
  }
  if (version === undefined || version === '') {
    complain(`${name} is installed but has no Version`);
    return undefined;
  }
  const isKnown = arch !== undefined && isArchitecture(arch);
  if (arch !== undefined && !isKnown) complain(`${name}: ${quoted(arch)} is no architecture`);
  const size = Number(values[3] ?? 'none');
  return {
    name,
    version,
    arch: isKnown ? arch : undefined,
    source: sourceOf(name, version, values[5], complain),
    hold: want === 'hold' || flag === 'hold',
    installedSize: Number.isSafeInteger(size) && size >= 0 ? size : undefined,
  };
}

const asInstalled = ['install', 'ok', 'installed'];

function words(status: string | undefined): readonly string[] {
  if (status === 'install ok installed') return asInstalled;
  const found = (status ?? '').slice(0, 200).split(/\s+/);
  return found.length === 3 ? found : [];
}

/** `Source: name (version)`; without a version (or a Source at all) it is the package's own. Also used for apt's records. */
export function sourceOf(
  name: string,
  version: string,
  field: string | undefined,
  complain: (problem: string) => void = () => undefined,
): { readonly name: string; readonly version: string } {
  if (field === undefined) return { name, version };
  if (isPackageName(field)) return { name: field, version };
  const match = sourceField.exec(field.slice(0, 500));
  if (match?.[1] === undefined) {
    complain(`${name}: ${quoted(field)} is no source package; taken for its own source`);
    return { name, version };
  }
  return { name: match[1], version: match[2] ?? version };
}

/**
 * The inventory in a dpkg status file of this system. Debian and Ubuntu packages are matched with their own advisories;
 * a derivative's (Mint, Kali, Raspbian …) have no ecosystem here: the file does not say who built them.
 */
export function parseDpkgStatus(text: string, system: OperatingSystem, options: DpkgStatusOptions = {}): Inventory {
  const { packages, problems } = readDpkgStatus(text, options);
  if (packages.length === 0) {
    return {
      status: 'failed',
      packages: [],
      problems: problems.length > 0 ? problems : ['the status file lists no installed package'],
    };
  }
  const ecosystem = systemEcosystem(system);
  const toPackage = packagesOf(system, ecosystem);
  const built = packages.map((found) => toPackage(found));
  return problems.length === 0
    ? { status: 'complete', packages: built, problems: [] }
    : { status: 'partial', packages: built, problems };
}

/** The ecosystem of the system's own packages: Debian and Ubuntu only, never a derivative. */
export const systemEcosystem = (system: OperatingSystem): string | undefined =>
  system.id === 'debian' || system.id === 'ubuntu' ? ecosystemOf(system).ecosystem : undefined;

/** A package as core knows it. `ecosystem` is the advisories' key of whoever built it; `origin`, apt's Origin. */
export const packageOf = (
  found: DpkgPackage,
  system: OperatingSystem,
  ecosystem: string | undefined,
  origin?: string,
): Package => packagesOf(system, ecosystem)(found, origin);

/** The same for many packages of one system. */
function packagesOf(
  system: OperatingSystem,
  ecosystem: string | undefined,
): (found: DpkgPackage, origin?: string) => Package {
  const [vendor, release] = ecosystem === undefined ? [system.id, system.version] : splitEcosystem(ecosystem);
  const distro = release === '' ? vendor : `${vendor}-${release}`;
  // What package URLs share is written once: whole ones take as long as all else that is read of a package.
  const head = buildPurl({ type: 'deb', namespace: vendor, name: '' });
  const qualifiers = new Map<string | undefined, string>();
  const qualifiersOf = (arch: string | undefined): string => {
    const known = qualifiers.get(arch);
    if (known !== undefined) return known;
    const text = buildPurl({ type: 'deb', name: '', qualifiers: { arch, distro } }).slice('pkg:deb/'.length);
    qualifiers.set(arch, text);
    return text;
  };
  return (found, origin) => {
    const { name, version, arch, source } = found;
    const upstream =
      source.version !== version ? `${source.name}@${source.version}` : source.name !== name ? source.name : undefined;
    return {
      purl: `${head}${encodePurl(name)}@${encodePurl(version)}${qualifiersOf(arch)}${upstream === undefined ? '' : `&upstream=${encodePurl(upstream)}`}`,
      ecosystem,
      name,
      version,
      arch,
      source,
      ...(found.hold ? { hold: true as const } : {}),
      ...(origin === undefined ? {} : { origin }),
    };
  };
}

function splitEcosystem(ecosystem: string): readonly [string, string] {
  const colon = ecosystem.indexOf(':');
  return [ecosystem.slice(0, colon).toLowerCase(), ecosystem.slice(colon + 1)];
}
