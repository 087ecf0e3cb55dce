// Whether one version lies in what an advisory says is affected, by the rules of the OSV schema.
// Source: https://ossf.github.io/osv-schema/#evaluation
import type { Scheme } from '../versions/scheme.ts';
import type { Range, RangeEvent } from './advisory.ts';

export type Verdict =
  | { readonly kind: 'affected'; readonly range: string; readonly fixedVersion: string | null }
  | { readonly kind: 'clear' }
  | { readonly kind: 'unknown'; readonly reason: string };

/** An installed version, parsed once and compared many times. */
export interface Subject<V = unknown> {
  readonly text: string;
  readonly version: V;
  readonly scheme: Scheme<V>;
}

const CLEAR: Verdict = { kind: 'clear' };

export function evaluate(subject: Subject, ranges: readonly Range[], versions: readonly string[]): Verdict {
  let unknown: Verdict | undefined;
  for (const range of ranges) {
    const verdict = range.type === 'GIT' ? UNKNOWN_GIT : evaluateRange(subject, range.events);
    if (verdict.kind === 'affected') return verdict;
    if (verdict.kind === 'unknown') unknown = verdict;
  }
  if (versions.length > 0 && isEnumerated(subject, versions)) {
    return { kind: 'affected', range: `= ${subject.text}`, fixedVersion: lowestFix(subject, ranges) };
  }
  // An enumeration is complete by itself: a range that cannot be read beside it leaves nothing open.
  return unknown !== undefined && versions.length === 0 ? unknown : CLEAR;
}

const UNKNOWN_GIT: Verdict = { kind: 'unknown', reason: 'the advisory names commits, not versions' };

function evaluateRange(subject: Subject, events: readonly RangeEvent[]): Verdict {
  const [first, second] = events;
  // Nine in ten ranges are "everything before the fix"; they need no sorting.
  if (events.length <= 2 && first !== undefined && 'introduced' in first && first.introduced === '0') {
    if (second === undefined) return { kind: 'affected', range: '>= 0', fixedVersion: null };
    if ('fixed' in second) {
      const order = compareWith(subject, second.fixed);
      if (order === undefined) return unreadable(second.fixed);
      return order < 0 ? { kind: 'affected', range: `< ${second.fixed}`, fixedVersion: second.fixed } : CLEAR;
    }
  }
  return evaluateEvents(subject, events);
}

interface Point {
  readonly event: RangeEvent;
  readonly version: unknown;
  /** `introduced: "0"`: before every version. */
  readonly first: boolean;
}

function evaluateEvents(subject: Subject, events: readonly RangeEvent[]): Verdict {
  const points: Point[] = [];
  const limits: RangeEvent[] = [];
  for (const event of events) {
    if ('limit' in event) {
      limits.push(event);
      continue;
    }
    const text = textOf(event);
    if ('introduced' in event && text === '0') {
      points.push({ event, version: undefined, first: true });
      continue;
    }
    const parsed = subject.scheme.parse(text);
    if (!parsed.ok) return unreadable(text);
    points.push({ event, version: parsed.version, first: false });
  }
  points.sort((a, b) => (a.first || b.first ? Number(b.first) - Number(a.first) : subject.scheme.compare(a.version, b.version)));
  const withinLimits = isBeforeLimits(subject, limits);
  if (withinLimits === 'unknown') return unreadable(limits.map(textOf).join(', '));
  if (!withinLimits) return CLEAR;
  return walk(subject, points);
}

/** Walks the sorted events up to the subject; what was switched on last, with no end before it, affects it. */
function walk(subject: Subject, points: readonly Point[]): Verdict {
  let from: string | undefined;
  let next = 0;
  for (; next < points.length; next++) {
    const point = points[next]!;
    const order = point.first ? 1 : subject.scheme.compare(subject.version, point.version);
    const reached = 'lastAffected' in point.event ? order > 0 : order >= 0;
    if (!reached) break;
    from = 'introduced' in point.event ? point.event.introduced : undefined;
  }
  if (from === undefined) return CLEAR;
  const end = points.slice(next).find((point) => !('introduced' in point.event))?.event;
  const lower = from === '0' ? '' : `>= ${from}`;
  const upper = end === undefined ? '' : 'fixed' in end ? `< ${end.fixed}` : `<= ${textOf(end)}`;
  return {
    kind: 'affected',
    range: [lower, upper].filter((part) => part !== '').join(', ') || '>= 0',
    fixedVersion: end !== undefined && 'fixed' in end ? end.fixed : null,
  };
}

function isBeforeLimits(subject: Subject, limits: readonly RangeEvent[]): boolean | 'unknown' {
  if (limits.length === 0) return true;
  let unknown = false;
  for (const limit of limits) {
    const text = textOf(limit);
    if (text === '*') return true;
    const order = compareWith(subject, text);
    if (order === undefined) unknown = true;
    else if (order < 0) return true;
  }
  return unknown ? 'unknown' : false;
}

function isEnumerated(subject: Subject, versions: readonly string[]): boolean {
  return versions.includes(subject.text) || versions.some((version) => compareWith(subject, version) === 0);
}

function lowestFix(subject: Subject, ranges: readonly Range[]): string | null {
  let lowest: { text: string; version: unknown } | undefined;
  for (const event of ranges.flatMap((range) => (range.type === 'GIT' ? [] : range.events))) {
    if (!('fixed' in event)) continue;
    const parsed = subject.scheme.parse(event.fixed);
    if (!parsed.ok || subject.scheme.compare(subject.version, parsed.version) >= 0) continue;
    if (lowest === undefined || subject.scheme.compare(parsed.version, lowest.version) < 0) {
      lowest = { text: event.fixed, version: parsed.version };
    }
  }
  return lowest?.text ?? null;
}

function compareWith(subject: Subject, text: string): -1 | 0 | 1 | undefined {
  const parsed = subject.scheme.parse(text);
  return parsed.ok ? subject.scheme.compare(subject.version, parsed.version) : undefined;
}

const unreadable = (text: string): Verdict => ({ kind: 'unknown', reason: `the advisory's version “${text}” cannot be read` });

function textOf(event: RangeEvent): string {
  if ('introduced' in event) return event.introduced;
  if ('fixed' in event) return event.fixed;
  if ('lastAffected' in event) return event.lastAffected;
  return event.limit;
}
