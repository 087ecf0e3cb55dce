// One (source package, vulnerability) of the Debian security tracker as an advisory. Pure; never throws.
import type { Affected, Severity, VendorNotes } from '@suture/core/advisories/advisory.ts';
import { debianEcosystem } from '@suture/core/packages/debian-releases.ts';
import { field, fields, identifier, summaryLine, text } from '../json/read.ts';
import type { Normalized } from '../normalized.ts';

/**
 * `record` is the tracker's `{description, releases: {bookworm: {status, fixed_version, urgency, nodsa, nodsa_reason}}}`.
 * The id is the tracker's own, `CVE-…` or `TEMP-…`; it comes back once for each source package it concerns.
 * Source: security-tracker's lib/python/web_support.py, "data/json".
 */
export function normalize(source: string, id: string, record: unknown): Normalized {
  if (identifier(id) === undefined || identifier(source) === undefined) {
    return { ok: false, record: `${source} ${id}`.slice(0, 200), reason: 'not usable as a package and an id' };
  }
  const releases = fields(field(record, 'releases'));
  if (releases === undefined) return { ok: false, record: `${source} ${id}`, reason: 'the record has no releases' };
  const problems: string[] = [];
  const severity = new Map<string, Severity>();
  const affected = Object.entries(releases).flatMap(([codename, release]) => {
    const ecosystem = debianEcosystem(codename);
    if (ecosystem === undefined) {
      problems.push(`unknown release ${codename.slice(0, 40)}`);
      return [];
    }
    const found = affectedRelease(source, ecosystem, release, (what) =>
      problems.push(`${source} in ${codename}: ${what}`),
    );
    const urgency = scale(release);
    if (found !== undefined && urgency !== undefined) severity.set(urgency, { type: 'Debian', score: urgency });
    return found ?? [];
  });
  const advisory = {
    id,
    summary: summaryLine(field(record, 'description')),
    published: undefined,
    modified: undefined,
    withdrawn: undefined,
    aliases: [],
    upstream: [],
    related: [],
    severity: [...severity.values()],
    affected,
    url: `https://security-tracker.debian.org/tracker/${id}`,
  };
  return { ok: true, advisory, problems };
}

/** `low**` and the like: the asterisks say that it was set by hand. */
const urgencyOf = (release: unknown): string => (text(field(release, 'urgency')) ?? '').replace(/\*+$/, '');

function scale(release: unknown): string | undefined {
  const urgency = urgencyOf(release);
  return urgency === 'low' || urgency === 'medium' || urgency === 'high' ? urgency : undefined;
}

function affectedRelease(
  name: string,
  ecosystem: string,
  release: unknown,
  problem: (what: string) => void,
): Affected | undefined {
  const status = field(release, 'status');
  const fixed = field(release, 'fixed_version');
  const affected = (events: Affected['ranges'][number]['events'], vendor: VendorNotes): Affected => {
    return { ecosystem, name, ranges: [{ type: 'ECOSYSTEM', events }], versions: [], vendor };
  };
  if (status === 'resolved') {
    // "0": the release never had the flaw.
    if (fixed === '0') return undefined;
    if (typeof fixed === 'string' && fixed !== '' && fixed.length <= 200) {
      return affected([{ introduced: '0' }, { fixed }], notesOf(release, false));
    }
    problem('resolved, but no version is given');
    return affected([{ introduced: '0' }], {
      state: 'undetermined',
      reason: 'resolved, but the tracker gives no version',
    });
  }
  if (status === 'open') return affected([{ introduced: '0' }], notesOf(release, true));
  if (status === 'undetermined') return affected([{ introduced: '0' }], { state: 'undetermined' });
  problem(`unknown status ${JSON.stringify(status)?.slice(0, 40)}`);
  return undefined;
}

/** A note of no DSA is about a flaw left open; once there is a fix it says nothing any more. */
function notesOf(release: unknown, open: boolean): VendorNotes {
  const urgency = urgencyOf(release);
  const nodsa = field(release, 'nodsa');
  const why = field(release, 'nodsa_reason');
  const said = text(nodsa)?.slice(0, 200);
  const reason = said === undefined ? {} : { reason: said };
  if (urgency === 'end-of-life' || urgency === 'unimportant') return { state: urgency, ...(open && reason) };
  if (!open || (typeof nodsa !== 'string' && typeof why !== 'string')) return {};
  return { state: why === 'postponed' || why === 'ignored' ? why : 'no-dsa', ...reason };
}
