// Which endpoints have a vulnerability, which have not, and of which nobody can say: never fine because nobody looked.
import type { FindingState } from '@suture/core/matching/finding.ts';
import type { Transaction } from './database.ts';
import { ANY_VULNERABILITY } from './finding-limits.ts';
import { CERTAIN, rankOf, stateAt } from './finding-states.ts';
import { lateBy } from './late-endpoints.ts';
import { isLimitedToTags } from './tag-scope.ts';

export interface ExposureQuestion {
  /** A CVE, another name of it, or the id of an advisory, which stands for all that it announces. */
  readonly vulnerability: string;
  /** Whether any source has heard of it (`AdvisoryDatabase.knows`): where none has, silence clears nobody. */
  readonly isHeardOf: boolean;
  /** RFC 3339: what an endpoint reported last before this is too old to call it clear. */
  readonly seenSince: string;
  /** Where silence is no answer; nowhere where absent. */
  readonly silence?: Silenced;
}

/** Ecosystems whose endpoints are not clear of a vulnerability merely because nothing is said of it. */
export interface Silenced {
  /** Their data may be older than the vulnerability. */
  readonly tooOld: readonly string[];
  /** No advisory names it, only scores and lists of what is exploited do. */
  readonly onlyScored: boolean;
  /** Advisories name it there: an endpoint with packages of one of these is judged by what they say. */
  readonly named: readonly string[];
}

const SPOKEN: Silenced = { tooOld: [], onlyScored: false, named: [] };

/** Why an endpoint without the finding is not clear. */
export type Doubt = (typeof DOUBTS)[number];

/** Each stands for a bit in SQL, the first for 1: ten columns for each endpoint would take twice the time. */
const DOUBTS = [
  'nothing-reported',
  'report-too-old',
  'inventory-failed',
  'inventory-partial',
  /** Its sets were just brought, or the advisories say something new of them. */
  'not-yet-judged',
  'packages-without-advisories',
  /** Advisories on it name a package that could not be judged: another's build, a version nobody can read. */
  'package-not-judged',
  'undetermined',
  'quarantined',
  'unheard-of',
  'data-too-old',
  'only-scored',
] as const;

/** A bit beside them, of a set: advisories on the vulnerability name packages of one of its ecosystems. */
const NAMED = 1 << DOUBTS.length;
const SILENCE = bitOf('data-too-old') | bitOf('only-scored');

function bitOf(doubt: Doubt): number {
  return 1 << DOUBTS.indexOf(doubt);
}

const when = (doubt: Doubt, condition: string): string => `case when ${condition} then ${bitOf(doubt)} else 0 end`;

/**
 * `sets`: (package_set, worst, doubts) of those in `used`. What is known of a vulnerability is known of sets, so what is joined is
 * its packages with sets, and then sets with endpoints.
 */
const SETS = `names as materialized (
  select $2::text as vulnerability
  union select vulnerability from vulnerability_name where organisation = $1 and name = $2
), found as materialized (
  select m.package_set, min(${rankOf('f.state')}) as worst
  from package_finding f
  join package_set_member m on m.organisation = $1 and m.package = f.package
  where f.organisation = $1 and f.until is null and f.vulnerability in (select vulnerability from names)
    and (f.vulnerability = $2 or $2 = any(f.aliases) or $2 = any(f.advisories))
  group by m.package_set
), doubted as materialized (
  select distinct m.package_set from package_doubt d
  join package_set_member m on m.organisation = $1 and m.package = d.package
  where d.organisation = $1 and d.vulnerability in ($2, '${ANY_VULNERABILITY}')
), waiting as materialized (
  select distinct m.package_set from package p
  join package_set_member m on m.organisation = $1 and m.package = p.id
  where p.organisation = $1 and p.due
), sets as materialized (
  select used.package_set, found.worst,
    ${when('not-yet-judged', 'waiting.package_set is not null')}
    | ${when('packages-without-advisories', 'not s.ecosystems <@ array(select ecosystem from advisory_ecosystem where organisation = $1 and covered)')}
    | ${when('package-not-judged', 'doubted.package_set is not null')}
    | ${when('undetermined', `found.worst > ${CERTAIN}`)}
    | ${when('data-too-old', 's.ecosystems && $5::text[]')}
    | ${when('only-scored', '$6::boolean')}
    | case when s.ecosystems && $7::text[] then ${NAMED} else 0 end as doubts
  from used join package_set s on s.organisation = $1 and s.id = used.package_set
  left join found on found.package_set = used.package_set
  left join doubted on doubted.package_set = used.package_set
  left join waiting on waiting.package_set = used.package_set
)`;

/** Of what is known of an endpoint's sets, and of how it is in service (`e`). */
const DOUBTED = `coalesce(case when i.doubts & ${NAMED} <> 0 then i.doubts & ~${NAMED | SILENCE} else i.doubts end, ${when('nothing-reported', 'true')})
    | ${when('quarantined', "e.state = 'quarantined'")}
    | ${when('unheard-of', 'not $4::boolean')}`;

const VERDICT = `case when worst <= ${CERTAIN} then 'exposed' when doubts = 0 then 'clear' else 'unknown' end as verdict`;

/** `judged`: one row for each endpoint in service, or for those that `among` leaves. */
const judgedBy = (among: (endpoint: string) => string): string => `inventory as (
  select s.endpoint, min(sets.worst) as worst, bit_or(coalesce(sets.doubts, 0)
    | ${when('inventory-failed', "s.status = 'failed'")} | ${when('inventory-partial', "s.status = 'partial'")}) as doubts
  from section s left join sets on sets.package_set = s.package_set
  where s.organisation = $1 and s.kind = 'installed'${among('s.endpoint')}
  group by s.endpoint
), asked as (
  select e.id, e.name, i.worst, ${DOUBTED}
    | ${when('report-too-old', 'seen.seen_at is null or seen.seen_at < $3::timestamptz')} as doubts
  from endpoint e
  left join endpoint_seen seen on seen.organisation = $1 and seen.endpoint = e.id
  left join inventory i on i.endpoint = e.id
  where e.organisation = $1 and e.state in ('active', 'quarantined')${among('e.id')}
), judged as (
  select *, ${VERDICT} from asked
)`;

/** `judged`: every endpoint in service, each looked at. */
export const JUDGED = `
with used as materialized (
  select package_set from section
  where organisation = $1 and kind = 'installed' and package_set is not null group by package_set
), ${SETS}, ${judgedBy(() => '')}`;

/**
 * For who sees all endpoints. Those that were counted together (endpoint-classes.ts), reported all and were seen since are judged
 * `together`: (classes, endpoints, worst, doubts, verdict). One by one, in `judged`, are those `apart`: the others, and those that
 * something was changed of since.
 */
export const TOGETHER = `
with ${lateBy('seen_at < $3::timestamptz')}, apart as materialized (
  select endpoint from late
  union
  select endpoint from class_due where organisation = $1
  union
  select m.endpoint from counted_class c join endpoint_class m on m.organisation = $1 and m.class = c.id
  where c.organisation = $1 and c.state in ('active', 'quarantined') and (c.inventory <> 'complete' or c.sets = '{}')
), less as materialized (
  select m.class, count(*) as endpoints from apart join endpoint_class m on m.organisation = $1 and m.endpoint = apart.endpoint
  group by m.class
), alike as materialized (
  select row_number() over () as class, array_agg(c.id) as classes, c.state, c.sets, sum(c.endpoints - coalesce(less.endpoints, 0)) as endpoints
  from counted_class c left join less on less.class = c.id
  where c.organisation = $1 and c.state in ('active', 'quarantined') and c.inventory = 'complete' and c.sets <> '{}'
  group by c.state, c.sets having sum(c.endpoints - coalesce(less.endpoints, 0)) > 0
), used as materialized (
  select unnest(sets) as package_set from alike
  union
  select package_set from section
  where organisation = $1 and kind = 'installed' and package_set is not null and endpoint in (select endpoint from apart)
), ${SETS}, ${judgedBy((endpoint) => ` and ${endpoint} in (select endpoint from apart)`)}, together as materialized (
  select *, ${VERDICT} from (select e.classes, e.endpoints, i.worst, ${DOUBTED} as doubts
  from alike e join (
    select class, min(worst) as worst, bit_or(doubts) as doubts
    from (select class, unnest(sets) as package_set from alike) each join sets using (package_set)
    group by class
  ) i using (class)) told
)`;

const COUNTED = `${TOGETHER}
select verdict, worst, doubts, sum(endpoints) as endpoints from (
  select verdict, worst, doubts, 1 as endpoints from judged
  union all
  select verdict, worst, doubts, endpoints from together
) told group by verdict, worst, doubts`;

export const doubtsIn = (bits: number): readonly Doubt[] => DOUBTS.filter((_, index) => (bits & (1 << index)) !== 0);

export type Verdict = 'exposed' | 'clear' | 'unknown';

export interface Exposure {
  /** Endpoints in service; the three verdicts add up to it. */
  readonly endpoints: number;
  readonly exposed: number;
  readonly clear: number;
  readonly unknown: number;
  /** Exposed endpoints by the worst state on each: `unimportant` is there, and says so. */
  readonly exposedBy: Readonly<Partial<Record<FindingState, number>>>;
  /** Unknown endpoints by reason; one may have several. */
  readonly unknownBy: Readonly<Partial<Record<Doubt, number>>>;
}

/** Cost: packages with the vulnerability × sets that hold them, one look at when each endpoint was seen, and those that differ. */
export async function exposureOf(transaction: Transaction, question: ExposureQuestion): Promise<Exposure> {
  const counts = await transaction.query<CountRow>(
    (await isLimitedToTags(transaction))
      ? `${JUDGED} select verdict, worst, doubts, count(*) as endpoints from judged group by verdict, worst, doubts`
      : COUNTED,
    valuesOf(transaction, question),
  );
  const total = { endpoints: 0, exposed: 0, clear: 0, unknown: 0 };
  const exposedBy: Partial<Record<FindingState, number>> = {};
  const unknownBy: Partial<Record<Doubt, number>> = {};
  for (const { verdict, worst, doubts, endpoints } of counts) {
    const count = Number(endpoints);
    total.endpoints += count;
    total[verdict] += count;
    if (verdict === 'exposed' && worst !== null) exposedBy[stateAt(worst)] = (exposedBy[stateAt(worst)] ?? 0) + count;
    if (verdict === 'unknown') for (const doubt of doubtsIn(doubts)) unknownBy[doubt] = (unknownBy[doubt] ?? 0) + count;
  }
  return { ...total, exposedBy, unknownBy };
}

interface CountRow {
  readonly verdict: Verdict;
  readonly worst: number | null;
  readonly doubts: number;
  readonly endpoints: string;
}

/** For `$1` to `$7`. */
export function valuesOf({ organisation }: Transaction, question: ExposureQuestion): readonly unknown[] {
  const { vulnerability, seenSince, isHeardOf, silence = SPOKEN } = question;
  return [organisation, vulnerability, seenSince, isHeardOf, silence.tooOld, silence.onlyScored, silence.named];
}
