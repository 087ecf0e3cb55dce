// What changed between two package sets, as lines taken away and lines added, and the set that comes of it.
import { joinLines, splitLines, MAX_SET_LINES } from './package-set.ts';
import type { Refusal, SplitSet } from './package-set.ts';

/** Both lists in order, without repeats, and with no line in common. */
export interface SetDelta {
  readonly removed: readonly string[];
  readonly added: readonly string[];
}

/** Both lists of lines are those of `splitLines`: in order and without repeats. One pass over each. */
export function deltaBetween(base: readonly string[], target: readonly string[]): SetDelta {
  const removed: string[] = [];
  const added: string[] = [];
  let i = 0;
  let j = 0;
  for (;;) {
    const left = base[i];
    const right = target[j];
    if (left === undefined && right === undefined) return { removed, added };
    if (left === right) {
      i++;
      j++;
    } else if (right === undefined || (left !== undefined && left < right)) {
      if (left !== undefined) removed.push(left);
      i++;
    } else {
      added.push(right);
      j++;
    }
  }
}

/** The lines after the change. Refused: taking away what is not there, adding what is, too many lines, lists out of order. */
export function applyDelta(base: readonly string[], delta: SetDelta): SplitSet {
  const fault = faultOf(delta);
  if (fault !== undefined) return { ok: false, line: 0, reason: fault };
  const lines: string[] = [];
  let remove = 0;
  let add = 0;
  for (const line of base) {
    for (let next = delta.added[add]; next !== undefined && next < line; next = delta.added[++add]) lines.push(next);
    if (delta.added[add] === line) return { ok: false, line: 0, reason: 'it adds a line that the base has' };
    if (delta.removed[remove] === line) remove++;
    else lines.push(line);
  }
  if (remove < delta.removed.length)
    return { ok: false, line: 0, reason: 'it removes a line that the base does not have' };
  for (; add < delta.added.length; add++) lines.push(delta.added[add] ?? '');
  if (lines.length > MAX_SET_LINES) return { ok: false, line: 0, reason: `more than ${MAX_SET_LINES} lines` };
  return { ok: true, lines };
}

function faultOf({ removed, added }: SetDelta): string | undefined {
  if (!isAscending(removed) || !isAscending(added)) return 'its lines are not in order';
  const gone = new Set(removed);
  return added.some((line) => gone.has(line)) ? 'it removes and adds the same line' : undefined;
}

const isAscending = (lines: readonly string[]): boolean =>
  lines.every((line, index) => index === 0 || line > (lines[index - 1] ?? ''));

/** The first line of a delta: `header` is that of the two sets, which is the same. */
const deltaHeader = (header: string): string => `suture.delta/1 ${header}`;

/** The delta as text: its header, `-` lines, then `+` lines (which is not their code unit order), each ended by a newline. */
export function encodeDelta(header: string, { removed, added }: SetDelta): string {
  return joinLines(deltaHeader(header), [...removed.map((line) => `-${line}`), ...added.map((line) => `+${line}`)]);
}

export type ReadDelta = { readonly ok: true; readonly delta: SetDelta } | Refusal;

/** Reads what `encodeDelta` writes, from anyone; never throws. A delta obeys the limits of a set. */
export function readDelta(header: string, text: string): ReadDelta {
  const first = deltaHeader(header);
  if (!text.startsWith(`${first}\n`)) return { ok: false, line: 1, reason: `it does not begin with ${first}` };
  const start = first.length + 1;
  const plus = text.startsWith('+', start) ? start : text.indexOf('\n+', start) + 1;
  const middle = plus === 0 ? text.length : plus;
  const removed = readHalf('-', text.slice(start, middle));
  const added = readHalf('+', text.slice(middle));
  if (!removed.ok) return after(1, removed);
  if (!added.ok) return after(1 + removed.lines.length, added);
  const delta = { removed: removed.lines, added: added.lines };
  const fault = faultOf(delta);
  return fault === undefined ? { ok: true, delta } : { ok: false, line: 0, reason: fault };
}

const after = (before: number, refusal: Refusal): Refusal =>
  refusal.line === 0 ? refusal : { ...refusal, line: refusal.line + before };

function readHalf(sign: '-' | '+', text: string): SplitSet {
  if (text === '') return { ok: true, lines: [] };
  if (!text.endsWith('\n')) return { ok: false, line: 0, reason: 'its last line has no newline' };
  const signed = text.slice(0, -1).split('\n');
  const wrong = signed.findIndex((line) => !line.startsWith(sign));
  if (wrong !== -1) return { ok: false, line: wrong + 1, reason: `it does not begin with ${sign}` };
  // As a set without a header: the same order, uniqueness and limits.
  const lines = splitLines('', `\n${signed.map((line) => line.slice(1)).join('\n')}\n`);
  return lines.ok ? lines : after(-1, lines);
}
