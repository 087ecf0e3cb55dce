// OSV's ranges and events, read whatever their order, with everything unreadable named.
import type { Range, RangeEvent } from '@suture/core/advisories/advisory.ts';
import { field, list } from '../json/read.ts';

const TYPES: ReadonlySet<unknown> = new Set(['SEMVER', 'ECOSYSTEM', 'GIT']);

/**
 * Reads `affected[].ranges`. Commits say nothing of versions, so GIT ranges go wherever there is anything else to judge
 * by; where they are all there is they stay, and the finding can say that it is unknown.
 * Source: https://ossf.github.io/osv-schema/#affectedranges-field
 */
export function normalizeRanges(
  value: unknown,
  enumerated: boolean,
  problem: (what: string) => void,
): readonly Range[] {
  const ranges = list(value).flatMap((range) => {
    const type = field(range, 'type');
    if (!TYPES.has(type)) {
      problem(`a range has the type ${JSON.stringify(type)}`);
      return [];
    }
    const events = list(field(range, 'events')).flatMap((event) => normalizeEvent(event, problem));
    return events.length === 0 ? [] : [{ type: type as Range['type'], events }];
  });
  const versioned = ranges.filter((range) => range.type !== 'GIT');
  return versioned.length > 0 || enumerated ? versioned : ranges;
}

function normalizeEvent(event: unknown, problem: (what: string) => void): readonly RangeEvent[] {
  const events: RangeEvent[] = [];
  const bound = (name: string): string | undefined => {
    const value = field(event, name);
    if (typeof value === 'string' && value !== '' && value.length <= 500) return value;
    if (value !== undefined) problem(`an event's ${name} is not a version`);
    return undefined;
  };
  const introduced = bound('introduced');
  if (introduced !== undefined) events.push({ introduced });
  const fixed = bound('fixed');
  if (fixed !== undefined) events.push({ fixed });
  const lastAffected = bound('last_affected');
  if (lastAffected !== undefined) events.push({ lastAffected });
  const limit = bound('limit');
  // A limit of "*" is the default, no limit.
  if (limit !== undefined && limit !== '*') events.push({ limit });
  if (events.length === 0 && limit === undefined) problem('an event says nothing known');
  return events;
}
