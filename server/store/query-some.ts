// What a query asks of the packages and findings that something has, as conditions of SQL.
import type { Some } from '@suture/core/query/query.ts';
import { INTERNAL } from './query-classes.ts';
import { type Beside, DUE } from './query-columns.ts';
import { SECTIONS, joinsOf } from './query-joins.ts';

/** What asks for deadlines is asked for each kind of endpoint. */
export function byExposure(term: string, sought: (term: string) => string, isInternal: () => string): string {
  if (!term.includes(DUE)) return sought(term);
  const [internal, exposed] = ['g.due_internal', 'g.due_exposed'].map((column) => sought(term.replaceAll(DUE, column)));
  return `case when ${isInternal()} then ${internal} else ${exposed} end`;
}

const FINDINGS = 'join package_finding f on f.organisation = $1 and f.package = p.id and f.until is null';

/** Asked once for all packages, not once for each: it depends on none of them. */
export const packagesWith = (about: Some['about'], term: string, beside: ReadonlySet<Beside>): string =>
  `select p.id from package p ${about === 'finding' ? FINDINGS : ''} ${joinsOf(beside)} where p.organisation = $1 and ${term}`;

/**
 * Asked once for all endpoints. `counted`: over `class_now`, see endpoint-classes.ts. Packages and findings are those of endpoints in service: others
 * have none.
 */
export function endpointsWith(
  about: Some['about'],
  term: string,
  beside: ReadonlySet<Beside>,
): { readonly sql: string; readonly counted: string | undefined } {
  const inService = (sought: (asked: string) => string): string =>
    `(e.state in ('active', 'quarantined') and ${byExposure(term, sought, () => INTERNAL)})`;
  if (!beside.has('offer')) {
    const members = (asked: string): string =>
      `package_set_member m where m.organisation = $1 and m.package in (${packagesWith(about, asked, beside)})`;
    return {
      sql: inService(
        (asked) => `e.id in (select s.endpoint from section s where s.organisation = $1 and s.kind = 'installed'
        and s.package_set in (select m.package_set from ${members(asked)}))`,
      ),
      // Each once: how long the array is counts for every class.
      counted: inService((asked) => `e.sets && array(select distinct m.package_set from ${members(asked)})`),
    };
  }
  const pairs = (asked: string): string => `select class_set.package_set, class_set.available, class_set.told
      from (select distinct package_set, available, told from (${SECTIONS}) s) class_set
      join package_set_member m on m.organisation = $1 and m.package_set = class_set.package_set
      join package p on p.organisation = $1 and p.id = m.package ${about === 'finding' ? FINDINGS : ''} ${joinsOf(beside)}
      where ${asked}`;
  return {
    sql: inService(
      (asked) =>
        `e.id in (select s.endpoint from (${SECTIONS}) s where (s.package_set, s.available, s.told) in (${pairs(asked)}))`,
    ),
    // Which pairs there are is asked of all sections: nothing would be saved.
    counted: undefined,
  };
}
