// The record of changes: one unbroken chain for each organisation, added to in its one order and checked from its rows.
import { createHash, type KeyObject } from 'node:crypto';
import type { JsonValue } from '@suture/core/audit/canonical-json.ts';
import { appendEntry, emptyChain, type AuditEntry, type AuditEvent, type ChainHead } from '@suture/core/audit/entry.ts';
import { verifyChain, type ChainVerdict, type Checkpoint } from '@suture/core/audit/verify-chain.ts';
import { openCheckpoint, signCheckpoint } from '@suture/protocol/trust/audit-checkpoint.ts';
import type { Envelope } from '@suture/protocol/trust/envelope.ts';
import type { OrganisationId, Store, Transaction } from './database.ts';
import { pageOf, type Page, type PageRequest } from './page.ts';

/** What happened; the organisation is the transaction's. */
export type Happening = Omit<AuditEvent, 'organisation' | 'at'> & { readonly at: Date };

const sha256Hex = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

interface HeadRow {
  readonly sequence: string;
  readonly hash: string;
}

async function headOf(transaction: Transaction, held: boolean): Promise<ChainHead | undefined> {
  // The organisation's row before the head: adding an entry refers to it, and who renames it takes the two in this order.
  const [row] = await transaction.query<HeadRow>(
    held
      ? `select h.sequence, h.hash
         from (select organisation from organisation where organisation = $1 for key share) o
         join audit_head h on h.organisation = o.organisation for update of h`
      : 'select sequence, hash from audit_head where organisation = $1',
    [transaction.organisation],
  );
  return row === undefined ? undefined : { sequence: Number(row.sequence), hash: row.hash };
}

/**
 * Adds an entry in the transaction that makes the change, so that neither is there without the other. Call it last: from here
 * until the commit nobody else can add to the organisation's chain. Throws TypeError for what JSON cannot say.
 */
export async function appendAudit(transaction: Transaction, happening: Happening): Promise<AuditEntry> {
  const { organisation } = transaction;
  let head = await headOf(transaction, true);
  if (head === undefined) {
    await transaction.query(
      'insert into audit_head (organisation, sequence, hash) values ($1, $2, $3) on conflict do nothing',
      [organisation, emptyChain.sequence, emptyChain.hash],
    );
    head = (await headOf(transaction, true)) ?? emptyChain;
  }
  const appended = appendEntry(head, { ...happening, at: happening.at.toISOString(), organisation }, sha256Hex);
  if (!appended.ok) throw new TypeError(`cannot record ${happening.action}: ${appended.problem}`);
  const { entry } = appended;
  await transaction.query(
    `with added as (
       insert into audit_entry
         (organisation, sequence, at, actor, address, action, subject, before, after, previous, hash)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
     ) update audit_head set sequence = $2, hash = $11 where organisation = $1`,
    [
      organisation,
      entry.sequence,
      entry.at,
      entry.actor,
      entry.address,
      entry.action,
      entry.subject,
      JSON.stringify(entry.before),
      JSON.stringify(entry.after),
      entry.previous,
      entry.hash,
    ],
  );
  return entry;
}

interface EntryRow {
  readonly organisation: string;
  readonly sequence: string;
  readonly at: string | null;
  readonly actor: string;
  readonly address: string | null;
  readonly action: string;
  readonly subject: string | null;
  readonly before: JsonValue;
  readonly after: JsonValue;
  readonly previous: string;
  readonly hash: string;
}

const ENTRY = `organisation, sequence, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at,
  actor, address, action, subject, before, after, previous, hash`;

/** By hand, since a row that was tampered with must still be read: its hash then tells. */
const entryOf = ({ sequence, at, ...row }: EntryRow): AuditEntry => ({
  ...row,
  sequence: Number(sequence),
  at: at ?? 'never',
});

/** Which entries; each left out means any. */
export interface AuditFilter {
  readonly actor?: string;
  readonly action?: string;
  readonly subject?: string;
}

/** The newest entries first; the cursor is the sequence of the last one shown. */
export async function auditPage(
  transaction: Transaction,
  { actor, action, subject }: AuditFilter,
  { after, limit, skip = 0 }: PageRequest<number>,
): Promise<Page<AuditEntry, number>> {
  const matching = `organisation = $1 and ($2::text is null or actor = $2) and ($3::text is null or action = $3)
    and ($4::text is null or subject = $4)`;
  const values = [transaction.organisation, actor ?? null, action ?? null, subject ?? null];
  const rows = await transaction.query<EntryRow>(
    `select ${ENTRY} from audit_entry where ${matching} and ($5::bigint is null or sequence < $5)
     order by sequence desc limit $6 offset $7`,
    [...values, after ?? null, limit + 1, skip],
  );
  const isAll = actor === undefined && action === undefined && subject === undefined;
  const total = isAll
    ? ((await headOf(transaction, false))?.sequence ?? 0)
    : await countMatching(transaction, matching, values);
  return pageOf(rows.map(entryOf), total, limit, ({ sequence }) => sequence);
}

async function countMatching(transaction: Transaction, matching: string, values: readonly unknown[]): Promise<number> {
  const [row] = await transaction.query<{ readonly total: string }>(
    `select count(*) as total from audit_entry where ${matching}`,
    values,
  );
  return Number(row?.total ?? 0);
}

/** How many entries are in memory at once. */
const BATCH = 1_000;

/**
 * All rows of a chain in the order of their sequence, in batches, as they were at one moment. A cursor rather than pages by
 * sequence: where somebody has put in a second entry of one sequence, or one below the first, a page would step over it.
 */
export async function readAudit(
  transaction: Transaction,
  each: (entries: readonly AuditEntry[]) => Promise<void> | void,
  batch = BATCH,
): Promise<void> {
  await transaction.query(
    `declare audit_reading no scroll cursor for
     select ${ENTRY} from audit_entry where organisation = $1 order by sequence`,
    [transaction.organisation],
  );
  for (;;) {
    const rows = await transaction.query<EntryRow>(`fetch ${Math.trunc(batch)} from audit_reading`);
    if (rows.length === 0) break;
    await each(rows.map(entryOf));
  }
  await transaction.query('close audit_reading');
}

/** Signs how far the chain has come and keeps it; undefined while there is no entry. Hand out copies: see docs/reference/audit.md. */
export async function takeCheckpoint(
  transaction: Transaction,
  key: KeyObject,
  now: Date,
): Promise<Envelope | undefined> {
  // Held, so that two servers do not sign the same place twice.
  const head = await headOf(transaction, true);
  if (head === undefined || head.sequence === 0) return undefined;
  const { organisation } = transaction;
  const [kept] = await transaction.query<{ readonly envelope: Envelope }>(
    'select envelope from audit_checkpoint where organisation = $1 and sequence = $2',
    [organisation, head.sequence],
  );
  if (kept !== undefined) return kept.envelope;
  const at = now.toISOString();
  const envelope = signCheckpoint({ ...head, organisation, at }, key);
  await transaction.query(
    'insert into audit_checkpoint (organisation, sequence, at, envelope) values ($1, $2, $3, $4)',
    [organisation, head.sequence, at, JSON.stringify(envelope)],
  );
  return envelope;
}

/** Every checkpoint in the database, the first one first; whether it is genuine is for who reads it to say. */
export async function keptEnvelopes(transaction: Transaction): Promise<readonly unknown[]> {
  const rows = await transaction.query<{ readonly envelope: unknown }>(
    'select envelope from audit_checkpoint where organisation = $1 order by sequence',
    [transaction.organisation],
  );
  return rows.map(({ envelope }) => envelope);
}

export type AuditVerdict =
  | ChainVerdict
  /** A checkpoint in the database that none of the keys has signed, or that says another place than its row. */
  | { readonly ok: false; readonly sequence: number; readonly cause: 'forged-checkpoint'; readonly why: string };

export interface AuditWitnesses {
  /** Kept where whoever writes the database cannot reach; already opened. */
  readonly checkpoints?: readonly Checkpoint[];
  /** Keys that signed the checkpoints in the database; without them those are not looked at. */
  readonly keys?: readonly KeyObject[];
  /** Entries in memory at once. */
  readonly batch?: number;
}

/** Whether the chain is the one that was written, from its rows; else where it first breaks. Memory does not grow with it. */
export function verifyAudit(
  store: Store,
  organisation: OrganisationId,
  { checkpoints = [], keys, batch = BATCH }: AuditWitnesses = {},
): Promise<AuditVerdict> {
  return store.inOrganisation(organisation, async (transaction) => {
    const kept = keys === undefined ? [] : await keptCheckpoints(transaction, keys);
    if ('ok' in kept) return kept;
    // Read before the entries: whatever is added meanwhile is behind it.
    const head = await headOf(transaction, false);
    const recorded: readonly Checkpoint[] = head === undefined ? [] : [{ ...head, organisation, at: '' }];
    const marks = [...checkpoints, ...kept, ...recorded].filter((mark) => mark.organisation === organisation);

    let state: ChainVerdict = { ok: true, head: emptyChain, entries: 0 };
    await readAudit(
      transaction,
      (entries) => {
        if (state.ok) state = verifyBatch(state, entries, organisation, marks);
      },
      batch,
    );
    if (!state.ok) return state;
    const end = verifyChain([], sha256Hex, { organisation, after: state.head, checkpoints: marks });
    if (!end.ok) return end;
    // An entry and the head it moves are committed together, so the head cannot be behind an entry that was seen.
    const now = await headOf(transaction, false);
    if ((now?.sequence ?? 0) < state.head.sequence) {
      const sequence = (now?.sequence ?? 0) + 1;
      return {
        ok: false,
        sequence,
        cause: 'inserted',
        why: `entry ${sequence} was added past the chain's recorded end`,
      };
    }
    return state;
  });
}

function verifyBatch(
  { head, entries }: Extract<ChainVerdict, { ok: true }>,
  batch: readonly AuditEntry[],
  organisation: string,
  marks: readonly Checkpoint[],
): ChainVerdict {
  const last = batch.at(-1)?.sequence ?? 0;
  // Later marks are for later batches; here they would say that the chain is cut.
  const checkpoints = marks.filter(({ sequence }) => sequence > head.sequence && sequence <= last);
  const verdict = verifyChain(batch, sha256Hex, { organisation, after: head, checkpoints });
  return verdict.ok ? { ...verdict, entries: entries + verdict.entries } : verdict;
}

async function keptCheckpoints(
  transaction: Transaction,
  keys: readonly KeyObject[],
): Promise<readonly Checkpoint[] | Extract<AuditVerdict, { ok: false }>> {
  const rows = await transaction.query<{ readonly sequence: string; readonly envelope: unknown }>(
    'select sequence, envelope from audit_checkpoint where organisation = $1 order by sequence',
    [transaction.organisation],
  );
  const checkpoints: Checkpoint[] = [];
  for (const { sequence, envelope } of rows) {
    const opened = openCheckpoint(envelope, keys);
    const place = Number(sequence);
    const why = !opened.ok
      ? opened.why
      : opened.payload.organisation !== transaction.organisation || opened.payload.sequence !== place
        ? 'it speaks of another place'
        : undefined;
    if (why !== undefined) {
      return { ok: false, sequence: place, cause: 'forged-checkpoint', why: `the checkpoint at ${place}: ${why}` };
    }
    if (opened.ok) checkpoints.push(opened.payload);
  }
  return checkpoints;
}
