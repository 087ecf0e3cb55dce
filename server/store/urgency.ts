// In which order lists of what is to be done come: the most urgent first, as the command line orders findings.

/** Of one row, in SQL. */
export interface Weighed {
  /** A date; null: not due on a day, which comes after every day. */
  readonly due: string;
  /** What decided the deadline, in words. */
  readonly rule: string;
  readonly exploited: string;
  /** 0 to 1; null: unknown, which comes after every known one. As for `cvss`. */
  readonly epss: string;
  /** 0 to 10. */
  readonly cvss: string;
}

/**
 * A text whose order, byte by byte, is that of urgency: due day; then whether forensics are due too, exploited, EPSS, CVSS. So
 * what is exploited and has no fix leads those that are not due on a day. A cursor carries it as it is. Names and the
 * criticality of single endpoints come after it, in lists that have them.
 */
export const urgency = ({ due, rule, exploited, epss, cvss }: Weighed): string =>
  `(coalesce(to_char(${due}, 'YYYY-MM-DD'), '~')
    || case when ${rule} like '%forensics%' then ' 0' when ${exploited} then ' 1' else ' 2' end
    || to_char(1 - coalesce(${epss}, -1), ' FM0.000000') || to_char(10 - coalesce(${cvss}, -1), ' FM00.0')) collate "C"`;
