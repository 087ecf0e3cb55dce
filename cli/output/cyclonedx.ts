// A scan as CycloneDX 1.6 JSON: the packages with findings, and what is known of each vulnerability (VDR and VEX).
// Source: https://cyclonedx.org/docs/1.6/json/
import type { ScanDocument, ScannedFinding } from '../scan-document.ts';
import { advisorySource } from './advisory-source.ts';
import { remedy } from './remedy.ts';
import { inertJson } from './inert-json.ts';

export interface CycloneDxOptions {
  /** `urn:uuid:…`. Without one the text depends on the scan alone, so that two writings of it are equal. */
  readonly serialNumber?: string;
}

/** The document's text, ended by a newline. Written plainly: the library would cost 60 to 80 ms and 15 MB to load. */
export function cyclonedx(document: ScanDocument, options: CycloneDxOptions = {}): string {
  const refs = componentRefs(document.findings);
  const { os } = document.endpoint;
  const bom = {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    ...(options.serialNumber !== undefined && { serialNumber: options.serialNumber }),
    version: 1,
    metadata: {
      ...timestamp('timestamp', document.scannedAt),
      lifecycles: [{ phase: 'operations' }],
      tools: { components: [{ type: 'application', name: document.tool.name, version: document.tool.version }] },
      component: { type: 'device', 'bom-ref': 'endpoint', name: document.endpoint.name },
      properties: scanProperties(document),
    },
    components: [
      ...(os
        ? [{ type: 'operating-system', 'bom-ref': 'os', name: os.id, version: os.version, description: os.name }]
        : []),
      ...[...refs.values()].map(({ ref, finding }) => component(ref, finding)),
    ],
    // Packages without a finding are not listed, and a reader must not take the list for the whole machine.
    compositions: [{ aggregate: 'incomplete', assemblies: ['endpoint'] }],
    vulnerabilities: [...grouped(document.findings).values()].map((group) => vulnerability(group, refs)),
  };
  return inertJson(bom);
}

type Refs = ReadonlyMap<string, { readonly ref: string; readonly finding: ScannedFinding }>;

const packageKey = ({ package: one }: ScannedFinding): string =>
  JSON.stringify([one.purl, one.name, one.version, one.arch]);

/** One component for each package; its reference is the purl, numbered where two packages share one. */
function componentRefs(findings: readonly ScannedFinding[]): Refs {
  const refs = new Map<string, { ref: string; finding: ScannedFinding }>();
  const taken = new Set(['endpoint', 'os']);
  for (const finding of findings) {
    const key = packageKey(finding);
    if (refs.has(key)) continue;
    const purl = finding.package.purl || finding.package.name || 'package';
    let ref = purl;
    for (let number = 2; taken.has(ref); number += 1) ref = `${purl}#${number}`;
    taken.add(ref);
    refs.set(key, { ref, finding });
  }
  return refs;
}

function component(ref: string, { package: one, source }: ScannedFinding): object {
  const built = source.name !== one.name || source.version !== one.version;
  return {
    type: 'library',
    'bom-ref': ref,
    name: one.name,
    version: one.version.slice(0, 1024),
    ...(one.purl !== '' && { purl: one.purl }),
    ...(built && { properties: properties({ source: source.name, 'source-version': source.version }) }),
  };
}

/** Findings that differ in nothing but the binary package are one entry with several `affects`. */
function grouped(
  findings: readonly ScannedFinding[],
): ReadonlyMap<string, readonly [ScannedFinding, ...ScannedFinding[]]> {
  const groups = new Map<string, [ScannedFinding, ...ScannedFinding[]]>();
  for (const finding of findings) {
    const { id, state, fixedVersion, source, deadline } = finding;
    const key = JSON.stringify([id, state, fixedVersion, source.name, source.version, deadline.due]);
    const group = groups.get(key);
    if (group) group.push(finding);
    else groups.set(key, [finding]);
  }
  return groups;
}

function vulnerability(group: readonly [ScannedFinding, ...ScannedFinding[]], refs: Refs): object {
  const [finding] = group;
  const { id, deadline, exploited } = finding;
  const others = [...new Set([...finding.aliases, ...finding.advisories])].filter((other) => other !== id).toSorted();
  const published = finding.evidence.matches.map((match) => match.published).filter((date) => date !== undefined);
  const affects = new Map(
    group.map((one) => [refs.get(packageKey(one))?.ref ?? one.package.purl, one.package.version]),
  );
  const unsure = finding.state === 'unknown' || finding.state === 'undetermined';
  return {
    id,
    source: advisorySource(id),
    ...(others.length > 0 && { references: others.map((other) => ({ id: other, source: advisorySource(other) })) }),
    ratings: ratings(finding),
    ...(finding.summary !== null && { description: finding.summary }),
    recommendation: remedy(finding),
    ...timestamp('published', published.toSorted()[0]),
    analysis: analysis(finding),
    affects: [...affects].map(([ref, version]) => ({
      ref,
      versions: [{ version: version.slice(0, 1024), status: unsure ? 'unknown' : 'affected' }],
    })),
    properties: properties({
      state: finding.state,
      due: deadline.due,
      'overdue-days': deadline.overdueDays,
      rule: deadline.rule,
      forensics: deadline.forensics ? 'yes' : null,
      'exploited-since': exploited?.added,
      ransomware: exploited?.ransomware ? 'yes' : null,
      'fixed-version': finding.fixedVersion,
    }),
  };
}

function ratings({ cvss, epss, severity }: ScannedFinding): readonly object[] {
  return [
    cvss
      ? { source: { name: cvss.source }, score: cvss.score, severity, method: method(cvss.vector), vector: cvss.vector }
      : { severity, method: 'other' },
    ...(epss
      ? [{ source: { name: 'EPSS', url: 'https://www.first.org/epss/' }, score: epss.score, method: 'other' }]
      : []),
  ];
}

function method(vector: string): string {
  if (vector.startsWith('CVSS:4')) return 'CVSSv4';
  if (vector.startsWith('CVSS:3.1')) return 'CVSSv31';
  return vector.startsWith('CVSS:3') ? 'CVSSv3' : 'CVSSv2';
}

/** `exploitable` is CycloneDX's "may be exploitable": the version is affected, nobody looked at how it is used here. */
function analysis({ state, fixedVersion, evidence }: ScannedFinding): object {
  const open = state === 'undetermined' || state === 'unknown' || state === 'unimportant';
  const wontFix = state === 'will-not-fix' || state === 'end-of-life';
  const response = fixedVersion !== null ? ['update'] : wontFix ? ['will_not_fix'] : undefined;
  return {
    state: open ? 'in_triage' : 'exploitable',
    ...(response && { response }),
    ...(evidence.notes.length > 0 && { detail: evidence.notes.join('\n') }),
  };
}

function scanProperties(document: ScanDocument): readonly object[] {
  return [
    ...properties({ inventory: document.endpoint.inventory, policy: document.policy, exposure: document.exposure }),
    ...document.feeds.flatMap((feed) =>
      properties({
        feed: `${feed.name}, fetched ${feed.fetchedAt}, upstream ${feed.upstreamDate ?? 'undated'}${feed.stale ? ', stale' : ''}`,
      }),
    ),
    ...document.incomplete.flatMap(({ what, why }) => properties({ incomplete: `${what}: ${why}` })),
  ];
}

function properties(values: Readonly<Record<string, string | number | null | undefined>>): readonly object[] {
  return Object.entries(values)
    .filter(([, value]) => value !== null && value !== undefined && value !== '')
    .map(([name, value]) => ({ name: `suture:${name}`, value: String(value) }));
}

/** Only what the schema accepts as a date-time. */
function timestamp(key: string, text: string | undefined): object {
  return text !== undefined && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(text)
    ? { [key]: text }
    : {};
}
