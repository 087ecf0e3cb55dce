// Packages of programming languages as inventories state them, and what their registries have newer; for the adapters of such tools.
import type { Package } from '@suture/core/packages/package.ts';
import { buildPurl } from '@suture/core/packages/purl.ts';
import { compareVersions, schemes } from '@suture/core/versions/schemes.ts';
import type { SchemeName } from '@suture/core/versions/scheme.ts';
import type { Detection, HeldBack, Section, Update } from './adapter.ts';
import { failed, quoted, sectionOf } from './ask.ts';
import type { Place } from './homes.ts';
import type { Host } from './host.ts';

export interface Language {
  readonly adapter: string;
  /** As package URLs and OSV call it. */
  readonly type: string;
  readonly ecosystem: string;
  readonly scheme: SchemeName;
  /** What a person calls its packages: `gems`. */
  readonly plural: string;
  /** Where newer versions are asked for. */
  readonly registry: string;
}

export interface Installed {
  readonly name: string;
  readonly version: string;
  readonly place: Place;
  /** Somebody asked for it itself; else it came with something, and is updated with that. */
  readonly asked: boolean;
  /** The package URL of what it came with, where that is known. */
  readonly owner?: string | undefined;
  /** Not from the public registry: a namesake there says nothing of it. */
  readonly isPrivate?: true;
  readonly held?: HeldBack | undefined;
}

export interface Reading {
  readonly found: readonly Installed[];
  readonly problems: readonly string[];
}

export function purlOf({ type }: Pick<Language, 'type'>, name: string, version: string): string {
  const slash = name.lastIndexOf('/');
  const namespace = slash === -1 ? undefined : name.slice(0, slash);
  return buildPurl({ type, namespace, name: name.slice(slash + 1), version });
}

function packageOf(language: Language, { name, version, place, owner, isPrivate, held }: Installed): Package {
  return {
    purl: purlOf(language, name, version),
    ecosystem: isPrivate === true ? undefined : language.ecosystem,
    name,
    version,
    arch: undefined,
    source: { name, version },
    ...(held?.cause === 'hold' ? { hold: true as const } : {}),
    ...(place.user === undefined ? {} : { origin: `${place.user}’s own` }),
    ...(owner === undefined ? {} : { owner }),
  };
}

/** Present where something was installed with it: the tool alone is the distribution's to report. */
export async function detectInstalled({ plural }: Language, { found, problems }: Reading): Promise<Detection> {
  return found.length > 0
    ? { present: true, version: `${found.length} ${plural}` }
    : { present: false, reason: problems[0] ?? `there are no ${plural} here` };
}

export function installedSection(language: Language, { found, problems }: Reading): Section<Package> {
  if (found.length === 0) return failed(...(problems.length > 0 ? problems : [`there are no ${language.plural} here`]));
  return sectionOf(
    distinct(found).map((each) => packageOf(language, each)),
    problems,
  );
}

/** One of each package, version and owner for each user, however many copies there are. */
function distinct(found: readonly Installed[]): readonly Installed[] {
  const byKey = new Map<string, Installed>();
  for (const each of found) {
    const key = [each.name, each.version, each.owner ?? '', each.place.user ?? ''].join('\0');
    if (byKey.get(key)?.asked !== true) byKey.set(key, each);
  }
  return [...byKey.values()];
}

/** The newest version by name, for those the registry answered for. */
export interface Newest {
  readonly of: ReadonlyMap<string, string>;
  readonly problems: readonly string[];
}

const mostAsked = 60;

/**
 * What is newer of what somebody asked for. `ask` gets the names, at most 60 of them; what it does not answer for is a
 * problem, never up to date.
 */
export async function availableSection(
  language: Language,
  host: Host,
  reading: Reading,
  ask: (host: Host, names: readonly string[]) => Promise<Newest>,
): Promise<Section<Update>> {
  if (reading.found.length === 0)
    return failed(...(reading.problems.length > 0 ? reading.problems : [`there are no ${language.plural} here`]));
  const wanted = distinct(reading.found).filter(({ asked, isPrivate }) => asked && isPrivate !== true);
  const names = [...new Set(wanted.map(({ name }) => name))].toSorted();
  const newest =
    names.length === 0 ? { of: new Map<string, string>(), problems: [] } : await ask(host, names.slice(0, mostAsked));
  const updates: Update[] = [];
  const unknown = new Set<string>(names.slice(mostAsked));
  for (const each of wanted) {
    const candidate = newest.of.get(each.name);
    const order =
      candidate === undefined ? undefined : compareVersions(schemes[language.scheme], each.version, candidate);
    if (candidate === undefined || order === undefined) unknown.add(each.name);
    else if (order < 0) updates.push(updateOf(language, each, candidate));
  }
  if (unknown.size === names.length && names.length > 0 && updates.length === 0)
    return failed(...(newest.problems.length > 0 ? newest.problems : [unansweredFor(language, unknown)]));
  const unanswered = unknown.size === 0 ? [] : [unansweredFor(language, unknown)];
  return sectionOf(updates, [...reading.problems, ...newest.problems, ...unanswered]);
}

function unansweredFor({ registry }: Language, names: ReadonlySet<string>): string {
  const shown = [...names].toSorted().slice(0, 5).map(quoted).join(', ');
  const more = names.size > 5 ? ` and ${names.size - 5} more` : '';
  return `${registry} gave no answer for ${shown}${more}: whether there is something newer is unknown`;
}

/**
 * Nothing is changed in a home, root's included: its user may put a link wherever the tool would write, and the agent's units see
 * no home. So a plan leaves it out, and says this.
 */
const ownOf = ({ user }: Place): HeldBack | undefined =>
  user === undefined
    ? undefined
    : { cause: 'unknown', why: `it is ${user}’s own: reported only, as Suture changes nothing in homes (${user} can)` };

function updateOf(
  { adapter, registry }: Language,
  { name, version, place, held }: Installed,
  candidate: string,
): Update {
  return {
    adapter,
    package: name,
    arch: undefined,
    source: { name, version: candidate },
    installed: version,
    candidate,
    origin: place.user === undefined ? registry : `${registry} (${place.user}’s own)`,
    security: { is: 'unknown', why: `${registry} does not say which updates are security updates` },
    heldBack: held ?? ownOf(place),
    bytes: undefined,
  };
}
