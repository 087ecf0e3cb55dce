// Whether one version lies in what an advisory says is affected, by the rules of the OSV schema.
// Source: https://ossf.github.io/osv-schema/#evaluation
import type { Scheme } from '../versions/scheme.ts';
import type { Range, RangeEvent } from './advisory.ts';

/** `range` as text, `>= 1.2, < 1.4`; `fixedVersion` the lowest published fix above the version, null where none is. */
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

/** Affected when it lies in any range or is enumerated, literally or as an equal of the scheme (`1.0` and `1.0.0` of PyPI). */
export function evaluate(subject: Subject, ranges: readonly Range[], versions: readonly string[]): Verdict {
  let unknown: Verdict | undefined;
  for (const range of ranges) {
    if (range.type === 'GIT') continue;
    const verdict = evaluateRange(subject, range.events);
    if (verdict.kind === 'affected') {
      const hasOneEnd = ranges.length === 1 && range.events.length <= 2;
      return hasOneEnd ? verdict : { ...verdict, fixedVersion: lowestFix(subject, ranges) };
    }
    if (verdict.kind === 'unknown') unknown = verdict;
  }
  if (isEnumerated(subject, versions)) {
    return { kind: 'affected', range: `= ${subject.text}`, fixedVersion: lowestFix(subject, ranges) };
  }
  // An enumeration is complete by itself: a range that cannot be read beside it leaves nothing open.
  if (versions.length > 0) return CLEAR;
  return unknown ?? (ranges.length > 0 && ranges.every(({ type }) => type === 'GIT') ? UNKNOWN_GIT : CLEAR);
}

const UNKNOWN_GIT: Verdict = { kind: 'unknown', reason: 'the advisory names commits, not versions' };

function evaluateRange(subject: Subject, events: readonly RangeEvent[]): Verdict {
  const [first, second] = events;
  // Nine in ten ranges are "everything before the fix"; they need no sorting.
  if (events.length <= 2 && first !== undefined && 'introduced' in first && first.introduced === '0') {
    if (second === undefined) return { kind: 'affected', range: '>= 0', fixedVersion: null };
    if ('fixed' in second) {
      // Statements come in the order of their fixes: a kernel's 1,600 name sixty.
      if (last?.subject !== subject || last.fix !== second.fixed)
        last = { subject, fix: second.fixed, verdict: beforeFix(subject, second.fixed) };
      return last.verdict;
    }
  }
  return evaluateEvents(subject, events);
}

let last: { readonly subject: Subject; readonly fix: string; readonly verdict: Verdict } | undefined;

function beforeFix(subject: Subject, fix: string): Verdict {
  const order = compareWith(subject, fix);
  if (order === undefined) return unreadable(fix);
  return order < 0 ? { kind: 'affected', range: `< ${fix}`, fixedVersion: fix } : CLEAR;
}

interface Point {
  readonly event: RangeEvent;
  /** Undefined for `introduced: "0"`, which comes before every version. */
  readonly version: unknown;
}

function evaluateEvents(subject: Subject, events: readonly RangeEvent[]): Verdict {
  const points: Point[] = [];
  for (const event of events) {
    if ('limit' in event) continue;
    if ('introduced' in event && event.introduced === '0') {
      points.push({ event, version: undefined });
      continue;
    }
    const parsed = subject.scheme.parse(textOf(event));
    if (!parsed.ok) return unreadable(textOf(event));
    points.push({ event, version: parsed.version });
  }
  const within = isBeforeLimits(subject, events);
  if (within !== true) return within === false ? CLEAR : within;
  return walk(
    subject,
    points.sort((a, b) => inOrder(a, b, subject.scheme)),
  );
}

/** At one version a last affected one comes after all else, as it takes effect just above; the others keep their order. */
function inOrder(a: Point, b: Point, scheme: Scheme): number {
  if (a.version === undefined || b.version === undefined) {
    return Number(a.version !== undefined) - Number(b.version !== undefined);
  }
  return scheme.compare(a.version, b.version) || Number('lastAffected' in a.event) - Number('lastAffected' in b.event);
}

/** Follows the sorted events up to the subject: the last one it has reached says whether it is affected. */
function walk(subject: Subject, points: readonly Point[]): Verdict {
  let from: string | undefined;
  let end: RangeEvent | undefined;
  for (const { event, version } of points) {
    const order = version === undefined ? 1 : subject.scheme.compare(subject.version, version);
    const isReached = 'lastAffected' in event ? order > 0 : order >= 0;
    if (isReached) from = 'introduced' in event ? event.introduced : undefined;
    else if (!('introduced' in event)) end ??= event;
  }
  if (from === undefined) return CLEAR;
  const lower = from === '0' ? [] : [`>= ${from}`];
  const upper = end === undefined ? [] : [`${'fixed' in end ? '<' : '<='} ${textOf(end)}`];
  return {
    kind: 'affected',
    range: [...lower, ...upper].join(', ') || '>= 0',
    fixedVersion: end !== undefined && 'fixed' in end ? end.fixed : null,
  };
}

/** Any limit above the version suffices; a limit with a `*` is above all. */
function isBeforeLimits(subject: Subject, events: readonly RangeEvent[]): boolean | Verdict {
  let unread: string | undefined;
  let isLimited = false;
  for (const event of events) {
    if (!('limit' in event)) continue;
    if (event.limit.includes('*')) return true;
    isLimited = true;
    const order = compareWith(subject, event.limit);
    if (order === undefined) unread = event.limit;
    else if (order < 0) return true;
  }
  return unread === undefined ? !isLimited : unreadable(unread);
}

function isEnumerated(subject: Subject, versions: readonly string[]): boolean {
  return versions.includes(subject.text) || versions.some((version) => compareWith(subject, version) === 0);
}

/** The lowest fix above the installed version that no range affects again; null where there is none. */
function lowestFix(subject: Subject, ranges: readonly Range[]): string | null {
  const { scheme } = subject;
  const versioned = ranges.filter(({ type }) => type !== 'GIT');
  return (
    versioned
      .flatMap(({ events }) => events.flatMap((event) => ('fixed' in event ? event.fixed : [])))
      .flatMap((text): readonly Subject[] => {
        const parsed = scheme.parse(text);
        return parsed.ok ? [{ text, version: parsed.version, scheme }] : [];
      })
      .filter((fix) => scheme.compare(subject.version, fix.version) < 0)
      .toSorted((a, b) => scheme.compare(a.version, b.version))
      .find((fix) => versioned.every(({ events }) => evaluateRange(fix, events).kind !== 'affected'))?.text ?? null
  );
}

function compareWith(subject: Subject, text: string): -1 | 0 | 1 | undefined {
  const parsed = subject.scheme.parse(text);
  return parsed.ok ? subject.scheme.compare(subject.version, parsed.version) : undefined;
}

const unreadable = (text: string): Verdict => ({
  kind: 'unknown',
  reason: `the advisory's version “${text}” cannot be read`,
});

function textOf(event: RangeEvent): string {
  if ('introduced' in event) return event.introduced;
  if ('fixed' in event) return event.fixed;
  if ('lastAffected' in event) return event.lastAffected;
  return event.limit;
}
