// What of products a plan installs on a machine, or takes away from it: exact packages and versions, or why there are none.
import type { VersionChange } from '../rollouts/plan-document.ts';
import type { SchemeName } from '../versions/scheme.ts';
import { schemes } from '../versions/schemes.ts';
import { channelOf } from './catalog.ts';
import type { Channel, Identity } from './product.ts';
import { mayBe, type RuleText } from './rule.ts';

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
  /** Whose own it is, in a home; null: the machine's. */
  readonly user: string | null;
}

/** One package manager of a machine. */
export interface HeldBy {
  readonly adapter: string;
  readonly held: readonly HeldPackage[];
}

/** What else was asked for and is not in these changes, with why. */
export interface LeftOut {
  readonly product: string;
  readonly why: string;
}

/** All on one package manager: a step has one. `by`: its place among those given. */
export interface AskedChanges {
  readonly by: number;
  readonly changes: readonly VersionChange[];
  readonly left: readonly LeftOut[];
}

interface NamedManager {
  readonly channel: Channel;
  readonly scheme: SchemeName;
  readonly installs: boolean;
  /** Its channels have one version of each package at a time: what a machine got long ago is not to be had any more. */
  readonly keepsOne: boolean;
}

/** Those that take away, and but for snap install, what is asked for by name: they reckon first what else would change. */
const managers: Readonly<Record<string, NamedManager>> = {
  apt: { channel: 'deb', scheme: 'debian', installs: true, keepsOne: false },
  dnf: { channel: 'rpm', scheme: 'rpm', installs: true, keepsOne: false },
  zypper: { channel: 'rpm', scheme: 'rpm', installs: true, keepsOne: false },
  pacman: { channel: 'pacman', scheme: 'pacman', installs: true, keepsOne: true },
  // Any order of numbers does: what is on offer now goes first.
  flatpak: { channel: 'flatpak', scheme: 'debian', installs: true, keepsOne: true },
  snap: { channel: 'snap', scheme: 'debian', installs: false, keepsOne: true },
};

/** Its packages are the same on every distribution. */
export const isOfEverySystem = (adapter: string): boolean => adapter === 'flatpak' || adapter === 'snap';

const heldOf = ({ identities }: AskedProduct, { adapter, held }: HeldBy): readonly HeldPackage[] => {
  const of = channelOf(adapter, { purl: '' });
  const ids = new Set(identities.flatMap(({ channel, id }) => (channel === of ? [id] : [])));
  return held.filter((each) => ids.has(each.package) || ids.has(each.source));
};

const byAnother = (adapter: string): string => `It goes by ${adapter}, for which a plan of its own is needed.`;
const byHand = (adapter: string, { package: name, user }: HeldPackage): string =>
  user === null
    ? `It has ${name} by ${adapter}, from which plans take nothing away: it goes by hand.`
    : `It has ${name} as ${user}’s own ${adapter}, and plans change nothing in homes: ${user} can remove it.`;

/** What of these goes from a machine: all that is built of what forbids it, but nothing of a user's own. A sentence where nothing does. */
export function changesAway(asked: readonly AskedProduct[], all: readonly HeldBy[]): AskedChanges | string {
  const places = all.map(({ adapter, held }) => ({ adapter, held: held.filter(({ user }) => user === null) }));
  const found = places.map((place) => asked.flatMap((product) => heldOf(product, place)));
  const by = places.findIndex(({ adapter }, at) => adapter in managers && (found[at] ?? []).length > 0);
  if (by !== -1) {
    const changes = (found[by] ?? []).map(({ package: name, arch, version }) => ({
      package: name,
      architecture: arch,
      from: version,
      to: null,
    }));
    const left = asked.flatMap((product) =>
      places.flatMap((place, at): readonly LeftOut[] => {
        const [held] = at === by ? [] : heldOf(product, place);
        if (held === undefined) return [];
        const { adapter } = place;
        return [
          {
            product: product.product,
            why: adapter in managers ? byAnother(adapter) : byHand(adapter, held),
          },
        ];
      }),
    );
    const inHomes = asked.flatMap((product) =>
      all.flatMap((place): readonly LeftOut[] =>
        heldOf(product, place).flatMap((held) =>
          held.user === null ? [] : [{ product: product.product, why: byHand(place.adapter, held) }],
        ),
      ),
    );
    return {
      by,
      changes: [...new Map(changes.map((one) => [`${one.package} ${one.architecture}`, one])).values()],
      left: [...left, ...inHomes],
    };
  }
  const [elsewhere] = all.flatMap((place) =>
    asked.flatMap((product) => heldOf(product, place).map((held) => byHand(place.adapter, held))),
  );
  return elsewhere ?? 'None of it is there.';
}

export interface KnownVersion {
  readonly version: string;
  /** A channel has it now; otherwise a machine has it. */
  readonly isOffered: boolean;
}

/** Versions that are known of a package of that package manager on machines like this one. */
export type VersionsKnown = (adapter: string, name: string) => readonly KnownVersion[];

/** What of these a machine does not have yet, in the newest version known. A sentence where there is nothing to install. */
export function changesTo(
  asked: readonly AskedProduct[],
  places: readonly HeldBy[],
  known: VersionsKnown,
): AskedChanges | string {
  const there = asked.map((product) => places.flatMap((place) => heldOf(product, place))[0]);
  const open = asked.filter((_, at) => there[at] === undefined);
  const able = places.flatMap(({ adapter }, by) => (managers[adapter]?.installs === true ? [{ adapter, by }] : []));
  const choices = able.map(({ adapter }) => open.map((product) => choiceOf(product, adapter, known)));
  const at = choices.findIndex((row) => row.some(({ kind }) => kind === 'change'));
  const chosen = able[at];
  if (chosen === undefined) {
    const [has] = there.flatMap((one) => (one === undefined ? [] : [`It has ${one.package} ${one.version} already.`]));
    if (able.length === 0 && open.length > 0)
      return has ?? 'It has no package manager with which plans install what is not there.';
    return has ?? (open.length === 0 ? 'Nothing is asked for.' : whyOf(choices, 0));
  }
  const changes: VersionChange[] = [];
  const left: LeftOut[] = [];
  for (const [index, { product }] of open.entries()) {
    const choice = choices[at]?.[index];
    if (choice?.kind === 'change') changes.push(choice.change);
    else {
      const other = able.find((_, row) => choices[row]?.[index]?.kind === 'change');
      const why =
        other === undefined
          ? whyOf(choices, index)
          : `It comes by ${other.adapter}, for which a plan of its own is needed.`;
      left.push({ product, why });
    }
  }
  return { by: chosen.by, changes, left };
}

type Choice =
  | { readonly kind: 'change'; readonly change: VersionChange }
  /** A package manager that has no name of it has less to say. */
  | { readonly kind: 'unnamed' | 'unknown'; readonly why: string };

function whyOf(choices: readonly (readonly Choice[])[], index: number): string {
  const all = choices.flatMap((row) => row[index] ?? []).filter((choice) => choice.kind !== 'change');
  return (all.find(({ kind }) => kind === 'unknown') ?? all[0])?.why ?? '';
}

function choiceOf(product: AskedProduct, adapter: string, known: VersionsKnown): Choice {
  const manager = managers[adapter];
  const names = product.identities.flatMap(({ channel, id }) => (channel === manager?.channel ? [id] : []));
  const [name] = names;
  if (manager === undefined || name === undefined)
    return { kind: 'unnamed', why: `${product.product} has no name among the packages of ${adapter}.` };
  for (const one of names) {
    const to = newestOf(product, manager, known(adapter, one));
    if (to !== undefined) return { kind: 'change', change: { package: one, architecture: null, from: null, to } };
  }
  const why =
    known(adapter, name).length > 0
      ? `No version of ${name} that is known may be installed by its rule.`
      : `No machine like it has ${name} or is offered it, so no version of it is known: name one, ${product.product}@VERSION.`;
  return { kind: 'unknown', why };
}

function newestOf(
  { version, rule }: AskedProduct,
  { scheme: name, keepsOne }: NamedManager,
  known: readonly KnownVersion[],
): string | undefined {
  if (version !== undefined) return version;
  const scheme = schemes[name];
  const isOffered = keepsOne && known.some((each) => each.isOffered);
  const allowed = known.flatMap((each) => {
    const parsed = scheme.parse(each.version);
    const counts = each.isOffered || !isOffered;
    return counts && parsed.ok && mayBe(each.version, rule) ? [{ text: each.version, version: parsed.version }] : [];
  });
  return allowed.toSorted((a, b) => scheme.compare(b.version, a.version))[0]?.text;
}
