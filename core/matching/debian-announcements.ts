// Debian's announcements (DSA, DLA) name many CVEs; the tracker decides for each. An announcement alone is no finding where the tracker speaks.
import { isBulletin, isCve } from '../advisories/identity.ts';
import type { Candidate, CandidateList } from '../advisories/candidate.ts';
import type { Outcome } from './conclude.ts';

/** `DSA-5729-2`: a later announcement repairs an update that went wrong; it closes no vulnerability of its own. */
const REGRESSION_UPDATE = /^D[SL]A-\d+-(?!1$)\d+$/;

/**
 * Whether the records that matched may stand as a finding. Where the tracker has any record by CVE for the source package
 * in this release, its silence on a CVE means "not affected".
 */
export function announcementsSuffice(
  vulnerability: string,
  open: readonly Outcome[],
  lists: readonly CandidateList[],
): boolean {
  if (!open.every(({ candidate }) => isBulletin(candidate.advisory))) return true;
  return !REGRESSION_UPDATE.test(vulnerability) && !(isCve(vulnerability) && lists.some(isTracked));
}

function isTracked({ always, byFix }: CandidateList): boolean {
  const byCve = ({ advisory }: Candidate): boolean => !isBulletin(advisory);
  return always.some(byCve) || Iterator.from(byFix).some(byCve);
}
