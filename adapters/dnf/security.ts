// Judges whether an update is a security update, by the advisories on the builds it passes over.
import { schemes } from '@suture/core/versions/schemes.ts';
import type { Update } from '../adapter.ts';
import type { Notice } from './parse.ts';

/** By rpm's order; undefined where one cannot be read. */
export function compareVersions(a: string, b: string): number | undefined {
  const [left, right] = [schemes.rpm.parse(a), schemes.rpm.parse(b)];
  return left.ok && right.ok ? schemes.rpm.compare(left.version, right.version) : undefined;
}

/** `notices` and `cves` are of this package's name and architecture. */
export function judgeSecurity(
  installed: string,
  candidate: string,
  repository: string,
  notices: readonly Notice[] | undefined,
  cves: readonly Notice[],
): Update['security'] {
  if (notices === undefined) return { is: 'unknown', why: 'dnf could not list the advisories' };
  const passed = (notice: Notice): boolean =>
    (compareVersions(notice.version, installed) ?? -1) > 0 && (compareVersions(notice.version, candidate) ?? 1) <= 0;
  const within = notices.filter(passed);
  const security = within.filter(({ kind }) => kind === 'security');
  if (security.length > 0) {
    const ids = [...new Set(security.map(({ id, severity }) => (severity === undefined ? id : `${id} (${severity})`)))];
    const closed = [...new Set(cves.filter(passed).map(({ id }) => id))].filter((id) => id.startsWith('CVE-')).sort();
    return {
      is: true,
      why: `${some(ids, 3)}${closed.length > 0 ? ` closes ${some(closed, 6)}` : ' is a security advisory'}`,
    };
  }
  const other = within[0];
  if (other === undefined) return { is: 'unknown', why: `no advisory of ${repository} speaks of it` };
  return {
    is: false,
    why: `${other.id} is no security advisory (${other.kind}); it may close vulnerabilities all the same`,
  };
}

const some = (names: readonly string[], most: number): string =>
  names.length > most ? `${names.slice(0, most).join(', ')} and ${names.length - most} more` : names.join(', ');
