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

/** Small whole numbers, of which the lower come first; of several rows together the lowest of each. */
export interface UrgencyParts<Part = number> {
  /** Of 1970; `NO_DAY` where it is due on none. */
  readonly day: Part;
  /** 0: forensics are due too; 1: exploited; 2: neither. So what is exploited and has no fix leads those that are not due on a day. */
  readonly kind: Part;
  readonly epss: Part;
  readonly cvss: Part;
}

export const NO_DAY = 99_999;
const KINDS = 3;
const EPSS_STEPS = 2_000_001;
const CVSS_STEPS = 111;
const DIGITS = 15;

/** Each in SQL, an int. */
export const urgencyParts = ({ due, rule, exploited, epss, cvss }: Weighed): UrgencyParts<string> => ({
  day: `least(greatest(coalesce(${due} - date '1970-01-01', ${NO_DAY}), 0), ${NO_DAY})`,
  kind: `case when ${rule} like '%forensics%' then 0 when ${exploited} then 1 else 2 end`,
  epss: `((1 - coalesce(${epss}, -1)) * 1000000)::int`,
  cvss: `((10 - coalesce(${cvss}, -1)) * 10)::int`,
});

/**
 * A text of fifteen digits whose order is that of urgency. A cursor carries it as it is. Names and the criticality of single
 * endpoints come after it, in lists that have them. One number is made of all: texts of each cost a list half of its time.
 */
export const urgency = (weighed: Weighed): string => {
  const { day, kind, epss, cvss } = urgencyParts(weighed);
  return `lpad((((${day}::bigint * ${KINDS} + ${kind}) * ${EPSS_STEPS} + ${epss}) * ${CVSS_STEPS} + ${cvss})::text, ${DIGITS}, '0') collate "C"`;
};

/** The same as a number, which a double holds exactly. */
export const urgencyOf = ({ day, kind, epss, cvss }: UrgencyParts): number =>
  ((day * KINDS + kind) * EPSS_STEPS + epss) * CVSS_STEPS + cvss;

export const urgencyText = (urgencyNumber: number): string => String(urgencyNumber).padStart(DIGITS, '0');
