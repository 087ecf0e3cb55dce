// From what an endpoint reported to how long its vulnerabilities stayed open once they had a fix: what nobody could see closes nothing.

const DAY_MS = 86_400_000;

/** What one adapter reported of what is installed, from one moment until another; moments are milliseconds since 1970. */
export interface Span {
  readonly set: string;
  /** What is not all of it, or could not be read, proves no fix. */
  readonly isComplete: boolean;
  readonly from: number;
  /** Null: until now. */
  readonly to: number | null;
}

/** Of one set: columns, one place for each vulnerability that a package of it has, and that has a fix. */
export interface Fixable {
  /** Small numbers from 0, the same for one vulnerability in all sets. */
  readonly vulnerabilities: Uint32Array;
  /** When its fix was published. */
  readonly released: Float64Array;
  /** Until when this was said of it; infinite while it is. */
  readonly saidUntil: Float64Array;
}

/** Called some hundred thousand times for a fleet: nothing is made for it. */
export type OnEnded = (vulnerability: number, days: number, isClosed: boolean) => void;

/**
 * Walks what one adapter of one endpoint reported, in the order of time. A lifetime begins when the fix is out and the vulnerability is
 * seen there, whichever is later; those that began before `since` are left out. It is closed by the next complete report without it, and
 * only waits where it is still there, where the section ended, or where the advisories took it back.
 */
export function lifetimesOf(
  spans: readonly Span[],
  fixable: (set: string) => Fixable,
  { vulnerabilities, since, now }: { readonly vulnerabilities: number; readonly since: number; readonly now: number },
  ended: OnEnded,
): void {
  const begun = new Float64Array(vulnerabilities).fill(NaN);
  const said = new Float64Array(vulnerabilities);
  /** The span, counted from 1, that it was last in. */
  const last = new Uint32Array(vulnerabilities);
  let open: number[] = [];
  const end = (vulnerability: number, at: number, isSeenGone: boolean): void => {
    const [from = NaN, until = Infinity] = [begun[vulnerability], said[vulnerability]];
    begun[vulnerability] = NaN;
    const to = Math.min(at, until);
    if (from < since || to < from) return;
    ended(vulnerability, Math.floor((to - from) / DAY_MS), isSeenGone && until >= at);
  };
  let reached: number | undefined;
  for (const [index, span] of spans.entries()) {
    // The section was gone meanwhile: what happened to what it had, nobody saw.
    if (reached !== undefined && span.from > reached) {
      for (const each of open) end(each, reached, false);
      open = [];
    }
    const here = fixable(span.set);
    for (const [place, vulnerability] of here.vulnerabilities.entries()) {
      const released = here.released[place] ?? Infinity;
      const until = here.saidUntil[place] ?? Infinity;
      last[vulnerability] = index + 1;
      said[vulnerability] = until;
      if (!Number.isNaN(begun[vulnerability])) continue;
      begun[vulnerability] = Math.max(span.from, released);
      open.push(vulnerability);
    }
    if (span.isComplete) {
      for (const each of open) if (last[each] !== index + 1) end(each, span.from, true);
      open = open.filter((each) => last[each] === index + 1);
    }
    reached = span.to ?? now;
  }
  for (const each of open) end(each, reached ?? now, false);
}
