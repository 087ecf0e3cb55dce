// Gem requirements (`~> 2.3.15`, `>= 1.2, < 1.4`) turned into OSV events that say exactly the same.
import type { Range, RangeEvent } from '@suture/core/advisories/advisory.ts';
import { rubygems } from '@suture/core/versions/rubygems.ts';
import type { GemVersion } from '@suture/core/versions/rubygems.ts';

/** A place between versions: just below `text`, or just above it. */
interface Cut {
  readonly text: string;
  readonly version: GemVersion;
  readonly above: boolean;
}

/** From a cut up to another; undefined: without end. */
interface Interval {
  readonly from: Cut | undefined;
  readonly to: Cut | undefined;
}

export type Vulnerable =
  | { readonly ok: true; readonly ranges: readonly Range[] }
  | { readonly ok: false; readonly reason: string };

/**
 * What is left when everything that satisfies any of `safe` is taken away: each a requirement, whose comma-separated parts
 * must all hold. Empty ranges: every version is safe.
 *
 * Two bounds have no version that stands exactly there. `~> 2.3.15` ends where 2.4 with all its prereleases begins, which
 * is written `2.4.A`: the lowest word Gem::Version knows. And "above 1.2" begins at `1.2.0.0.0.0.1`.
 * Source: Gem::Requirement::OPS, Gem::Version#bump and #<=> of RubyGems 3.
 */
export function vulnerableRanges(safe: readonly string[]): Vulnerable {
  const intervals: Interval[] = [];
  for (const requirement of safe) {
    const interval = intervalOf(requirement);
    if (interval === undefined) return { ok: false, reason: `requirement ${JSON.stringify(requirement.slice(0, 80))}` };
    if (interval !== 'none') intervals.push(interval);
  }
  return { ok: true, ranges: complement(intervals).map(toRange) };
}

/** `none`: no version can satisfy it. Undefined: not a requirement. */
function intervalOf(requirement: string): Interval | 'none' | undefined {
  let from: Cut | undefined;
  let to: Cut | undefined;
  for (const part of requirement.split(',', 10)) {
    const [, operator, text] = /^\s*(=|>=|<=|>|<|~>)?\s*([0-9A-Za-z.-]{1,100})\s*$/.exec(part) ?? [];
    const below = text === undefined ? undefined : cut(text, false);
    if (text === undefined || below === undefined) return undefined;
    const above = { ...below, above: true };
    const low = operator === '<' || operator === '<=' ? undefined : operator === '>' ? above : below;
    const high =
      operator === '<'
        ? below
        : operator === '~>'
          ? cut(bump(text), false)
          : operator === '>' || operator === '>='
            ? undefined
            : above;
    if (low !== undefined && (from === undefined || compareCuts(low, from) > 0)) from = low;
    if (high !== undefined && (to === undefined || compareCuts(high, to) < 0)) to = high;
  }
  return from !== undefined && to !== undefined && compareCuts(from, to) >= 0 ? 'none' : { from, to };
}

function cut(text: string, above: boolean): Cut | undefined {
  const parsed = rubygems.parse(text);
  return parsed.ok ? { text, version: parsed.version, above } : undefined;
}

/** The first of the next series, prereleases and all: `2.3.15` and `2.3.0-rc` to `2.4.A`, `2` to `3.A`. */
function bump(text: string): string {
  const release = /^[\d.]*/.exec(text)?.[0] ?? '';
  const numbers = release.split('.').filter((part) => part !== '');
  if (numbers.length > 1) numbers.pop();
  const last = BigInt(numbers.pop() ?? '0') + 1n;
  return [...numbers, String(last), 'A'].join('.');
}

function compareCuts(a: Cut, b: Cut): number {
  return rubygems.compare(a.version, b.version) || Number(a.above) - Number(b.above);
}

function complement(intervals: readonly Interval[]): readonly Interval[] {
  const sorted = intervals.toSorted((a, b) => {
    if (a.from === undefined || b.from === undefined)
      return Number(a.from !== undefined) - Number(b.from !== undefined);
    return compareCuts(a.from, b.from);
  });
  const rest: Interval[] = [];
  let reached: Cut | undefined;
  for (const { from, to } of sorted) {
    if (from !== undefined && (reached === undefined || compareCuts(reached, from) < 0))
      rest.push({ from: reached, to: from });
    if (to === undefined) return rest;
    if (reached === undefined || compareCuts(reached, to) < 0) reached = to;
  }
  return [...rest, { from: reached, to: undefined }];
}

function toRange({ from, to }: Interval): Range {
  const events: RangeEvent[] = [{ introduced: from === undefined ? '0' : lowest(from) }];
  if (to !== undefined) events.push(to.above ? { lastAffected: to.text } : { fixed: to.text });
  return { type: 'ECOSYSTEM', events };
}

function lowest({ text, above }: Cut): string {
  if (above) return `${text}.0.0.0.0.1`;
  // OSV's "0" is below everything, Ruby's is above 0.a.
  return text === '0' ? '0.0' : text;
}
