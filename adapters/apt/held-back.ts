// Says why apt would not install an update now: hold, pin, phasing or dependencies, in words.
import type { HeldBack } from '../adapter.ts';
import type { Policy, PolicyVersion } from './policy.ts';
import { preferenceFor, type Preference } from './preferences.ts';
import type { IndexRecord } from './parse.ts';
import type { AptSimulation } from './simulation.ts';
import { quoted } from './policy-names.ts';

/** What `apt-get upgrade` and `apt-get dist-upgrade` would do; undefined where apt could not say. */
export interface Simulations {
  readonly upgrade: AptSimulation | undefined;
  readonly distUpgrade: AptSimulation | undefined;
}

/** Why an update apt considers (it is the candidate) stays out; undefined when `apt-get upgrade` installs it. */
export function whyHeldBack(
  update: {
    readonly name: string;
    readonly display: string;
    readonly hold: boolean;
    readonly record: IndexRecord | undefined;
  },
  candidate: PolicyVersion,
  { upgrade, distUpgrade }: Simulations,
): HeldBack | undefined {
  if (update.hold) return { cause: 'hold', why: `${update.display} is on hold (apt-mark unhold ${update.display})` };
  if (upgrade !== undefined && installs(upgrade, update.name, candidate.version)) return undefined;
  const percent = candidate.phasedPercent ?? update.record?.phasedPercent;
  const named = [upgrade, distUpgrade].some((simulation) => simulation?.phased.includes(update.display));
  const distUpgrades = distUpgrade !== undefined && installs(distUpgrade, update.name, candidate.version);
  if (named || (percent !== undefined && percent < 100 && !distUpgrades)) {
    const share = percent === undefined ? 'to part of the machines' : `to ${percent} % of machines`;
    return { cause: 'phasing', why: `it is being phased in, so far ${share}, and not yet to this one` };
  }
  if (upgrade === undefined) return { cause: 'unknown', why: 'apt could not work out an upgrade' };
  if (distUpgrade === undefined)
    return { cause: 'unknown', why: 'apt-get upgrade keeps it back, and apt could not work out a dist-upgrade' };
  if (!distUpgrades)
    return { cause: 'dependencies', why: 'its dependencies cannot be met, not even by apt-get dist-upgrade' };
  return whatItNeeds(update.record, distUpgrade);
}

export const installs = (simulation: AptSimulation, name: string, version: string): boolean =>
  simulation.changes.some((change) => change.kind !== 'remove' && change.package === name && change.to === version);

function whatItNeeds(record: IndexRecord | undefined, distUpgrade: AptSimulation): HeldBack {
  const removals = distUpgrade.changes.filter((change) => change.kind === 'remove').map((change) => change.package);
  const additions = distUpgrade.changes.filter((change) => change.kind === 'install').map((change) => change.package);
  const own = additions.filter((name) => record?.depends.includes(name));
  const needed = own.length > 0 ? own : additions;
  if (needed.length > 0 && (own.length > 0 || removals.length === 0)) {
    const why = `it needs the new package${needed.length > 1 ? 's' : ''} ${listed(needed)}: apt-get --with-new-pkgs upgrade installs it, apt-get upgrade alone does not`;
    return { cause: 'new-packages', why };
  }
  const why =
    removals.length > 0
      ? `it needs the removal of ${listed(removals)}: only apt-get dist-upgrade does that`
      : 'other packages have to change with it: apt-get dist-upgrade would, apt-get upgrade would not';
  return { cause: 'dependencies', why };
}

const listed = (names: readonly string[]): string =>
  names.length > 5 ? `${names.slice(0, 5).join(', ')} and ${names.length - 5} more` : names.join(', ');

/**
 * The newest version that a preferences entry keeps apt from; undefined when nothing is pinned away. A source merely not
 * automatic (backports: priority 100 or 1 without an entry) offers no update.
 */
export function pinnedAway(
  policy: Policy,
  source: string,
  newer: readonly PolicyVersion[],
  preferences: readonly Preference[],
): { readonly version: PolicyVersion; readonly heldBack: HeldBack } | undefined {
  const preference = preferenceFor(policy.name, source, preferences);
  for (const version of newer) {
    if (version.version === policy.candidate) return undefined;
    if (version.indexes.length === 0) continue;
    const automatic = version.indexes.some(({ priority }) => priority >= 500);
    if (preference === undefined && !automatic) continue;
    // An entry for everything says nothing of an index left at its own, not automatic, priority.
    if (
      !automatic &&
      version.priority >= 0 &&
      (version.priority === 100 || version.priority === 1) &&
      !naming(preference)
    )
      continue;
    const why =
      preference === undefined
        ? `apt gives it priority ${version.priority}, and ${policy.candidate ?? 'no version'} goes before it`
        : `${preference.file} pins ${quoted(preference.packages.join(' '))} (${preference.pin}) at priority ${preference.priority}`;
    return { version, heldBack: { cause: 'pin', why } };
  }
  return undefined;
}

const naming = (preference: Preference | undefined): boolean =>
  preference !== undefined && !preference.packages.some((pattern) => pattern === '*' || pattern.startsWith('/'));
