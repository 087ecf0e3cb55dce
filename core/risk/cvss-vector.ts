// Reads a CVSS vector's base metrics without scoring them: what an attacker needs, and what they gain.

export type CvssVersion = '2.0' | '3.0' | '3.1' | '4.0';

export interface CvssVector {
  readonly version: CvssVersion;
  /** The base metrics alone, in the order of the specification, with the prefix; equal for equal base scores. */
  readonly base: string;
  /** AV:N. */
  readonly network: boolean;
  /**
   * An attack needs nobody's help, no account and no luck, from anywhere: AV:N, PR:N (Au:N), UI:N, AC:L and AT:N.
   * Agrees with CISA's SSVC `Automatable` for 96.0 % of 36,497 CVEs that have both (docs/decisions/risk-derivations.md).
   */
  readonly automatable: boolean;
  /**
   * The attacker reads and changes everything: C:H and I:H (v4: VC:H and VI:H; v2: C:C and I:C), whatever A says.
   * Agrees with CISA's SSVC `Technical Impact` for 92.9 % of the same CVEs.
   */
  readonly totalImpact: boolean;
}

type Metrics = Readonly<Record<string, string>>;

interface Specification {
  readonly prefix: string;
  /** Base metrics in order, each with the letters it allows. */
  readonly base: readonly (readonly [name: string, values: string])[];
  /** What must hold for `automatable`. */
  readonly unaided: Metrics;
  readonly total: Metrics;
}

const base3 = metrics('AV:NALP AC:LH PR:NLH UI:NR S:UC C:NLH I:NLH A:NLH');
const unaided3: Metrics = { AV: 'N', AC: 'L', PR: 'N', UI: 'N' };
const total3: Metrics = { C: 'H', I: 'H' };

const specifications: Readonly<Record<CvssVersion, Specification>> = {
  '2.0': {
    prefix: '',
    base: metrics('AV:LAN AC:HML Au:MSN C:NPC I:NPC A:NPC'),
    unaided: { AV: 'N', AC: 'L', Au: 'N' },
    total: { C: 'C', I: 'C' },
  },
  '3.0': { prefix: 'CVSS:3.0/', base: base3, unaided: unaided3, total: total3 },
  '3.1': { prefix: 'CVSS:3.1/', base: base3, unaided: unaided3, total: total3 },
  '4.0': {
    prefix: 'CVSS:4.0/',
    base: metrics('AV:NALP AC:LH AT:NP PR:NLH UI:NPA VC:HLN VI:HLN VA:HLN SC:HLN SI:HLN SA:HLN'),
    unaided: { AV: 'N', AC: 'L', AT: 'N', PR: 'N', UI: 'N' },
    total: { VC: 'H', VI: 'H' },
  },
};

function metrics(list: string): readonly (readonly [name: string, values: string])[] {
  return list.split(' ').map((metric) => {
    const [name = '', values = ''] = metric.split(':');
    return [name, values];
  });
}

// The longest legal vector, CVSS 4 with every metric, has 195 characters.
const longestVector = 300;
const mostRemembered = 10_000;
const remembered = new Map<string, CvssVector | undefined>();

/**
 * The base metrics of a CVSS 2, 3.0, 3.1 or 4.0 vector; undefined for any other text. Temporal, threat, environmental
 * and supplemental metrics are passed over: they speak of other people's machines or of a moment gone by.
 * Answers are remembered by text, up to 10,000 of them.
 */
export function readCvss(vector: string): CvssVector | undefined {
  if (vector.length > longestVector) return undefined;
  const known = remembered.get(vector);
  if (known !== undefined || remembered.has(vector)) return known;
  if (remembered.size >= mostRemembered) remembered.clear();
  const read = parse(vector);
  remembered.set(vector, read);
  return read;
}

/**
 * The vectors that can be read, each beside what was given; CVSS 2, whose scale and questions are others, only where
 * there is no later version.
 */
export function readVectors<Given extends { readonly vector: string }>(cvss: readonly Given[]): ReadVectors<Given> {
  // One decision asks five times in a row: answering from the last reading halves the cost of deciding.
  if (lastReading?.of !== cvss) lastReading = { of: cvss, vectors: readEach(cvss) };
  return lastReading.vectors as ReadVectors<Given>;
}

type ReadVectors<Given> = readonly { readonly given: Given; readonly read: CvssVector }[];

let lastReading: { readonly of: readonly unknown[]; readonly vectors: ReadVectors<unknown> } | undefined;

function readEach<Given extends { readonly vector: string }>(cvss: readonly Given[]): ReadVectors<Given> {
  const oldest: { given: Given; read: CvssVector }[] = [];
  const later: { given: Given; read: CvssVector }[] = [];
  for (const given of cvss) {
    const read = readCvss(given.vector);
    if (read !== undefined) (read.version === '2.0' ? oldest : later).push({ given, read });
  }
  return later.length > 0 ? later : oldest;
}

function parse(vector: string): CvssVector | undefined {
  const version = versionOf(vector);
  const specification = specifications[version];
  const given = new Map<string, string>();
  for (const part of vector.slice(specification.prefix.length).split('/')) {
    const [name, value, excess] = part.split(':');
    if (name === undefined || value === undefined || excess !== undefined || given.has(name)) return undefined;
    given.set(name, value);
  }
  const base: string[] = [];
  for (const [name, values] of specification.base) {
    const value = given.get(name);
    if (value === undefined || value.length !== 1 || !values.includes(value)) return undefined;
    base.push(`${name}:${value}`);
  }
  const holds = (wanted: Metrics): boolean =>
    Object.entries(wanted).every(([name, value]) => given.get(name) === value);
  return {
    version,
    base: specification.prefix + base.join('/'),
    network: holds({ AV: 'N' }),
    automatable: holds(specification.unaided),
    totalImpact: holds(specification.total),
  };
}

function versionOf(vector: string): CvssVersion {
  if (vector.startsWith('CVSS:3.1/')) return '3.1';
  if (vector.startsWith('CVSS:3.0/')) return '3.0';
  if (vector.startsWith('CVSS:4.0/')) return '4.0';
  return '2.0';
}
