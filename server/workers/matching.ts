// Judges packages that were never judged, or of which the advisories say something new: each distinct package version once.
import { type MatchingContext, matchInContext } from '@suture/core/matching/context.ts';
import type { Finding } from '@suture/core/matching/finding.ts';
import { namesIn } from '@suture/core/matching/owned-packages.ts';
import { MATCHING_RULES } from '@suture/core/matching/rules.ts';
import { lookupName, schemeOf } from '@suture/core/packages/ecosystems.ts';
import type { Package } from '@suture/core/packages/package.ts';
import { compareVersions, schemes } from '@suture/core/versions/schemes.ts';
import { subjectOf } from '@suture/core/matching/families.ts';
import type { AdvisoryDatabase } from '@suture/feeds/database/database.ts';
import {
  type Generation,
  advanceGeneration,
  beginGenerations,
  isOlder,
  isSame,
  judgedSubjects,
  matchedGeneration,
  rememberEcosystems,
  rememberSubjects,
} from '../store/advisory-generation.ts';
import type { OrganisationId, Store, Transaction } from '../store/database.ts';
import { ANY_VULNERABILITY, BEYOND_LIMIT, beyondLimit } from '../store/finding-limits.ts';
import { type JudgedPackage, type Written, takeDue, writeJudgements } from '../store/judgements.ts';
import { packageOf } from '../store/package-rows.ts';
import { type GroupOf, groupFindings } from './group-findings.ts';
import { noteSupport } from './note-support.ts';
import { type RiskSource, weighFindings, weighNew } from './weigh-findings.ts';

/** What matching reads of the advisory database. */
export type Advisories = RiskSource &
  Pick<AdvisoryDatabase, 'generation' | 'statementDigests' | 'candidates' | 'covers' | 'lifecycle'>;

export type MatchOutcome =
  | (Written & {
      readonly kind: 'matched';
      /** Packages judged now. */
      readonly judged: number;
      /** Those of them that had been judged before and of which something new is said. */
      readonly again: number;
      /** Asked to stop before all were judged. */
      readonly stopped: boolean;
    })
  /** The organisation's packages were judged with newer advisories, or by later rules, than these. Nothing was done. */
  | { readonly kind: 'older'; readonly matched: Generation };

export interface MatchOptions {
  /** Looked at between batches. */
  readonly signal?: AbortSignal;
  /** Packages judged in one transaction, which takes a quarter of a second where all have many findings. Default: 200. */
  readonly batch?: number;
  /** Of one inventory. Default: 100,000. */
  readonly mostFindings?: number;
}

/**
 * Brings the findings of an organisation up to what the advisories say. Any number of servers may do so at once: they
 * share the work, and where one dies its unfinished batch is nobody's, wholly undone. Throws what `pg` throws.
 */
export async function matchPending(
  store: Store,
  organisation: OrganisationId,
  advisories: Advisories,
  now: () => Date,
  { signal, batch = 200, mostFindings }: MatchOptions = {},
): Promise<MatchOutcome> {
  const generation = generationOf(advisories, now());
  const again = await advance(store, organisation, advisories, generation, now());
  if (typeof again !== 'number') return { kind: 'older', matched: again };
  await weighFindings(store, organisation, advisories, generation, signal);
  await noteSupport(store, organisation, advisories, generation, now());
  const total = { judged: 0, begun: 0, changed: 0, ended: 0 };
  const groupOf = groupFindings(advisories);
  for (;;) {
    if (signal?.aborted === true) return { kind: 'matched', ...total, again, stopped: true };
    const done = await store.inOrganisation(organisation, (transaction) =>
      judgeBatch(transaction, advisories, { generation, groupOf, limit: batch, mostFindings }, now().toISOString()),
    );
    if ('id' in done) return { kind: 'older', matched: done };
    if (done.judged === 0) return { kind: 'matched', ...total, again, stopped: false };
    for (const key of ['judged', 'begun', 'changed', 'ended'] as const) total[key] += done[key];
  }
}

/** A clock that was ahead when the advisories were fetched must not keep later ones out for long. */
function generationOf(advisories: Advisories, now: Date): Generation {
  const { id, asOf } = advisories.generation();
  const fetched = Date.parse(asOf);
  const known = Number.isNaN(fetched) ? 0 : Math.min(fetched, now.getTime());
  return { rules: MATCHING_RULES, asOf: new Date(known).toISOString(), id };
}

/** Takes the advisories as those to judge with. Returns how many packages are to be judged again, or the newer generation. */
async function advance(
  store: Store,
  organisation: OrganisationId,
  advisories: Advisories,
  generation: Generation,
  now: Date,
): Promise<number | Generation> {
  const at = now.toISOString();
  const before = await store.inOrganisation(organisation, async (transaction) => {
    const matched = await matchedGeneration(transaction);
    if (matched === undefined) await beginGenerations(transaction, at);
    return isSame(generation, matched) ? undefined : await judgedSubjects(transaction);
  });
  if (before === undefined) return 0;
  // Read outside the transaction that keeps others from judging; what was judged since is read inside.
  const digests = new Digests(advisories);
  digests.of(before);
  return store.inOrganisation(organisation, async (transaction) => {
    const matched = await matchedGeneration(transaction, 'alone');
    if (isSame(generation, matched)) return 0;
    if (matched !== undefined && isOlder(generation, matched)) return matched;
    const known = await judgedSubjects(transaction);
    const changed = digests
      .of(known)
      .filter(({ statements }, index) => known[index]?.statements.equals(statements) === false);
    const ecosystems = new Set(known.map(({ ecosystem }) => ecosystem));
    const covered = new Map([...ecosystems].map((ecosystem) => [ecosystem, advisories.covers(ecosystem)]));
    const all = matched?.rules !== generation.rules;
    return advanceGeneration(transaction, { generation, changed, covered, all }, at);
  });
}

interface Subject {
  readonly ecosystem: string;
  readonly subject: string;
}

/** Digests of what is said of names, each read once. */
class Digests {
  readonly #advisories: Advisories;
  readonly #known = new Map<string, Map<string, Uint8Array>>();

  constructor(advisories: Advisories) {
    this.#advisories = advisories;
  }

  of(subjects: readonly Subject[]): readonly (Subject & { readonly statements: Buffer })[] {
    for (const [ecosystem, group] of Map.groupBy(subjects, (each) => each.ecosystem)) {
      const known = this.#known.get(ecosystem) ?? new Map<string, Uint8Array>();
      const missing = [...new Set(group.map(({ subject }) => subject))].filter((subject) => !known.has(subject));
      for (const [name, digest] of this.#advisories.statementDigests(ecosystem, missing)) known.set(name, digest);
      this.#known.set(ecosystem, known);
    }
    return subjects.map(({ ecosystem, subject }) => ({
      ecosystem,
      subject,
      statements: Buffer.from(this.#known.get(ecosystem)?.get(subject) ?? []),
    }));
  }
}

interface Batch {
  readonly generation: Generation;
  readonly groupOf: GroupOf;
  readonly limit: number;
  readonly mostFindings: number | undefined;
}

async function judgeBatch(
  transaction: Transaction,
  advisories: Advisories,
  { generation, groupOf, limit, mostFindings }: Batch,
  at: string,
): Promise<(Written & { readonly judged: number }) | Generation> {
  const matched = await matchedGeneration(transaction, 'share');
  if (matched !== undefined && !isSame(generation, matched)) return matched;
  const rows = await takeDue(transaction, limit);
  if (rows.length === 0) return { judged: 0, begun: 0, changed: 0, ended: 0 };
  const due = rows.map((row) => ({ id: row.id, package: packageOf(row), context: row.context ?? undefined }));
  const subjects = distinct(due.flatMap(subjectsOf));
  await rememberSubjects(transaction, new Digests(advisories).of(subjects));
  const ecosystems = new Set(subjects.map(({ ecosystem }) => ecosystem));
  await rememberEcosystems(
    transaction,
    new Map([...ecosystems].map((ecosystem) => [ecosystem, advisories.covers(ecosystem)])),
  );
  const judged = await withinLimit(transaction, upTo(ROWS_AT_ONCE, judge(due, advisories, groupOf)), mostFindings);
  const written = await writeJudgements(transaction, judged, at);
  await weighNew(transaction, advisories);
  return { judged: judged.length, ...written };
}

interface Due {
  readonly id: string;
  readonly package: Package;
  readonly context: MatchingContext | undefined;
}

/** The names its judgement depends on: its own, and that of the package that owns it. */
function subjectsOf({ package: pkg, context }: Due): readonly Subject[] {
  const { ecosystem } = pkg;
  const own = ecosystem === undefined ? [] : [{ ecosystem, subject: lookupName(ecosystem, subjectOf(pkg).name) }];
  return context?.owner === undefined
    ? own
    : [...own, { ecosystem: context.owner.ecosystem, subject: context.owner.subject }];
}

const distinct = (subjects: readonly Subject[]): readonly Subject[] => [
  ...new Map(subjects.map((each) => [`${each.ecosystem}\n${each.subject}`, each])).values(),
];

function judge(due: readonly Due[], advisories: Advisories, groupOf: GroupOf): readonly JudgedPackage[] {
  const judged: JudgedPackage[] = [];
  for (const group of Map.groupBy(due, ({ context }) => JSON.stringify(context)).values()) {
    const packages = group.map((each) => each.package);
    const { findings, unjudged } = matchInContext(packages, group[0]?.context, advisories.candidates);
    const found = Map.groupBy(findings, (finding) => finding.package);
    const why = new Map(unjudged.map((each) => [each.package, each.why]));
    for (const { id, package: pkg } of group) {
      const all = found.get(pkg) ?? [];
      const kept = all.filter(isStorable);
      const reason =
        why.get(pkg) ?? (kept.length < all.length ? 'an advisory on it has an id too long to be one' : undefined);
      judged.push({
        id,
        findings: kept.map((finding) => ({ ...finding, group: groupOf(finding) })),
        fixedBy: highestFix(pkg, kept),
        unjudged: reason === undefined ? null : { why: reason, vulnerabilities: namesOf(pkg, advisories) },
      });
    }
  }
  return judged;
}

/** Written in one transaction; one package may have more. */
const ROWS_AT_ONCE = 20_000;

/** The others stay due. */
function upTo(most: number, judged: readonly JudgedPackage[]): readonly JudgedPackage[] {
  let rows = 0;
  return judged.filter(({ findings }, index) => {
    rows += findings.length;
    return index === 0 || rows <= most;
  });
}

/** An inventory that is made up must not fill the database: what is beyond the limit is not judged, and says so. */
async function withinLimit(
  transaction: Transaction,
  judged: readonly JudgedPackage[],
  most: number | undefined,
): Promise<readonly JudgedPackage[]> {
  const beyond = await beyondLimit(
    transaction,
    judged.map(({ id, findings, unjudged }) => ({
      id,
      rows: findings.length + (unjudged?.vulnerabilities.length ?? 0),
    })),
    most,
  );
  if (beyond.size === 0) return judged;
  const unjudged = { why: BEYOND_LIMIT, vulnerabilities: [ANY_VULNERABILITY] };
  return judged.map((each) => (beyond.has(each.id) ? { id: each.id, findings: [], fixedBy: null, unjudged } : each));
}

/** Ids are keys of an index, which has a limit; the longest of today have 40 characters. */
const ID_CHARACTERS = 200;

const isStorable = ({ id, aliases, advisories }: Finding): boolean =>
  [id, ...aliases, ...advisories].every((name) => name.length <= ID_CHARACTERS);

function namesOf(pkg: Package, advisories: Advisories): readonly string[] {
  if (pkg.ecosystem === undefined) return [];
  const lists = advisories.candidates(pkg.ecosystem, lookupName(pkg.ecosystem, subjectOf(pkg).name));
  return [...namesIn(lists)].filter((name) => name.length <= ID_CHARACTERS);
}

/** The version that closes all that have a fix, by the ecosystem's own order; the first where two cannot be compared. */
function highestFix(pkg: Package, findings: readonly Finding[]): string | null {
  const scheme = pkg.ecosystem === undefined ? undefined : schemeOf(pkg.ecosystem);
  return findings.reduce<string | null>((highest, { fixedVersion }) => {
    if (highest === null || fixedVersion === null || scheme === undefined) return highest ?? fixedVersion;
    return compareVersions(schemes[scheme], fixedVersion, highest) === 1 ? fixedVersion : highest;
  }, null);
}
