// One CVE of the Ubuntu tracker as an advisory. Pure; never throws.
import type { Affected, Range, Severity, VendorNotes } from '@suture/core/advisories/advisory.ts';
import { ubuntuReleases } from '@suture/core/packages/ubuntu-releases.ts';
import { date, identifier, summaryLine } from '../json/read.ts';
import type { Normalized } from '../normalized.ts';
import { parseTrackerFile } from './parse.ts';
import type { TrackerStatus } from './parse.ts';

const VARIANTS = [
  'esm-infra',
  'esm-apps',
  'esm-infra-legacy',
  'fips',
  'fips-updates',
  'fips-preview',
  'ros-esm',
  'realtime',
  'bluefield',
];

interface Place {
  readonly ecosystem: string;
  readonly pocket: string;
}

/**
 * The tracker's release keys that are read, with the pocket under today's name: long-term releases from 16.04 and interim
 * ones from 24.10. Older interim releases have had no update for years, and are most of what the tracker says.
 */
const PLACES: ReadonlyMap<string, Place> = new Map(
  [...ubuntuReleases].flatMap(([codename, number]) => placesOf(codename, number)),
);

function placesOf(codename: string, number: string): readonly (readonly [string, Place])[] {
  const [year = 0, month] = number.split('.').map(Number);
  const longTerm = month === 4 && year % 2 === 0;
  if (year < 16 || (!longTerm && year < 24)) return [];
  const ecosystem = `Ubuntu:${number}`;
  const key = (release: string, pocket: string): readonly [string, Place] => [release, { ecosystem, pocket }];
  return [
    key(codename, codename),
    // Before esm-infra had its name, ESM was written behind the release.
    key(`${codename}/esm`, `esm-infra/${codename}`),
    ...VARIANTS.map((variant) => key(`${variant}/${codename}`, `${variant}/${codename}`)),
  ];
}

const isWanted = (release: string): boolean => PLACES.has(release);

/** `content` is the text of `active/CVE-…` or `retired/CVE-…`; `id` that file's name. The tracker's rows carry the plain CVE id. */
export function normalize(content: string, id: string): Normalized {
  if (identifier(id) === undefined) return { ok: false, record: id.slice(0, 100), reason: 'not usable as an id' };
  const file = parseTrackerFile(content, isWanted);
  if (file.candidate === undefined) return { ok: false, record: id, reason: 'the file names no candidate' };
  const problems = file.unreadable.map((line) => `unreadable status ${JSON.stringify(line)}`);
  const affected = file.statuses.flatMap((status) => affectedRow(status, (what) => problems.push(what)) ?? []);
  const severity: Severity[] = file.vectors.map((score) => ({
    type: score.startsWith('CVSS:4') ? 'CVSS_V4' : 'CVSS_V3',
    score,
  }));
  if (file.priority !== undefined && file.priority !== 'untriaged')
    severity.push({ type: 'Ubuntu', score: file.priority });
  const advisory = {
    id,
    summary: summaryLine(file.description),
    published: published(file.publicDate),
    modified: undefined,
    withdrawn: undefined,
    aliases: [],
    upstream: [],
    related: [],
    severity,
    affected,
    url: `https://ubuntu.com/security/${encodeURIComponent(id)}`,
  };
  return { ok: true, advisory, problems };
}

/** `2023-11-20 09:15:00 UTC`, `2024-01-29`. */
function published(publicDate: string | undefined): string | undefined {
  const [, day, time] = /^(\d{4}-\d\d-\d\d)(?: (\d\d:\d\d:\d\d) UTC)?/.exec(publicDate ?? '') ?? [];
  return date(time === undefined ? day : `${day}T${time}Z`);
}

function affectedRow(
  { release, pkg, status, detail }: TrackerStatus,
  problem: (what: string) => void,
): Affected | undefined {
  const place = PLACES.get(release);
  if (place === undefined) return undefined;
  const row = (events: Range['events'], notes: VendorNotes): Affected => ({
    ecosystem: place.ecosystem,
    name: pkg,
    ranges: [{ type: 'ECOSYSTEM', events }],
    versions: [],
    vendor: { pocket: place.pocket, ...notes },
  });
  const reason = detail === undefined || detail === '' ? {} : { reason: detail.slice(0, 200) };
  switch (status) {
    case 'released':
      if (detail !== undefined && /^\d[\w.+:~-]*$/.test(detail))
        return row([{ introduced: '0' }, { fixed: detail }], {});
      problem(`released in ${release} for ${pkg}, but no version is given`);
      return row([{ introduced: '0' }], {
        state: 'undetermined',
        reason: 'released, but the tracker gives no version',
      });
    // The version of `pending` is not in the archive yet.
    case 'needed':
    case 'pending':
    case 'active':
      return row([{ introduced: '0' }], {});
    case 'needs-triage':
    case 'deferred':
      return row([{ introduced: '0' }], { state: status, ...reason });
    case 'ignored':
      return row([{ introduced: '0' }], { state: isEndOfLife(detail) ? 'end-of-life' : 'ignored', ...reason });
    case 'not-affected':
    case 'DNE':
      return undefined;
    default:
      problem(`unknown status ${status.slice(0, 40)} of ${pkg} in ${release}`);
      return undefined;
  }
}

/** `end of standard support`, `end of life, was needed`, `reached end-of-life`, `out of standard support`. */
const isEndOfLife = (detail: string | undefined): boolean =>
  /^(?:reached )?(?:end|out)[ -]of[ -](?:life|standard support|\w+ support|support|esm)/i.test(
    detail?.slice(0, 60) ?? '',
  );
