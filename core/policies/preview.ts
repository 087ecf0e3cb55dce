// What a policy would have done: run over history, day by day, before anyone switches it on.
import { dayNumber, dayText, startDays } from '../maintenance/recurrence.ts';
import { matchesQuery } from '../query/matches.ts';
import type { Context, Row } from '../query/matches.ts';
import { approvalsNeeded } from '../rollouts/approval.ts';
import { ringSizes } from '../rollouts/ring-expression.ts';
import type { Exception } from './exception.ts';
import { standingOf } from './exception.ts';
import type { PolicyRule } from './policy.ts';
import { isConsented } from './policy.ts';

/** Something that could be installed on an endpoint, from the day it was there until the day it was gone. */
export interface Seen {
  readonly endpoint: string;
  /** How many endpoints it stands for, of which all of this is the same; default 1. */
  readonly weight?: number;
  /** `openssl`, and the version it goes to. */
  readonly source: string;
  readonly to: string;
  readonly isSecurity: boolean;
  readonly isExploited: boolean;
  /** `YYYY-MM-DD`. When it was published, and when it could first be seen here and no longer (null: still). */
  readonly published: string;
  readonly from: string;
  readonly until: string | null;
  /** Answers for the endpoint, and for the finding it closes; undefined for an update that closes none. */
  readonly endpointRow: Row;
  readonly finding: { readonly id: string; readonly row: Row } | undefined;
}

export interface PreviewPlan {
  readonly day: string;
  readonly endpoints: number;
  readonly patches: readonly {
    readonly source: string;
    readonly to: string;
    readonly endpoints: number;
    readonly closes: readonly string[];
  }[];
  readonly rings: readonly number[];
  /** 0 where the policy's own approval is enough. */
  readonly approvals: number;
}

/**
 * The plans it would have made from `first` to `last` (days, both included), each taking it that the ones before were carried out.
 *
 * @param fleet endpoints of the organisation, by which the number of approvals goes
 * @param contextOf how queries compare, with `now` at the day
 */
export function previewPolicy(
  rule: PolicyRule,
  history: readonly Seen[],
  range: { readonly first: string; readonly last: string },
  {
    exceptions,
    fleet,
    contextOf,
  }: {
    readonly exceptions: readonly Exception[];
    readonly fleet: number;
    readonly contextOf: (day: string) => Context;
  },
): readonly PreviewPlan[] {
  const days = startDays(
    { recurrence: rule.days, from: rule.daysFrom, until: null, plusDays: 0 },
    dayNumber(range.first),
    dayNumber(range.last),
  );
  const shipped = new Set<Seen>();
  return days.map(dayText).flatMap((day) => {
    const context = contextOf(day);
    const chosen = history.filter((seen) => !shipped.has(seen) && isShipped(rule, seen, day, context, exceptions));
    for (const seen of chosen) shipped.add(seen);
    return chosen.length === 0 ? [] : [planOf(rule, day, chosen, fleet)];
  });
}

function isShipped(
  rule: PolicyRule,
  seen: Seen,
  day: string,
  context: Context,
  exceptions: readonly Exception[],
): boolean {
  if (day < seen.from || (seen.until !== null && day >= seen.until)) return false;
  if (!seen.isExploited && dayNumber(day) - dayNumber(seen.published) < rule.waitDays) return false;
  if (!matchesQuery(rule.endpoints.query, seen.endpointRow, context)) return false;
  if (seen.finding !== undefined && standingOf(seen.finding.row, exceptions, day, context).kind === 'excepted')
    return false;
  switch (rule.ships.kind) {
    case 'findings':
      return seen.finding !== undefined && matchesQuery(rule.ships.query.query, seen.finding.row, context);
    case 'security-updates':
      return seen.isSecurity;
    case 'all-updates':
      return true;
  }
}

function planOf(rule: PolicyRule, day: string, chosen: readonly Seen[], fleet: number): PreviewPlan {
  const endpoints = endpointsIn(chosen);
  const patches = [...Map.groupBy(chosen, ({ source, to }) => `${source}\n${to}`)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, group]) => ({
      source: group[0]?.source ?? '',
      to: group[0]?.to ?? '',
      endpoints: endpointsIn(group),
      closes: [...new Set(group.flatMap(({ finding }) => finding?.id ?? []))].sort(),
    }));
  const needed = approvalsNeeded(endpoints, fleet);
  const approvals = isConsented(rule, endpoints, needed) ? 0 : needed;
  return { day, endpoints, patches, rings: ringSizes(rule.rings, endpoints), approvals };
}

const endpointsIn = (seen: readonly Seen[]): number =>
  [...new Map(seen.map(({ endpoint, weight = 1 }) => [endpoint, weight])).values()].reduce(
    (sum, each) => sum + each,
    0,
  );

const count = (number: number, one: string, many = `${one}s`): string => `${number} ${number === 1 ? one : many}`;

/** `On 2026-11-10 this would have shipped 3 patches to 212 endpoints, in rings of 2, 22 and 188, after 2 approvals.` */
export function previewText({ day, patches, endpoints, rings, approvals }: PreviewPlan): string {
  const sizes = rings.length === 1 ? 'in one ring' : `in rings of ${rings.slice(0, -1).join(', ')} and ${rings.at(-1)}`;
  const consent = approvals === 0 ? 'by itself' : `after ${count(approvals, 'approval')}`;
  return `On ${day} this would have shipped ${count(patches.length, 'patch', 'patches')} to ${count(endpoints, 'endpoint')}, ${sizes}, ${consent}.`;
}
