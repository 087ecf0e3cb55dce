// What the pieces of a change of many endpoints come to together.
import type { Answer } from '../../api/types.ts';

export type Piece = Answer<'tagSelection'>;

export interface Outcome extends Piece {
  /** Looked at so far. */
  readonly done: number;
}

const NAMES = 10;

/** What was done before, with one more piece. */
export function outcomeWith(before: Outcome | undefined, piece: Piece): Outcome {
  const excluded = new Map((before?.excluded ?? []).map((each) => [each.why, each]));
  for (const { why, count, names } of piece.excluded) {
    const known = excluded.get(why);
    excluded.set(why, {
      why,
      count: count + (known?.count ?? 0),
      names: [...(known?.names ?? []), ...names].slice(0, NAMES),
    });
  }
  const changed = piece.changed + (before?.changed ?? 0);
  const unchanged = piece.unchanged + (before?.unchanged ?? 0);
  const left = [...excluded.values()];
  const done = changed + unchanged + left.reduce((sum, { count }) => sum + count, 0);
  const undo = [...(before?.undo ?? []), ...piece.undo];
  return { total: piece.total, changed, unchanged, excluded: left, undo, next: piece.next, done };
}
