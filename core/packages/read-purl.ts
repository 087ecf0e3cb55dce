// Reads a package URL into a package; the one file that loads packageurl-js, so import it only where purls are read.
import { PackageURL } from 'packageurl-js';
import { ecosystemOf } from './ecosystems.ts';
import { distributionOf } from './operating-system.ts';
import type { OperatingSystem, Package } from './package.ts';
import { sourceOfRpm } from './source-rpm.ts';

export interface PurlContext {
  /** The system the package is installed on: used for distribution packages whose purl names no release. */
  readonly os?: OperatingSystem | undefined;
  /** What the inventory calls the component, where it does: settles what a Go subpath belongs to. */
  readonly name?: string | undefined;
  /** The version the inventory gives beside the purl: used when the purl has none. */
  readonly version?: string | undefined;
}

export type PurlReading =
  | { readonly ok: true; readonly package: Package; readonly os: OperatingSystem | undefined }
  | { readonly ok: false; readonly reason: string };

/**
 * The package a purl names, with `os` the distribution release it names, if any. Types no feed covers give a package
 * without ecosystem. Never throws; refuses what is no purl, has no version, or cannot be identified.
 */
export function readPurl(text: string, context: PurlContext = {}): PurlReading {
  const purl = split(text);
  if (typeof purl === 'string') return { ok: false, reason: purl };
  const version = purl.version ?? context.version;
  if (!version) return { ok: false, reason: 'names no version' };
  const rest = { purl: text, version, arch: purl.qualifiers.get('arch') || undefined };
  switch (purl.type) {
    case 'deb':
    case 'apk':
    case 'rpm':
    case 'alpm':
      return distributionPackage(purl, rest, context);
    case 'maven': {
      const name = purl.namespace ? `${purl.namespace}:${purl.name}` : purl.name;
      if (!name.includes(':')) return { ok: false, reason: 'a Maven purl needs a group before the artifact' };
      return languagePackage('Maven', name, rest);
    }
    case 'golang': {
      const module = goModule(purl, version, context);
      return languagePackage('Go', module, { ...rest, version: goVersion(module, version) });
    }
    default:
      return languagePackage(languages.get(purl.type), joined(purl), rest);
  }
}

const languages: ReadonlyMap<string, string> = new Map([
  ['npm', 'npm'],
  ['pypi', 'PyPI'],
  ['nuget', 'NuGet'],
  ['cargo', 'crates.io'],
  ['gem', 'RubyGems'],
  ['composer', 'Packagist'],
  ['hex', 'Hex'],
  ['pub', 'Pub'],
]);

interface SplitPurl {
  readonly type: string;
  readonly namespace: string | undefined;
  readonly name: string;
  readonly version: string | undefined;
  readonly qualifiers: URLSearchParams;
  readonly subpath: string | undefined;
}

type Rest = Pick<Package, 'purl' | 'version' | 'arch'>;

const joined = (purl: SplitPurl): string => (purl.namespace ? `${purl.namespace}/${purl.name}` : purl.name);

/** The parts of a purl, or why it is none. Not `fromString`: its rules by type fold npm and Alpine names and refuse real Go versions. */
function split(text: string): SplitPurl | string {
  if (text.length > 4096) return 'is longer than 4096 characters';
  // The URL parser behind packageurl-js would drop tabs and line ends silently.
  if (/[\u0000-\u001f\u007f]/.test(text)) return 'contains control characters';
  if (!/^pkg:/i.test(text)) return 'does not begin with pkg:';
  try {
    const [type, namespace, name, version, qualifiers, subpath] = PackageURL.parseString(plusKept(text));
    if (!type || !/^[a-z][a-z0-9.+-]*$/i.test(type)) return 'has no package type';
    if (!name?.trim()) return 'has no package name';
    const trimmed = version?.trim();
    for (const part of [namespace, name, trimmed]) {
      if (part !== undefined && /[\u0000-\u001f\u007f]/.test(part)) return 'contains control characters';
    }
    return {
      type: type.toLowerCase(),
      namespace:
        namespace
          ?.split('/')
          .filter((segment) => segment !== '')
          .join('/') || undefined,
      name: name.trim(),
      version: trimmed || undefined,
      // The library hands on what URL parsed, whatever its types say.
      qualifiers: qualifiers === undefined ? new URLSearchParams() : new URLSearchParams(qualifiers),
      subpath: subpath || undefined,
    };
  } catch {
    return 'is not a valid package URL';
  }
}

/** A purl's `+` means itself; packageurl-js reads the qualifiers as a web form, where it would mean a space. */
function plusKept(text: string): string {
  const question = text.indexOf('?');
  return question === -1 ? text : text.slice(0, question) + text.slice(question).replaceAll('+', '%2B');
}

function languagePackage(ecosystem: string | undefined, name: string, rest: Rest): PurlReading {
  const found: Package = { ...rest, ecosystem, name, source: { name, version: rest.version } };
  return { ok: true, package: found, os: undefined };
}

/**
 * By the specification a subpath is a directory inside the module; syft writes everything after the third segment
 * there, module or not. The component's own name, or the major version suffix Go demands, tells which it is.
 */
function goModule(purl: SplitPurl, version: string, context: PurlContext): string {
  const base = joined(purl);
  if (!purl.subpath) return base;
  const whole = `${base}/${purl.subpath}`;
  if (context.name === whole) return whole;
  const segments = purl.subpath.split('/');
  const major = segments.indexOf(`v${/^v?(\d+)/.exec(version)?.[1] ?? '0'}`);
  return major === -1 ? base : `${base}/${segments.slice(0, major + 1).join('/')}`;
}

/** OSV files Go versions without the leading `v`, and the standard library's without `go`. */
function goVersion(module: string, version: string): string {
  if (module === 'stdlib' || module === 'toolchain') return version.replace(/^(go|v)(?=\d)/, '');
  return version.replace(/^v(?=\d)/, '');
}

function distributionPackage(purl: SplitPurl, rest: Rest, context: PurlContext): PurlReading {
  const q = purl.qualifiers;
  const named = distributionOf(purl.namespace, q.get('distro') ?? undefined);
  const release = named !== undefined && (named.version !== '' || familyOf(named) !== '') ? named : undefined;
  const os = release ?? (named === undefined || named.id === context.os?.id ? context.os : named);
  const name = purl.type === 'deb' ? purl.name.toLowerCase() : purl.name;
  const epoch = q.get('epoch') ?? '';
  const version =
    /^[1-9]\d{0,9}$/.test(epoch) && !/^\d+:/.test(rest.version) ? `${epoch}:${rest.version}` : rest.version;
  const module = q.get('modularitylabel') || q.get('rpmmod') || undefined;
  const found: Package = {
    ...rest,
    ecosystem: os && packageTypes.get(familyOf(os)) === purl.type ? ecosystemOf(os).ecosystem : undefined,
    name,
    version,
    source: sourceOf(purl.type, q.get('upstream'), name, version),
    ...(module && { module }),
  };
  return { ok: true, package: found, os: release };
}

const familyOf = (os: OperatingSystem): string => (ecosystemOf(os).ecosystem ?? '').split(':')[0] ?? '';

/** Which purl type the packages of an ecosystem have: an rpm purl on a Debian machine is not the distribution's. */
const packageTypes: ReadonlyMap<string, string> = new Map([
  ...['Debian', 'Ubuntu'].map((name) => [name, 'deb'] as const),
  ...['Alpine', 'Wolfi', 'Chainguard'].map((name) => [name, 'apk'] as const),
  ...['AlmaLinux', 'Rocky Linux', 'Red Hat', 'openSUSE', 'Mageia', 'Photon OS'].map((name) => [name, 'rpm'] as const),
  ['Arch', 'alpm'],
]);

/** `upstream` as syft writes it: `name`, `name@version`, or for rpm the source package's file name. */
function sourceOf(type: string, upstream: string | null, name: string, version: string): Package['source'] {
  if (type === 'rpm') return sourceOfRpm(upstream ?? undefined, version) ?? { name, version };
  // A binary-only rebuild (`+b1`) has the version of its source before that suffix.
  const built = type === 'deb' ? version.replace(/\+b\d+$/, '') : version;
  if (!upstream) return { name, version: built };
  const at = upstream.indexOf('@');
  if (at <= 0) return { name: upstream, version: built };
  return { name: upstream.slice(0, at), version: upstream.slice(at + 1) || built };
}
