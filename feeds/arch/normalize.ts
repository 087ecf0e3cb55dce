// One group (AVG) of Arch's security tracker as an advisory. Pure; never throws.
import type { Range, VendorNotes } from '@suture/core/advisories/advisory.ts';
import { field, identifier, text, texts } from '../json/read.ts';
import type { Normalized } from '../normalized.ts';

/**
 * `record` is `{name: "AVG-1", packages, status, severity, type, affected, fixed, issues: ["CVE-…"]}`. The group's issues
 * are its `upstream`, each a vulnerability of its own. `affected` is the version that was current when the group was
 * made, not the first with the flaw, so everything below `fixed` counts. Source: https://security.archlinux.org, arch-security-tracker.
 */
export function normalize(record: unknown): Normalized {
  const id = identifier(field(record, 'name'));
  if (id === undefined) return { ok: false, record: 'an unnamed group', reason: 'the record has no usable name' };
  const status = text(field(record, 'status'));
  const names = texts(field(record, 'packages')).filter((name) => identifier(name) !== undefined);
  if (names.length === 0) return { ok: false, record: id, reason: 'the group names no package' };
  const fixed = text(field(record, 'fixed'));
  const state = vendorState(status, fixed);
  if (state === undefined)
    return { ok: false, record: id, reason: `unknown status ${JSON.stringify(status)?.slice(0, 40)}` };
  const events: Range['events'] = fixed === undefined ? [{ introduced: '0' }] : [{ introduced: '0' }, { fixed }];
  const vendor: VendorNotes = state === 'none' ? {} : { state };
  const affected = names.map((name) => ({
    ecosystem: 'Arch',
    name,
    ranges: [{ type: 'ECOSYSTEM' as const, events }],
    versions: [],
    vendor,
  }));
  const severity = text(field(record, 'severity'));
  const advisory = {
    id,
    summary: `${names.join(', ').slice(0, 100)}: ${text(field(record, 'type'))?.slice(0, 60) ?? 'vulnerability'}`,
    published: undefined,
    modified: undefined,
    withdrawn: undefined,
    aliases: [],
    upstream: texts(field(record, 'issues')).filter((issue) => identifier(issue) !== undefined),
    related: texts(field(record, 'advisories')).filter((advised) => identifier(advised) !== undefined),
    severity: severity === undefined || severity === 'Unknown' ? [] : [{ type: 'Arch', score: severity.slice(0, 40) }],
    affected: state === 'not-affected' ? [] : affected,
    url: `https://security.archlinux.org/${encodeURIComponent(id)}`,
  };
  return { ok: true, advisory, problems: [] };
}

/** `Testing`: the fix waits in the testing repository. `Fixed` without the version that did it leaves nothing to compare. */
function vendorState(
  status: string | undefined,
  fixed: string | undefined,
): 'none' | 'undetermined' | 'not-affected' | undefined {
  switch (status) {
    case 'Vulnerable':
    case 'Testing':
      return 'none';
    case 'Fixed':
      return fixed === undefined ? 'undetermined' : 'none';
    case 'Unknown':
      return 'undetermined';
    case 'Not affected':
      return 'not-affected';
    default:
      return undefined;
  }
}
