// Which advisories an organisation's packages were judged with, and what of its packages newer ones speak anew of.
import type { Transaction } from './database.ts';

export interface Generation {
  /** Of the rules that judge: packages are judged again when they change. */
  readonly rules: number;
  /** When the newest of the advisories were fetched, RFC 3339. */
  readonly asOf: string;
  readonly id: string;
}

interface GenerationRow {
  readonly rules: number;
  readonly as_of: Date;
  readonly id: string;
}

/**
 * Undefined before anything was judged. `share`: it stays so until the transaction ends; `alone`: and nobody else has
 * either hold on it.
 */
export async function matchedGeneration(
  transaction: Transaction,
  hold?: 'share' | 'alone',
): Promise<Generation | undefined> {
  const lock = hold === undefined ? '' : hold === 'share' ? 'for share' : 'for update';
  const [row] = await transaction.query<GenerationRow>(
    `select rules, as_of, id from advisory_generation where organisation = $1 ${lock}`,
    [transaction.organisation],
  );
  return row === undefined ? undefined : { rules: row.rules, asOf: row.as_of.toISOString(), id: row.id };
}

export const isSame = (a: Generation, b: Generation | undefined): boolean => a.rules === b?.rules && a.id === b.id;

/** Of no advisories at all: what endpoints say themselves is all there is to judge by. */
export const WITHOUT_ADVISORIES = '';

/**
 * Two servers may have fetched at different times: later rules before earlier, then later data; the id settles the rest. Any
 * advisories are later than none, whatever the rules: a server that has lost its own ends nothing that others found.
 */
export function isOlder(a: Generation, b: Generation): boolean {
  const [isNone, isOtherNone] = [a.id === WITHOUT_ADVISORIES, b.id === WITHOUT_ADVISORIES];
  if (isNone !== isOtherNone) return isNone;
  if (a.rules !== b.rules) return a.rules < b.rules;
  const [asOf, other] = [Date.parse(a.asOf), Date.parse(b.asOf)];
  return asOf === other ? a.id < b.id : asOf < other;
}

export interface Subject {
  readonly ecosystem: string;
  readonly subject: string;
}

/** Everything that packages of the organisation were looked up by so far, with the digest of what was said of it. */
export function judgedSubjects(
  transaction: Transaction,
): Promise<readonly (Subject & { readonly statements: Buffer })[]> {
  return transaction.query('select ecosystem, subject, statements from advisory_subject where organisation = $1', [
    transaction.organisation,
  ]);
}

/** Makes sure that there is a row to hold alone. */
export async function beginGenerations(transaction: Transaction, at: string): Promise<void> {
  await transaction.query(
    `insert into advisory_generation (organisation, rules, as_of, id, since) values ($1, 0, 'epoch', $3, $2)
     on conflict do nothing`,
    [transaction.organisation, at, WITHOUT_ADVISORIES],
  );
}

export interface Advance {
  readonly generation: Generation;
  readonly changed: readonly (Subject & { readonly statements: Uint8Array })[];
  /** Every ecosystem of `judgedSubjects`, and whether the advisories speak of it. */
  readonly covered: ReadonlyMap<string, boolean>;
  /** Everything is to be judged again, whatever is said of it. */
  readonly all: boolean;
}

/** Records the generation and marks what is to be judged again. Needs the generation held alone. Returns how many packages. */
export async function advanceGeneration(transaction: Transaction, advance: Advance, at: string): Promise<number> {
  const { organisation } = transaction;
  const { generation, changed } = advance;
  await transaction.query(
    'update advisory_generation set rules = $2, as_of = $3, id = $4, since = $5 where organisation = $1',
    [organisation, generation.rules, generation.asOf, generation.id, at],
  );
  await rememberSubjects(transaction, changed);
  await rememberEcosystems(transaction, advance.covered);
  if (advance.all) return markDue(transaction, 'true', []);
  const columns = [changed.map(({ ecosystem }) => ecosystem), changed.map(({ subject }) => subject)];
  const named = `select * from unnest($2::text[], $3::text[])`;
  return (
    (await markDue(transaction, `(ecosystem, subject) in (${named})`, columns)) +
    (await markDue(transaction, `(owner_ecosystem, owner_subject) in (${named})`, columns))
  );
}

async function markDue(transaction: Transaction, which: string, values: readonly unknown[]): Promise<number> {
  const [row] = await transaction.query<{ readonly marked: string }>(
    `with marked as (
       update package set due = true where organisation = $1 and not due and ${which} returning id
     ) select count(*) as marked from marked`,
    [transaction.organisation, ...values],
  );
  return Number(row?.marked);
}

export async function rememberSubjects(
  transaction: Transaction,
  subjects: readonly (Subject & { readonly statements: Uint8Array })[],
): Promise<void> {
  // In one order everywhere, so that two servers wait for each other and do not deadlock.
  await transaction.query(
    `insert into advisory_subject (organisation, ecosystem, subject, statements)
     select $1, * from unnest($2::text[], $3::text[], $4::bytea[]) as t (ecosystem, subject, statements) order by 2, 3
     on conflict (organisation, ecosystem, subject) do update set statements = excluded.statements
     where advisory_subject.statements <> excluded.statements`,
    [
      transaction.organisation,
      subjects.map(({ ecosystem }) => ecosystem),
      subjects.map(({ subject }) => subject),
      subjects.map(({ statements }) => Buffer.from(statements)),
    ],
  );
}

/** Those that the advisories speak of, among what packages of the organisation are of. */
export async function coveredEcosystems(transaction: Transaction): Promise<ReadonlySet<string>> {
  const rows = await transaction.query<{ readonly ecosystem: string }>(
    'select ecosystem from advisory_ecosystem where organisation = $1 and covered order by ecosystem',
    [transaction.organisation],
  );
  return new Set(rows.map(({ ecosystem }) => ecosystem));
}

export async function rememberEcosystems(
  transaction: Transaction,
  covered: ReadonlyMap<string, boolean>,
): Promise<void> {
  await transaction.query(
    `insert into advisory_ecosystem (organisation, ecosystem, covered)
     select $1, * from unnest($2::text[], $3::boolean[]) as t (ecosystem, covered) order by 2
     on conflict (organisation, ecosystem) do update set covered = excluded.covered
     where advisory_ecosystem.covered <> excluded.covered`,
    [transaction.organisation, [...covered.keys()], [...covered.values()]],
  );
}
