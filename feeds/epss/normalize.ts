// Reads the comment and the rows of an EPSS score file.
import type { FeedSink } from '../feed.ts';
import { cveOf, dayOf } from '../json/fields.ts';

export type Score = Parameters<FeedSink['epss']>[0];

/** The first line, `#model_version:v2025.03.14,score_date:2026-08-16T00:00:00+0000`. */
export function headerOf(line: string): {
  readonly modelVersion: string | undefined;
  readonly scoreDate: string | undefined;
} {
  const fields = new Map(
    line
      .slice(1)
      .split(',')
      .map((field) => [field.slice(0, field.indexOf(':')), field.slice(field.indexOf(':') + 1)] as const),
  );
  return { modelVersion: fields.get('model_version'), scoreDate: dayOf(fields.get('score_date')) };
}

/** A row, `CVE-2031-0001,0.00213,0.59012`; undefined when it is not a CVE id and two numbers from 0 to 1. */
export function scoreOf(line: string): Score | undefined {
  const first = line.indexOf(',');
  const second = line.indexOf(',', first + 1);
  if (first === -1 || second === -1) return undefined;
  const cve = cveOf(line.slice(0, first));
  const score = fraction(line.slice(first + 1, second));
  const percentile = fraction(line.slice(second + 1));
  if (cve === undefined || score === undefined || percentile === undefined) return undefined;
  return { cve, score, percentile };
}

const FRACTION = /^(?:0(?:\.\d{1,20})?|1(?:\.0{1,20})?|\d(?:\.\d{1,20})?e-\d{1,3})$/;

const fraction = (text: string): number | undefined => (FRACTION.test(text) ? Number(text) : undefined);
