// The exposure of what was looked at, as `scan` and `why` answer too: changelogs are asked where advisories are silent.
import type { ExposureVerdict } from '@suture/core/matching/verdict.ts';
import type { AdvisoryDatabase } from '@suture/feeds/database/database.ts';
import { listFixes } from './assemble.ts';
import { exposureOf } from './exposure.ts';
import { withChangelogs } from './scan.ts';
import type { Scanned } from './scanned.ts';

/** What no advisory names may stand in the changelog of a pending update that no advisory explains. Takes seconds then. */
export async function askExposure(
  id: string,
  scanned: Scanned,
  database: AdvisoryDatabase | undefined,
  now: Date,
): Promise<ExposureVerdict> {
  const answer = exposureOf(id, scanned, database, now);
  if (answer.verdict === 'exposed' || !id.startsWith('CVE-')) return answer;
  const options = { policy: 'bod-26-04', exposure: 'internet', all: false } as const;
  const more = await withChangelogs(scanned, listFixes(scanned, database, options, now));
  return more === scanned ? answer : exposureOf(id, more, database, now);
}
