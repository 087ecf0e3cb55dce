// Whether a class of endpoints is internal, where a list shows when things are due there.
import { type Classes, INTERNAL } from './query-classes.ts';

/** The classes told apart by exposure too. One that nobody knows counts as internet. */
export const withExposure = <T extends Classes>(query: T): T => ({
  ...query,
  asked: [...query.asked, INTERNAL],
  counted: [...query.counted, INTERNAL],
});

/** `due`: its deadline, with a name of its own beside what the query itself may join. */
export const DUE_JOIN = 'left join finding_group due on due.organisation = $1 and due.id = f.finding_group';

/** What decides that, in words; the first by name of several, so that one with forensics leads the others of its day. */
export const dueRule = ({ asked }: Classes): string =>
  `case when class.c${asked.length - 1} then due.rule_internal else due.rule_exposed end`;

/** When a finding is due on its class, of `withExposure`; null where it is not due on a day. */
export const dueDay = ({ asked }: Classes): string =>
  `case when class.c${asked.length - 1} then due.due_internal else due.due_exposed end`;
