// One file of ruby-advisory-db (parsed YAML) as an advisory. Pure; never throws.
import type { Severity, VendorNotes } from '@suture/core/advisories/advisory.ts';
import { date, field, identifier, list, summaryLine, text } from '../json/read.ts';
import type { Normalized } from '../normalized.ts';
import { vulnerableRanges } from './requirements.ts';

/**
 * `id` is the file's name, as the database calls it: `CVE-…`, else `GHSA-…`, else `OSVDB-…`. Gems are of the ecosystem
 * `RubyGems`; interpreters (`engine: jruby`) of `Ruby`, which has the same versions.
 * Source: rubysec/ruby-advisory-db, README and spec/schemas.
 */
export function normalize(record: unknown, id: string): Normalized {
  if (identifier(id) === undefined) return { ok: false, record: id.slice(0, 100), reason: 'not usable as an id' };
  const gem = identifier(field(record, 'gem'));
  const engine = identifier(field(record, 'engine'));
  const name = gem ?? engine;
  if (name === undefined) return { ok: false, record: id, reason: 'it names no gem and no engine' };
  const safe = [...list(field(record, 'patched_versions')), ...list(field(record, 'unaffected_versions'))];
  const requirements = safe.filter((requirement): requirement is string => typeof requirement === 'string');
  if (requirements.length < safe.length) return { ok: false, record: id, reason: 'a requirement that is no text' };
  const vulnerable = vulnerableRanges(requirements);
  if (!vulnerable.ok) return { ok: false, record: id, reason: vulnerable.reason };
  const platform = text(field(record, 'platform'))?.slice(0, 40);
  const vendor: VendorNotes = platform === undefined ? {} : { reason: `platform: ${platform}` };
  const published = date(field(record, 'date')?.toString().slice(0, 10));
  const advisory = {
    id,
    summary: summaryLine(field(record, 'title')),
    published,
    modified: undefined,
    withdrawn: undefined,
    aliases: namesOf(record).filter((alias) => alias !== id),
    upstream: [],
    related: relatedOf(record),
    severity: severities(record),
    affected: [
      { ecosystem: gem === undefined ? 'Ruby' : 'RubyGems', name, ranges: vulnerable.ranges, versions: [], vendor },
    ],
    url: webAddress(field(record, 'url')),
  };
  return { ok: true, advisory, problems: [] };
}

function namesOf(record: unknown): readonly string[] {
  const named = (key: string, prefix: string): readonly string[] => {
    const value = field(record, key);
    const id = identifier(typeof value === 'number' ? String(value) : value);
    return id === undefined ? [] : [`${prefix}${id}`];
  };
  return [...named('cve', 'CVE-'), ...named('ghsa', 'GHSA-'), ...named('osvdb', 'OSVDB-')];
}

function relatedOf(record: unknown): readonly string[] {
  return list(field(field(record, 'related'), 'cve')).flatMap((value) => {
    const id = identifier(value);
    return id === undefined ? [] : [id.startsWith('CVE-') ? id : `CVE-${id}`];
  });
}

/** The database gives base scores without vectors; they stay on its own scale, not to pose as vectors. */
function severities(record: unknown): readonly Severity[] {
  return ['cvss_v4', 'cvss_v3', 'cvss_v2'].flatMap((key) => {
    const score = field(record, key);
    return typeof score === 'number' && score >= 0 && score <= 10
      ? [{ type: `RubySec ${key}`, score: String(score) }]
      : [];
  });
}

const webAddress = (value: unknown): string | undefined =>
  typeof value === 'string' && value.length <= 500 && /^https?:\/\/[!-~]+$/.test(value) ? value : undefined;
