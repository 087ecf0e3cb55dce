// What a policy says of a finding before dates and vendor states are looked at: so many days, for these reasons.
import type { Reason } from './deadline.ts';

export interface Ruling {
  /** The policy as a person calls it: `BOD 26-04`. */
  readonly policy: string;
  /** Days from the publication of the fix; null: with the next upgrade. */
  readonly days: number | null;
  /** Look for traces of a break-in too. */
  readonly forensics: boolean;
  readonly reasons: readonly Reason[];
}

/** The time a ruling gives, in words: `3 days + forensics`, `next upgrade`. */
export function timeGiven({ days, forensics }: Pick<Ruling, 'days' | 'forensics'>): string {
  const time = days === null ? 'next upgrade' : `${days} days`;
  return forensics ? `${time} + forensics` : time;
}
