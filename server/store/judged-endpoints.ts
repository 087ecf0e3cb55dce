// The endpoints behind a count of the verdict on a vulnerability, by name; those that are alike are judged once.
import type { FindingState } from '@suture/core/matching/finding.ts';
import type { Transaction } from './database.ts';
import { type Doubt, type ExposureQuestion, JUDGED, TOGETHER, type Verdict, doubtsIn, valuesOf } from './exposure.ts';
import { stateAt } from './finding-states.ts';
import { type Page, type PageRequest, pageOf } from './page.ts';
import { isLimitedToTags } from './tag-scope.ts';

export interface JudgedEndpoint {
  readonly id: string;
  readonly name: string;
  readonly verdict: Verdict;
  /** The worst of its findings of the vulnerability; null where it has none. */
  readonly state: FindingState | null;
  /** Why it is unknown, or would be if it were not exposed. */
  readonly doubts: readonly Doubt[];
}

export interface EndpointCursor {
  readonly name: string;
  readonly id: string;
}

/** Of all, each looked at. */
const EACH = `${JUDGED}, wanted as materialized (select * from judged where verdict = $8), page as (
  select * from wanted where $9::text is null or (name, id) > ($9, $10::uuid) order by name, id limit $11::int offset $12::int
)
select page.*, total from (select count(*) as total from wanted) t left join page on true order by name, id`;

const AFTER = '($9::text is null or (e.name, e.id) > ($9, $10::uuid)) and e.id not in (select endpoint from apart)';

/**
 * Classes are found first, and then endpoints of them: by name, until there are enough, where one endpoint in fifty is of these
 * classes; else, and where a page is far down, all that are.
 */
const BY_CLASS = `${TOGETHER}, wanted as materialized (
  select unnest(classes) as class, worst, doubts from together where verdict = $8
), many as materialized (
  select coalesce(sum(endpoints) filter (where verdict = $8), 0) as wanted,
    $12::int < 500 and coalesce(sum(endpoints) filter (where verdict = $8), 0) * 50 > coalesce(sum(endpoints), 0) as is_common,
    (select jsonb_object_agg(class, jsonb_build_array(worst, doubts)) from wanted) as by_class
  from together
), those as (
  (select e.id, e.name, (its.told ->> 0)::int as worst, (its.told ->> 1)::int as doubts from endpoint e cross join lateral (
     select (select by_class from many) -> m.class::text as told from endpoint_class m
     where m.organisation = $1 and m.endpoint = e.id offset 0
   ) its
   where e.organisation = $1 and (select is_common from many) and its.told is not null and ${AFTER}
   order by e.name, e.id limit $11::int + $12::int)
  union all
  select e.id, e.name, wanted.worst, wanted.doubts
  from wanted join endpoint_class m on m.organisation = $1 and m.class = wanted.class
  join endpoint e on e.organisation = $1 and e.id = m.endpoint
  where not (select is_common from many) and ${AFTER}
  union all
  select e.id, e.name, e.worst, e.doubts from judged e
  where e.verdict = $8 and ($9::text is null or (e.name, e.id) > ($9, $10::uuid))
), page as (
  select * from those order by name, id limit $11::int offset $12::int
)
select page.*, total
from (select (select wanted from many) + (select count(*) from judged where verdict = $8) as total) t left join page on true
order by name, id`;

/** The endpoints behind a count of `exposureOf`, by name. */
export async function endpointsJudged(
  transaction: Transaction,
  question: ExposureQuestion,
  verdict: Verdict,
  { after, limit, skip = 0 }: PageRequest<EndpointCursor>,
): Promise<Page<JudgedEndpoint, EndpointCursor>> {
  const rows = await transaction.query<JudgedRow>((await isLimitedToTags(transaction)) ? EACH : BY_CLASS, [
    ...valuesOf(transaction, question),
    verdict,
    after?.name ?? null,
    after?.id ?? null,
    limit + 1,
    skip,
  ]);
  const shown = rows.flatMap(({ id, name, worst, doubts }) =>
    id === null ? [] : [{ id, name, verdict, state: worst === null ? null : stateAt(worst), doubts: doubtsIn(doubts) }],
  );
  return pageOf(shown, Number(rows[0]?.total), limit, ({ name, id }) => ({ name, id }));
}

interface JudgedRow {
  readonly id: string | null;
  readonly name: string;
  readonly worst: number | null;
  readonly doubts: number;
  readonly total: string;
}
