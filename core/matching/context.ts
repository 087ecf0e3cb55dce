// What of an endpoint the judgement of a package depends on beyond the package itself, so that equal cases are judged once.
import { lookupName } from '../packages/ecosystems.ts';
import type { OperatingSystem, Package } from '../packages/package.ts';
import { familyOf, subjectOf } from './families.ts';
import type { Finding } from './finding.ts';
import { type MatchInput, type MatchResult, type Unjudged, matchPackages } from './match.ts';
import { isDistributions, ownerName, settleByOwner } from './owned-packages.ts';

/** Only what changes the judgement: most packages on most endpoints have none. Plain data with keys in one order. */
export interface MatchingContext {
  /** Ubuntu: the pockets in use. RHEL: the streams subscribed to, and the minor release they are of. */
  readonly subscriptions?: readonly string[];
  readonly release?: string;
  /** The distribution's package that holds a language's package. */
  readonly owner?: Owner;
  /** What the changelog of an update on offer to the endpoint says it closes in this package's source; a name for it. */
  readonly changelog?: string;
}

export interface Owner {
  readonly name: string;
  readonly ecosystem: string;
  /** The name its advisories are looked up by. */
  readonly subject: string;
}

/** Families whose answers depend on what the endpoint is subscribed to. */
const BY_SUBSCRIPTION: ReadonlySet<string> = new Set(['Ubuntu', 'Red Hat']);

/** Whether packages of the ecosystem are judged by the endpoint's subscriptions. */
export const goesBySubscription = (ecosystem: string | undefined): boolean => BY_SUBSCRIPTION.has(familyOf(ecosystem));

/** The name of the package that owns this one, as `ownersAmong` knows it. */
export const ownerOf = ({ owner }: Package): string | undefined => (owner === undefined ? undefined : ownerName(owner));

/** Those of an endpoint's packages that can own a language's package, by name. */
export function ownersAmong(packages: Iterable<Package>): ReadonlyMap<string, Owner> {
  const owners = new Map<string, Owner>();
  for (const pkg of packages) {
    const { name, ecosystem } = pkg;
    if (ecosystem === undefined || !isDistributions(pkg)) continue;
    owners.set(name, { name, ecosystem, subject: lookupName(ecosystem, subjectOf(pkg).name) });
  }
  return owners;
}

/** Undefined where nothing of the endpoint matters to this package. `changelogs`: their names, by source. */
export function contextOf(
  pkg: Package,
  system: OperatingSystem | undefined,
  owners: ReadonlyMap<string, Owner>,
  changelogs: ReadonlyMap<string, string> = new Map(),
): MatchingContext | undefined {
  const changelog = changelogs.get(pkg.source.name);
  const subscriptions = goesBySubscription(pkg.ecosystem) ? [...new Set(system?.subscriptions)].sort() : [];
  const owner = owners.get(ownerOf(pkg) ?? '');
  if (subscriptions.length === 0 && owner === undefined && changelog === undefined) return undefined;
  return {
    ...(subscriptions.length > 0 && { subscriptions }),
    ...(subscriptions.length > 0 && familyOf(pkg.ecosystem) === 'Red Hat' && { release: system?.version ?? '' }),
    ...(owner !== undefined && { owner }),
    ...(changelog !== undefined && { changelog }),
  };
}

/**
 * Findings as `matchPackages` gives them on an endpoint of that context; whatever else is in `packages` plays no part. What a
 * changelog says is not among them (changelog-findings.ts).
 */
export function matchInContext(
  packages: readonly Package[],
  context: MatchingContext | undefined,
  candidatesFor: MatchInput['candidatesFor'],
): MatchResult {
  const originals = new Map(packages.map((pkg) => [alone(pkg), pkg]));
  const original = (pkg: Package): Package => originals.get(pkg) ?? pkg;
  const settle = settleByOwner(context?.owner === undefined ? [] : [standIn(context.owner)], candidatesFor);
  const system = systemOf(context);
  // Rocky's answers differ by architecture, and one batch may hold several.
  const alike = Map.groupBy(originals.keys(), (pkg) => (familyOf(pkg.ecosystem) === 'Rocky Linux' ? pkg.arch : ''));
  const findings: Finding[] = [];
  const unjudged: Unjudged[] = [];
  for (const group of alike.values()) {
    const matched = matchPackages({ packages: group, system, candidatesFor });
    for (const finding of matched.findings) {
      const pkg = original(finding.package);
      for (const judgement of settle(pkg, [finding])) findings.push({ ...judgement, package: pkg });
    }
    for (const { package: pkg, why } of matched.unjudged) unjudged.push({ package: original(pkg), why });
  }
  return { findings, unjudged };
}

/** Without its owner, which is looked for among the packages matched together. */
function alone(pkg: Package): Package {
  const copy: { -readonly [Key in keyof Package]: Package[Key] } = { ...pkg };
  delete copy.owner;
  return copy;
}

/** No rule reads more of it than this. */
const systemOf = (context: MatchingContext | undefined): OperatingSystem | undefined =>
  context?.subscriptions === undefined
    ? undefined
    : { id: '', version: context.release ?? '', subscriptions: context.subscriptions };

const standIn = ({ name, ecosystem, subject }: Owner): Package => ({
  purl: '',
  ecosystem,
  name,
  version: '',
  arch: undefined,
  source: { name: subject, version: '' },
});
