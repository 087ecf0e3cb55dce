// Turns one vulnerability of a CVRF document into an advisory: affected below the fixed build, product by product.
import type { Advisory, Affected, Severity } from '@suture/core/advisories/advisory.ts';
import { dayOf } from '../json/fields.ts';
import type { CvrfFix, CvrfVulnerability } from './cvrf.ts';

export interface VulnerabilityReading {
  /** Undefined where no product of this vulnerability has a fixed build that Suture compares. */
  readonly advisory: Advisory | undefined;
  readonly malformed: readonly string[];
}

const ID = /^(?:CVE-\d{4}-\d{4,19}|ADV\d{6,10})$/;

/** `products` gives the names of product ids; it tells Microsoft's Linux packages from what Windows builds say. */
export function advisoryOf(
  vulnerability: CvrfVulnerability,
  products: ReadonlyMap<string, string>,
): VulnerabilityReading {
  const { id } = vulnerability;
  if (!ID.test(id)) return { advisory: undefined, malformed: ['neither a CVE nor an ADV id'] };
  const affected = new Map<string, Affected>();
  const malformed = new Set<string>();
  for (const fix of vulnerability.fixes) {
    const names = fix.products.filter((product) => !isLinux(fix, products.get(product)));
    if (names.length === 0) continue;
    const reading = buildsOf(fix.fixedBuild);
    if (!reading.ok) {
      malformed.add(reading.reason);
      continue;
    }
    const kb = /^\d{6,8}$/.test(fix.description) ? fix.description : undefined;
    for (const name of names)
      for (const fixed of reading.builds) affected.set(`${name} ${fixed} ${kb}`, affectedBelow(name, fixed, kb));
  }
  if (affected.size === 0) return { advisory: undefined, malformed: [...malformed] };
  const revised = vulnerability.revised.flatMap(timeOf).sort();
  return {
    advisory: {
      id,
      summary: vulnerability.title,
      published: revised[0],
      modified: revised.at(-1),
      withdrawn: undefined,
      aliases: [],
      upstream: [],
      related: [],
      severity: vulnerability.vectors.flatMap(severityOf),
      affected: [...affected.values()],
      url: `https://msrc.microsoft.com/update-guide/vulnerability/${id}`,
    },
    malformed: [...malformed],
  };
}

const affectedBelow = (name: string, fixed: string, kb: string | undefined): Affected => ({
  ecosystem: 'Windows',
  name,
  ranges: [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }, { fixed }] }],
  versions: [],
  vendor: kb === undefined ? {} : { kb },
});

/** CBL-Mariner and Azure Linux are rpm distributions with feeds of their own. */
export const isLinuxProduct = (name: string): boolean => /\b(?:CBL[ -]?Mariner|Azure Linux|azl\d|cbl\d)\b/i.test(name);

const isLinux = (fix: CvrfFix, productName: string | undefined): boolean =>
  fix.subType === 'CBL-Mariner' || isLinuxProduct(productName ?? '');

export type BuildsReading =
  | { readonly ok: true; readonly builds: readonly string[] }
  | { readonly ok: false; readonly reason: string };

const BUILD = /^\d{1,10}(?:\.\d{1,10}){1,5}$/;

/**
 * The builds that a FixedBuild names: mostly one, sometimes two (`3.0.6920.8954; 2.0.50727.8970`), sometimes a link, a
 * single number or nothing, which name none to compare and are no fault.
 */
export function buildsOf(text: string): BuildsReading {
  if (text === '' || /^https?:\/\//i.test(text) || /^(?:KB ?)?\d{1,10}$/i.test(text)) return { ok: true, builds: [] };
  const builds = text
    // `112.0.5615.49/50`: two builds of one fix, of which the lower is enough.
    .replace(/^([\d.]+)\/\d{1,5}$/, '$1')
    .split(/[;,&]/)
    .map((part) =>
      part
        .trim()
        .replace(/^v(?=\d)/i, '')
        .replace(/ LTS$/, ''),
    );
  if (builds.every((build) => BUILD.test(build))) return { ok: true, builds };
  return { ok: false, reason: `its fixed build is not understood: ${JSON.stringify(text.slice(0, 80))}` };
}

function severityOf(vector: string): readonly Severity[] {
  if (/^CVSS:4\.\d\//.test(vector)) return [{ type: 'CVSS_V4', score: vector }];
  return /^CVSS:3\.\d\//.test(vector) ? [{ type: 'CVSS_V3', score: vector }] : [];
}

/** Microsoft writes UTC without saying so; RFC 3339 wants it said. */
function timeOf(text: string): readonly string[] {
  if (dayOf(text) === undefined) return [];
  return /T\d\d:\d\d:\d\d$/.test(text) ? [`${text}Z`] : [text];
}
