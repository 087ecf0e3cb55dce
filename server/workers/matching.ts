// Judges packages that were never judged, or of which the advisories say something new: each distinct package version once.
import { MATCHING_RULES } from '@suture/core/matching/rules.ts';
import type { AdvisoryDatabase } from '@suture/feeds/database/database.ts';
import {
  type Generation,
  WITHOUT_ADVISORIES,
  advanceGeneration,
  beginGenerations,
  isOlder,
  isSame,
  judgedSubjects,
  matchedGeneration,
  rememberEcosystems,
  rememberSubjects,
} from '../store/advisory-generation.ts';
import { changelogFixes } from '../store/changelogs.ts';
import type { OrganisationId, Store, Transaction } from '../store/database.ts';
import { type Written, takeDue, writeJudgements } from '../store/judgements.ts';
import { packageOf } from '../store/package-rows.ts';
import { type GroupOf, groupFindings } from './group-findings.ts';
import { type Subject, distinct, firstOf, judge, subjectsOf, withinLimit } from './judge-packages.ts';
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
    if (isSame(generation, matched)) return 0;
    return matched !== undefined && isOlder(generation, matched) ? matched : judgedSubjects(transaction);
  });
  if (before === 0 || 'id' in before) return before;
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
  const stated = await changelogFixes(transaction, [
    ...new Set(due.flatMap(({ context }) => context?.changelog ?? [])),
  ]);
  const by = { advisories: generation.id === WITHOUT_ADVISORIES ? undefined : advisories, groupOf, changelogs: stated };
  const judged = await withinLimit(transaction, firstOf(judge(due, by)), mostFindings);
  const written = await writeJudgements(transaction, judged, at);
  await weighNew(transaction, advisories);
  return { judged: judged.length, ...written };
}
