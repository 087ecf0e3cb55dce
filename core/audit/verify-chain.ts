// Whether an audit chain is the one that was written, and if not, where it first differs and how.
import { auditBytes, emptyChain, type AuditEntry, type ChainHead, type Sha256Hex } from './entry.ts';

/** A head that was written down elsewhere: what the chain must still contain. */
export interface Checkpoint extends ChainHead {
  readonly organisation: string;
  /** When it was taken, UTC. */
  readonly at: string;
}

export type ChainBreak =
  /** The entry says something else than when it was hashed. */
  | 'edited'
  /** Entries are missing before later ones. */
  | 'removed'
  /** An entry that has no place here: a sequence twice, or of another organisation. */
  | 'inserted'
  /** The entry stands at another place. */
  | 'reordered'
  /** The chain ends before a checkpoint. */
  | 'truncated'
  /** The chain agrees with itself but not with a checkpoint: it was written anew. */
  | 'rewritten';

export type ChainVerdict =
  | { readonly ok: true; readonly head: ChainHead; readonly entries: number }
  | { readonly ok: false; readonly sequence: number; readonly cause: ChainBreak; readonly why: string };

export interface ChainExpectation {
  readonly organisation: string;
  /** Where the entries begin; the empty chain unless only a later part is given. Take it from a verified checkpoint. */
  readonly after?: ChainHead;
  /** In any order. Without one, a chain cut at its end or written anew cannot be told from a whole one. */
  readonly checkpoints?: readonly Checkpoint[];
}

function broken(sequence: number, cause: ChainBreak, why: string): ChainVerdict {
  return { ok: false, sequence, cause, why };
}

function misplaced(entry: AuditEntry, expected: number, all: readonly AuditEntry[], index: number): ChainVerdict {
  if (entry.sequence > expected) {
    return all.slice(index + 1).some((later) => later.sequence === expected)
      ? broken(expected, 'reordered', `entry ${entry.sequence} stands where ${expected} should`)
      : broken(expected, 'removed', `entry ${expected} is missing: ${entry.sequence} follows ${expected - 1}`);
  }
  return all.slice(0, index).some((earlier) => earlier.sequence === entry.sequence)
    ? broken(entry.sequence, 'inserted', `there are two entries ${entry.sequence}`)
    : broken(expected, 'reordered', `entry ${entry.sequence} stands where ${expected} should`);
}

function isWhole(entry: AuditEntry, hash: Sha256Hex): boolean {
  const bytes = auditBytes(entry);
  return bytes !== undefined && hash(bytes) === entry.hash;
}

/**
 * Checks entries in the order given. Every single edit, removal, insertion or swap is found, and every cut at the end or
 * writing anew that a checkpoint can witness. Answers with the first place at which the chain breaks.
 */
export function verifyChain(
  entries: readonly AuditEntry[],
  hash: Sha256Hex,
  { organisation, after = emptyChain, checkpoints = [] }: ChainExpectation,
): ChainVerdict {
  const own = checkpoints.filter((checkpoint) => checkpoint.organisation === organisation);
  const marks = new Map<number, Set<string>>();
  for (const mark of own) marks.set(mark.sequence, (marks.get(mark.sequence) ?? new Set()).add(mark.hash));

  let head = after;
  for (const [index, entry] of entries.entries()) {
    const expected = head.sequence + 1;
    if (entry.organisation !== organisation) {
      return broken(
        expected,
        isWhole(entry, hash) ? 'inserted' : 'edited',
        `entry ${entry.sequence} names another organisation`,
      );
    }
    if (entry.sequence !== expected) return misplaced(entry, expected, entries, index);
    if (!isWhole(entry, hash)) return broken(expected, 'edited', `entry ${expected} does not give its own hash`);
    if (entry.previous !== head.hash) {
      return broken(expected, 'rewritten', `entry ${expected} was bound to another entry than the one before it`);
    }
    const disowned = [...(marks.get(expected) ?? [])].some((witnessed) => witnessed !== entry.hash);
    if (disowned) {
      return entries[index + 1]?.sequence === expected
        ? broken(expected, 'inserted', `there are two entries ${expected}`)
        : broken(expected, 'rewritten', `entry ${expected} is not the one a checkpoint has seen`);
    }
    head = { sequence: expected, hash: entry.hash };
  }

  const furthest = own.reduce((most, checkpoint) => Math.max(most, checkpoint.sequence), 0);
  if (furthest > head.sequence) {
    return broken(
      head.sequence + 1,
      'truncated',
      `the chain ends at ${head.sequence}; a checkpoint has seen ${furthest}`,
    );
  }
  return { ok: true, head, entries: entries.length };
}
