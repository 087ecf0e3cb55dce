// Turns one entry of the KEV catalogue into what Suture keeps of it.
import type { FeedSink } from '../feed.ts';
import { cveOf, dayOf, fieldsOf, textOf } from '../json/fields.ts';

export type Entry =
  | { readonly ok: true; readonly row: Parameters<FeedSink['exploited']>[0] }
  | { readonly ok: false; readonly name: string; readonly reason: string };

/** Source: https://www.cisa.gov/known-exploited-vulnerabilities-catalog (its JSON schema). */
export function exploitedOf(value: unknown): Entry {
  const entry = fieldsOf(value);
  if (entry === undefined) return { ok: false, name: '', reason: 'not an object' };
  const cve = cveOf(entry['cveID']);
  if (cve === undefined) return { ok: false, name: textOf(entry['cveID'], 40) ?? '', reason: 'no CVE id' };
  const added = dayOf(entry['dateAdded']);
  if (added === undefined) return { ok: false, name: cve, reason: 'dateAdded is no date' };
  const [vendor, product] = [textOf(entry['vendorProject'], 200), textOf(entry['product'], 400)];
  return {
    ok: true,
    row: {
      cve,
      added,
      due: dayOf(entry['dueDate']),
      ransomware: entry['knownRansomwareCampaignUse'] === 'Known',
      name: textOf(entry['vulnerabilityName'], 1000) ?? cve,
      ...(vendor === undefined || product === undefined ? {} : { of: { vendor, product } }),
    },
  };
}
