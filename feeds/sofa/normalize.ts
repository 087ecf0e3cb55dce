// One release of macOS in the SOFA feed as an advisory: what it fixes, within its own major version. Pure; never throws.
import type { Advisory } from '@suture/core/advisories/advisory.ts';
import { cveOf, dayOf, fieldsOf, textOf } from '../json/fields.ts';

/** Undefined where it fixes nothing that has a name. */
export type Release =
  | { readonly ok: true; readonly advisory: Advisory | undefined; readonly malformed: readonly string[] }
  | { readonly ok: false; readonly name: string; readonly reason: string };

/**
 * Apple fixes each major version by releases of its own, so a release says something of the machines that run its major
 * version and nothing of others. Source: https://sofa.macadmins.io (its JSON schema), Apple's security releases.
 */
export function releaseOf(value: unknown): Release {
  const release = fieldsOf(value);
  const name = textOf(release?.['UpdateName'], 100) ?? '';
  const version = textOf(release?.['ProductVersion'], 20);
  if (version === undefined || !/^\d{1,3}(?:\.\d{1,4}){1,3}$/.test(version))
    return { ok: false, name, reason: 'no product version' };
  const cves = fieldsOf(release?.['CVEs']);
  if (cves === undefined) return { ok: false, name, reason: 'CVEs are no object' };
  const named = Object.keys(cves);
  const upstream = named.filter((id) => cveOf(id) !== undefined);
  const malformed = named.filter((id) => cveOf(id) === undefined).map((id) => `${id.slice(0, 40)} is no CVE`);
  if (upstream.length === 0) return { ok: true, advisory: undefined, malformed };
  const url = textOf(release?.['SecurityInfo'], 300);
  const [major = ''] = version.split('.');
  const advisory: Advisory = {
    id: `macOS-${version}`,
    summary: `macOS ${version} fixes ${upstream.length} vulnerabilities`,
    published: dayOf(release?.['ReleaseDate']),
    modified: undefined,
    withdrawn: undefined,
    aliases: [],
    upstream,
    related: [],
    severity: [],
    affected: [
      {
        ecosystem: `macOS:${major}`,
        name: 'macOS',
        ranges: [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }, { fixed: version }] }],
        versions: [],
        vendor: {},
      },
    ],
    url: url !== undefined && /^https:\/\/[\w.-]+\/[\w./-]*$/.test(url) ? url : undefined,
  };
  return { ok: true, advisory, malformed };
}
