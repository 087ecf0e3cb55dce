// What is worst about an endpoint, to be said first.
import type { Answer, Item } from '../../api/types.ts';
import { dueOf } from '../../theme/due.ts';
import type { Level } from '../../theme/severity.ts';

export type Worst =
  | { readonly kind: 'revoked' | 'quarantined' | 'pending'; readonly level: Level; readonly why: string | null }
  | { readonly kind: 'exploited' | 'overdue'; readonly level: Level; readonly source: string; readonly days: number }
  | { readonly kind: 'failed' | 'partial' | 'nothing' | 'silent' | 'restart' | 'fine'; readonly level: Level }
  | { readonly kind: 'due'; readonly level: Level; readonly source: string; readonly days: number };

const DAY_MS = 86_400_000;
/** Who was not heard of for so long is silent. */
const SILENT_DAYS = 3;

/** `fixes`: the most urgent first; undefined while they are not known. `now` in milliseconds since 1970. */
export function worstOf(
  endpoint: Pick<Answer<'showEndpoint'>, 'state' | 'stateReason' | 'inventory' | 'seenAt' | 'facts'>,
  fixes: readonly Pick<Item<'listPatches'>, 'source' | 'due' | 'exploited'>[] | undefined,
  now: number,
): Worst | undefined {
  const { state, stateReason: why, inventory, seenAt, facts } = endpoint;
  if (state === 'revoked') return { kind: state, level: 'unknown', why };
  if (state === 'quarantined') return { kind: state, level: 'high', why };
  if (state === 'pending') return { kind: state, level: 'medium', why };
  const [first] = fixes ?? [];
  const due = dueOf(first?.due ?? null, now);
  const exploited = fixes?.find((fix) => fix.exploited === true);
  if (exploited !== undefined) {
    const its = dueOf(exploited.due, now);
    return {
      kind: 'exploited',
      level: 'critical',
      source: exploited.source,
      days: its.kind === 'overdue' ? its.days : 0,
    };
  }
  if (first !== undefined && due.kind === 'overdue') {
    return { kind: 'overdue', level: 'high', source: first.source, days: due.days };
  }
  if (inventory === 'failed') return { kind: 'failed', level: 'high' };
  if (inventory === 'none') return { kind: 'nothing', level: 'unknown' };
  if (inventory === 'partial') return { kind: 'partial', level: 'medium' };
  if (seenAt === null || now - Date.parse(seenAt) > SILENT_DAYS * DAY_MS) return { kind: 'silent', level: 'medium' };
  // Nothing good is said before it is known.
  if (fixes === undefined) return undefined;
  if (facts?.rebootRequired === true) return { kind: 'restart', level: 'low' };
  if (first !== undefined && due.kind === 'in')
    return { kind: 'due', level: 'low', source: first.source, days: due.days };
  return { kind: 'fine', level: 'fine' };
}
