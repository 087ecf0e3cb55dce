// Debian's announcements (DSA, DLA) name many CVEs; the tracker decides for each. An announcement alone is no finding where the tracker speaks.
import { isBulletin, isCve } from '../advisories/identity.ts';
import type { Candidate } from '../advisories/candidate.ts';

/** `DSA-5729-2`: a later announcement repairs an update that went wrong; it closes no vulnerability of its own. */
const REGRESSION_UPDATE = /^D[SL]A-\d+-(?!1$)\d+$/;

/**
 * Whether a vulnerability that only announcements matched may stand as a finding. `tracked`: some record by CVE exists for
 * the source package in this release, so that the tracker's silence on a CVE means "not affected".
 */
export function announcementsSuffice(vulnerability: string, matched: readonly Candidate[], tracked: boolean): boolean {
  if (!matched.every((candidate) => isBulletin(candidate.advisory))) return true;
  return !REGRESSION_UPDATE.test(vulnerability) && !(tracked && isCve(vulnerability));
}

export const isTracked = (candidates: readonly Candidate[]): boolean =>
  candidates.some((candidate) => !isBulletin(candidate.advisory));
