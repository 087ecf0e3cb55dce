// Takes from one CVE record what CISA adds to it: SSVC decision points and CVSS vectors.
import type { FeedSink } from '../feed.ts';
import { dayOf, type Fields, fieldsOf, listOf, textOf } from '../json/fields.ts';

type Ssvc = Parameters<FeedSink['ssvc']>[0];
type Vector = Parameters<FeedSink['cvss']>[0];

export interface Enrichment {
  readonly ssvc: Ssvc | undefined;
  readonly cvss: readonly Vector[];
  /** The day CISA last touched the record. */
  readonly updated: string | undefined;
  readonly malformed: readonly string[];
}

interface Container {
  readonly source: string;
  readonly metrics: readonly Fields[];
  readonly updated: string | undefined;
}

const CISA = 'CISA-ADP';
const METRICS = ['cvssV4_0', 'cvssV3_1', 'cvssV3_0', 'cvssV2_0'] as const;
const VECTOR = /^(?:CVSS:[34]\.\d\/)?[A-Za-z]{1,4}:[A-Za-z]{1,6}(?:\/[A-Za-z]{1,4}:[A-Za-z]{1,6}){2,40}$/;
/** The values SSVC's CISA Coordinator tree knows. Source: https://certcc.github.io/SSVC/reference/decision_points/ */
const EXPLOITATION = new Set(['none', 'poc', 'active']);
const AUTOMATABLE = new Set(['yes', 'no']);
const IMPACT = new Set(['partial', 'total']);

/**
 * Reads the record named `id` (a CVE). Source: CVE JSON record format 5; Vulnrichment's README for the ADP container.
 *
 * CISA's own container is asked for SSVC first, then the others; a record that CVE has rejected gives nothing.
 */
export function enrichmentOf(id: string, json: string): Enrichment {
  const record = parsed(json);
  if (record === undefined) return nothing('not JSON, or not an object');
  const metadata = fieldsOf(record['cveMetadata']);
  if (metadata?.['cveId'] !== id) return nothing('the record is named after another CVE');
  if (metadata['state'] === 'REJECTED') return nothing();
  const containers = containersOf(fieldsOf(record['containers']));
  const malformed: string[] = [];
  let ssvc: Ssvc | undefined;
  for (const container of containers) {
    for (const metric of container.metrics) {
      const other = fieldsOf(metric['other']);
      if (ssvc !== undefined || other?.['type'] !== 'ssvc') continue;
      ssvc = ssvcOf(id, fieldsOf(other['content']), container.updated);
      if (ssvc === undefined) malformed.push(`the SSVC options of ${container.source} are not understood`);
    }
  }
  const cvss = new Map<string, Vector>();
  for (const { source, metrics } of containers) {
    for (const vector of metrics.flatMap(vectorsOf)) {
      if (VECTOR.test(vector)) cvss.set(`${source} ${vector}`, { cve: id, vector, source });
      else malformed.push(`a CVSS vector of ${source} is none: ${JSON.stringify(vector.slice(0, 80))}`);
    }
  }
  const updated = containers.find(({ source }) => source === CISA)?.updated;
  return { ssvc, cvss: [...cvss.values()], updated, malformed };
}

const nothing = (reason?: string): Enrichment => ({
  ssvc: undefined,
  cvss: [],
  updated: undefined,
  malformed: reason === undefined ? [] : [reason],
});

function parsed(json: string): Fields | undefined {
  try {
    return fieldsOf(JSON.parse(json));
  } catch {
    return undefined;
  }
}

/** CISA's container first, then those of other publishers, then the assigner's. */
function containersOf(containers: Fields | undefined): readonly Container[] {
  const published = listOf(containers?.['adp']).map((value) => containerOf(fieldsOf(value), 'ADP'));
  const first = published.filter(({ source }) => source === CISA);
  const others = published.filter(({ source }) => source !== CISA);
  return [...first, ...others, containerOf(fieldsOf(containers?.['cna']), 'CNA')];
}

function containerOf(container: Fields | undefined, kind: string): Container {
  const provider = fieldsOf(container?.['providerMetadata']);
  return {
    source: textOf(provider?.['shortName'], 100) ?? kind,
    metrics: listOf(container?.['metrics'])
      .map(fieldsOf)
      .filter((metric) => metric !== undefined),
    updated: dayOf(provider?.['dateUpdated']),
  };
}

function ssvcOf(cve: string, content: Fields | undefined, updated: string | undefined): Ssvc | undefined {
  const options = new Map<string, string>();
  for (const option of listOf(content?.['options'])) {
    for (const [name, value] of Object.entries(fieldsOf(option) ?? {}))
      if (typeof value === 'string') options.set(name.toLowerCase(), value.toLowerCase());
  }
  const exploitation = options.get('exploitation') ?? '';
  const automatable = options.get('automatable') ?? '';
  const technicalImpact = options.get('technical impact') ?? '';
  if (!EXPLOITATION.has(exploitation) || !AUTOMATABLE.has(automatable) || !IMPACT.has(technicalImpact))
    return undefined;
  const date = dayOf(content?.['timestamp']) ?? updated;
  return date === undefined ? undefined : { cve, exploitation, automatable, technicalImpact, date };
}

const vectorsOf = (metric: Fields): readonly string[] =>
  METRICS.flatMap((name) => textOf(fieldsOf(metric[name])?.['vectorString'], 400) ?? []);
