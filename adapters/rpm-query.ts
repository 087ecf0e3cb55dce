// The query that rpm's database is read with, and the packages in its answer.
import { ecosystemOf, schemeOf } from '@suture/core/packages/ecosystems.ts';
import type { OperatingSystem, Package } from '@suture/core/packages/package.ts';
import { buildPurl, encodePurl } from '@suture/core/packages/purl.ts';
import { sourceOfRpm } from '@suture/core/packages/source-rpm.ts';
import { quoted } from './ask.ts';

/** `shescape` quotes what a package's builder wrote, so that no field can pass for another or for a line. Source: rpm's manual, "query format". */
export const columns = ['NAME', 'VERSION', 'RELEASE', 'ARCH', 'SOURCERPM', 'VENDOR', 'MODULARITYLABEL'];
export const format = (tags: readonly string[]): string =>
  `%{EPOCHNUM}${tags.map((tag) => `\\t%{${tag}:shescape}`).join('')}\\n`;
const mostProblems = 20;
// Sources of patterns, for whoever reads a whole line at once.
export const namePart = String.raw`[A-Za-z0-9_][\w.+-]{0,255}`;
const barePart = String.raw`[A-Za-z0-9][\w.+~^%]{0,255}`;
export const versionPart = String.raw`(?:\d{1,10}:)?${barePart}-${barePart}`;
export const archPart = String.raw`[a-z0-9][\w-]{0,39}`;
const namePattern = new RegExp(`^${namePart}$`);
const versionPattern = new RegExp(`^${versionPart}$`);
const archPattern = new RegExp(`^${archPart}$`);

export const isRpmName = (text: string): boolean => namePattern.test(text);
export const isRpmArch = (text: string): boolean => archPattern.test(text);
/** `[epoch:]version-release`. */
export const isRpmVersion = (text: string): boolean => versionPattern.test(text);

/** Reads the answer to the query above. The signing keys that rpm keeps as `gpg-pubkey` are no packages. */
export function parseRpmQuery(
  text: string,
  system: OperatingSystem,
  held: (name: string) => boolean = () => false,
): { readonly packages: readonly Package[]; readonly problems: readonly string[] } {
  const ecosystem = rpmEcosystem(system);
  const build = builder(system, ecosystem, held);
  const packages: Package[] = [];
  const problems: string[] = [];
  let unlisted = 0;
  for (const fields of records(text)) {
    if (fields[1] === 'gpg-pubkey') continue;
    const read = build(fields);
    if (typeof read !== 'string') packages.push(read);
    else if (problems.length < mostProblems) problems.push(read);
    else unlisted += 1;
  }
  if (unlisted > 0) problems.push(`and ${unlisted} more packages that cannot be read`);
  return { packages, problems };
}

/** The ecosystem of the system's own rpms; none where the advisories are about other packages (rpms in a Debian). */
const rpmEcosystem = (system: OperatingSystem): string | undefined => {
  const { ecosystem } = ecosystemOf(system);
  return ecosystem !== undefined && schemeOf(ecosystem) === 'rpm' ? ecosystem : undefined;
};

/** Records of tab-separated fields, shell-quoted: what is in quotes may hold tabs and line ends. */
function* records(text: string): Generator<readonly string[]> {
  let at = 0;
  while (at < text.length) {
    plainRecord.lastIndex = at;
    const plain = plainRecord.exec(text);
    const { fields, next } =
      plain === null ? quotedRecord(text, at) : { fields: plain.slice(1), next: at + plain[0].length };
    const isEmpty = next === at + 1;
    at = next;
    if (!isEmpty) yield fields;
  }
}

interface ReadRecord {
  readonly fields: readonly string[];
  readonly next: number;
}

/** A record in which every quote begins or ends a field: nearly all are such. */
const plainRecord = new RegExp(String.raw`([^\t\n']*)${String.raw`\t'([^']*)'`.repeat(columns.length)}(?:\n|$)`, 'y');

function quotedRecord(text: string, from: number): ReadRecord {
  const fields: string[] = [];
  let field = '';
  let inside = false;
  let at = from;
  for (; at < text.length; at += 1) {
    const char = text[at];
    if (char === "'") inside = !inside;
    else if (inside) field += char;
    else if (char === '\n') break;
    else if (char === '\t') {
      fields.push(field);
      field = '';
    } else if (char === '\\' && text[at + 1] === "'") {
      field += "'";
      at += 1;
    } else field += char;
  }
  fields.push(field);
  return { fields, next: at + 1 };
}

const value = (field: string | undefined): string | undefined =>
  field === undefined || field === '' || field === '(none)' ? undefined : field;

type Build = (fields: readonly string[]) => Package | string;

function builder(system: OperatingSystem, ecosystem: string | undefined, held: (name: string) => boolean): Build {
  const plainOnce = remembering(plainField);
  const packageBy = rpmPackages(system, ecosystem);
  return (fields) => packageOf(fields, { packageBy, held, plainOnce });
}

/** Few vendors build many packages. */
function remembering(map: (text: string) => string): (text: string) => string {
  const known = new Map<string, string>();
  return (text) => {
    const found = known.get(text) ?? map(text);
    if (known.size < 1000) known.set(text, found);
    return found;
  };
}

interface Surroundings {
  readonly packageBy: (fields: RpmFields) => Package;
  readonly held: (name: string) => boolean;
  readonly plainOnce: (text: string) => string;
}

function packageOf(fields: readonly string[], { packageBy, held, plainOnce }: Surroundings): Package | string {
  const epoch = value(fields[0]);
  const name = value(fields[1]);
  const bare = value(fields[2]);
  const release = value(fields[3]);
  const arch = value(fields[4]);
  const sourceRpm = value(fields[5]);
  const vendor = value(fields[6]);
  const module = value(fields[7]);
  if (fields.length < columns.length || fields.length > columns.length + 1) {
    return `rpm lists ${quoted(fields.join(' '))}, which is no package`;
  }
  if (name === undefined || !isRpmName(name)) return `rpm lists ${quoted(name ?? '')}, which is no package name`;
  const evr = `${bare ?? ''}-${release ?? ''}`;
  const version = epoch === undefined || epoch === '0' ? evr : `${epoch}:${evr}`;
  if (!isRpmVersion(version)) return `rpm lists ${name} at ${quoted(version)}, which is no version`;
  // Spreading costs more than all the rest of it.
  const found: { -readonly [K in keyof Package]: Package[K] } = packageBy({ name, epoch, evr, arch, sourceRpm });
  if (held(name)) found.hold = true;
  if (module !== undefined && module.length <= 300) found.module = plainOnce(module);
  if (vendor !== undefined) found.origin = plainOnce(vendor);
  return found;
}

/** What rpm says of a package; `epoch` is a number. */
interface RpmFields {
  readonly name: string;
  readonly epoch: string | undefined;
  /** `version-release`. */
  readonly evr: string;
  readonly arch: string | undefined;
  readonly sourceRpm: string | undefined;
}

/** The package as advisories know it. */
export const rpmPackage = (fields: RpmFields, system: OperatingSystem, ecosystem: string | undefined): Package =>
  rpmPackages(system, ecosystem)(fields);

/** For many of one system: what their package URLs have in common is built once. */
function rpmPackages(system: OperatingSystem, ecosystem: string | undefined): (fields: RpmFields) => Package {
  const namespace = namespaces.get(system.id) ?? system.id;
  const distro = system.version === '' ? system.id : `${system.id}-${system.version}`;
  const whole = buildPurl({ type: 'rpm', namespace, name: 'x' });
  const start = whole.slice(0, -1);
  const archOnce = remembering((text) => text);
  /** All but the last two qualifiers, which are `epoch` and `upstream`. */
  const tail = remembering((arch) =>
    buildPurl({ type: 'rpm', namespace, name: 'x', qualifiers: { arch, distro } }).slice(whole.length),
  );
  return ({ name, epoch, evr, arch, sourceRpm }) => {
    const counts = epoch !== undefined && Number(epoch) > 0 ? String(Number(epoch)) : undefined;
    const version = counts === undefined ? evr : `${counts}:${evr}`;
    const text = [start, encodePurl(name), '@', encodePurl(evr), tail(arch ?? '')];
    if (counts !== undefined) text.push('&epoch=', counts);
    if (sourceRpm !== undefined) text.push('&upstream=', encodePurl(sourceRpm));
    return {
      purl: text.join(''),
      ecosystem,
      name,
      version,
      arch: arch !== undefined && isRpmArch(arch) ? archOnce(arch) : undefined,
      source: sourceOfRpm(sourceRpm, version) ?? { name, version },
    };
  };
}

const plainField = (text: string): string =>
  text
    .slice(0, 300)
    .replace(/[\p{Cc}\uFFFD]/gu, ' ')
    .trim();

/** The purl namespaces in use where they are not the os-release ID. */
const namespaces: ReadonlyMap<string, string> = new Map([
  ['rhel', 'redhat'],
  ['opensuse-leap', 'opensuse'],
  ['opensuse-tumbleweed', 'opensuse'],
]);
