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
 * A text of fifteen digits whose order is that of urgency: due day (of 1970, five digits); then whether forensics are due too,
 * exploited, EPSS, CVSS. So what is exploited and has no fix leads those that are not due on a day. A cursor carries it as it is.
 * Names and the criticality of single endpoints come after it, in lists that have them. One number is made of all: texts of
 * each cost a list half of its time.
 */
export const urgency = ({ due, rule, exploited, epss, cvss }: Weighed): string =>
  `lpad((((
      least(greatest(coalesce(${due} - date '1970-01-01', 99999), 0), 99999)::bigint * 3
      + case when ${rule} like '%forensics%' then 0 when ${exploited} then 1 else 2 end) * 2000001
      + ((1 - coalesce(${epss}, -1)) * 1000000)::bigint) * 111
      + ((10 - coalesce(${cvss}, -1)) * 10)::bigint)::text, 15, '0') collate "C"`;
