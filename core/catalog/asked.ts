// What of products a plan installs on a machine, or takes away from it: exact packages and versions, or why there are none.
import type { VersionChange } from '../rollouts/plan-document.ts';
import type { SchemeName } from '../versions/scheme.ts';
import { schemes } from '../versions/schemes.ts';
import { channelOf } from './catalog.ts';
import { isNamed } from './names.ts';
import type { Channel, Identity } from './product.ts';
import type { RuleText } from './rule.ts';

export interface AskedProduct {
  readonly product: string;
  readonly identities: readonly Identity[];
  /** This one and no other; undefined: the newest that is known. */
  readonly version: string | undefined;
  /** What the organisation says of it, where that is in force. */
  readonly rule: Pick<RuleText, 'stance' | 'versions'> | undefined;
}

/** A package that a machine has, as far as it goes by a name of what is asked for. */
export interface HeldPackage {
  readonly package: string;
  readonly source: string;
  readonly arch: string | null;
  readonly version: string;
}

/** One package manager of a machine. */
export interface HeldBy {
  readonly adapter: string;
  readonly held: readonly HeldPackage[];
}

/** All on one package manager: a step has one. `by`: its place among those given. */
export interface AskedChanges {
  readonly by: number;
  readonly changes: readonly VersionChange[];
}

/** Those that install and take away what is asked for by name: they reckon first what else would change. */
const managers: Readonly<Record<string, { readonly channel: Channel; readonly scheme: SchemeName }>> = {
  apt: { channel: 'deb', scheme: 'debian' },
  dnf: { channel: 'rpm', scheme: 'rpm' },
  zypper: { channel: 'rpm', scheme: 'rpm' },
};

const heldOf = ({ identities }: AskedProduct, { adapter, held }: HeldBy): readonly HeldPackage[] => {
  const of = channelOf(adapter, { purl: '' });
  const ids = new Set(identities.flatMap(({ channel, id }) => (channel === of ? [id] : [])));
  return held.filter((each) => ids.has(each.package) || ids.has(each.source));
};

/** What of these goes from a machine: all that is built of what forbids it. A sentence where nothing does. */
export function changesAway(asked: readonly AskedProduct[], places: readonly HeldBy[]): AskedChanges | string {
  const found = places.map((place) => asked.flatMap((product) => heldOf(product, place)));
  const by = places.findIndex(({ adapter }, at) => adapter in managers && (found[at] ?? []).length > 0);
  if (by !== -1) {
    const changes = (found[by] ?? []).map(({ package: name, arch, version }) => ({
      package: name,
      architecture: arch,
      from: version,
      to: null,
    }));
    return { by, changes: [...new Map(changes.map((one) => [`${one.package} ${one.architecture}`, one])).values()] };
  }
  const elsewhere = places.findIndex((_, at) => (found[at] ?? []).length > 0);
  if (elsewhere === -1) return 'None of it is there.';
  const { adapter } = places[elsewhere] ?? { adapter: '' };
  return `It has ${found[elsewhere]?.[0]?.package ?? ''} by ${adapter}, from which plans take nothing away: it goes by hand.`;
}

/** Versions that are known of a package of that package manager on machines like this one. */
export type VersionsKnown = (adapter: string, name: string) => readonly string[];

/** What of these a machine does not have yet, in the newest version known. A sentence where there is nothing to install. */
export function changesTo(
  asked: readonly AskedProduct[],
  places: readonly HeldBy[],
  known: VersionsKnown,
): AskedChanges | string {
  const by = places.findIndex(({ adapter }) => adapter in managers);
  const whys: string[] = [];
  const changes: VersionChange[] = [];
  for (const product of asked) {
    const there = places.flatMap((place) => heldOf(product, place))[0];
    if (there !== undefined) {
      whys.push(`It has ${there.package} ${there.version} already.`);
      continue;
    }
    const { adapter } = places[by] ?? { adapter: '' };
    const manager = managers[adapter];
    if (manager === undefined) {
      whys.push('It has no package manager with which plans install what is not there.');
      continue;
    }
    const names = product.identities.flatMap(({ channel, id }) => (channel === manager.channel ? [id] : []));
    const [name] = names;
    if (name === undefined) {
      whys.push(`${product.product} has no name among the packages of ${adapter}.`);
      continue;
    }
    const choice = names
      .map((one) => [one, newestOf(product, manager.scheme, known(adapter, one))] as const)
      .find(([, version]) => version !== undefined);
    if (choice?.[1] !== undefined) changes.push({ package: choice[0], architecture: null, from: null, to: choice[1] });
    else if (known(adapter, name).length > 0)
      whys.push(`No version of ${name} that is known may be installed by its rule.`);
    else
      whys.push(
        `No machine like it has ${name} or is offered it, so no version of it is known: name one, ${product.product}@VERSION.`,
      );
  }
  return changes.length > 0 ? { by, changes } : (whys[0] ?? 'Nothing is asked for.');
}

function newestOf({ version, rule }: AskedProduct, name: SchemeName, known: readonly string[]): string | undefined {
  if (version !== undefined) return version;
  const scheme = schemes[name];
  const allowed = known.flatMap((text) => {
    const parsed = scheme.parse(text);
    return parsed.ok && mayBe(text, rule) ? [{ text, version: parsed.version }] : [];
  });
  return allowed.toSorted((a, b) => scheme.compare(b.version, a.version))[0]?.text;
}

function mayBe(version: string, rule: AskedProduct['rule']): boolean {
  const isListed = rule?.versions.some((pattern) => isNamed(pattern, version)) === true;
  if (rule?.stance === 'pinned') return isListed;
  return rule?.stance !== 'blocked' || (rule.versions.length > 0 && !isListed);
}
