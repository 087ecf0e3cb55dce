// Deadlines differ by whether an endpoint is internal: classes told apart by it, and what is due where something is placed.
import { type Classes, INTERNAL } from './query-classes.ts';
import { urgency } from './urgency.ts';

/** The classes told apart by exposure too. One that nobody knows counts as internet. */
export const withExposure = <T extends Classes>(query: T): T => ({
  ...query,
  asked: [...query.asked, INTERNAL],
  counted: [...query.counted, INTERNAL],
});

const urgencyBy = (exposure: 'internal' | 'exposed'): string =>
  urgency({
    due: `g.due_${exposure}`,
    rule: `g.rule_${exposure}`,
    exploited: 'v.exploited',
    epss: 'v.epss',
    cvss: 'g.cvss',
  });

/**
 * Common table expressions. `due`: what is known of each group of findings. Each group once, whatever a query finds of them: what
 * it will find PostgreSQL cannot foresee, and would look up groups one by one. `urgent`: and how urgent each is.
 */
export const WEIGHTS = `due as materialized (
  select g.id, g.due_internal, g.due_exposed, g.rule_internal, g.rule_exposed, g.cvss, v.exploited, v.epss
  from finding_group g left join vulnerability v on v.organisation = $1 and v.id = g.vulnerability
  where g.organisation = $1
)`;
export const URGENCIES = `urgent as materialized (
  select g.id, ${urgencyBy('internal')} as internal, ${urgencyBy('exposed')} as exposed
  from finding_group g left join vulnerability v on v.organisation = $1 and v.id = g.vulnerability
  where g.organisation = $1
)`;

/** `due` of `WEIGHTS`. */
export const DUE_JOIN = 'left join due on due.id = f.finding_group';

/** What decides that, in words; the first by name of several, so that one with forensics leads the others of its day. */
export const DUE_RULE =
  'least(case when class.internal then due.rule_internal end, case when class.exposed then due.rule_exposed end)';

/** When a finding is due where it is placed, the first day of two; null where it is not due on a day. */
export const DUE_DAY =
  'least(case when class.internal then due.due_internal end, case when class.exposed then due.due_exposed end)';
