// How a candidate is written in the database: a short JSON tuple, so that a package with 5,000 advisories reads in milliseconds.
import type * as Zlib from 'node:zlib';
import { AppError } from '@suture/core/app-error.ts';
import type { Range, RangeEvent, VendorNotes } from '@suture/core/advisories/advisory.ts';
import { type Candidate, type CandidateList, boundOf } from '@suture/core/advisories/candidate.ts';

/** Rows longer than this are compressed, to a seventh; shorter ones read faster as they are. */
const COMPRESS_FROM = 4096;

/** Many scans meet no compressed row, and loading node:zlib takes 4 ms. */
const zlib = (): typeof Zlib => process.getBuiltinModule('node:zlib');

/** Far above the longest row there is, Debian's linux with 0.4 MB. */
const MAX_ROW = 64 * 1024 * 1024;

/**
 * One row: a line with the number of entries that must always be looked at, those entries, then the entries "everything
 * before X", highest X first; each entry a line of JSON. Text, or zstd of it.
 */
export function packRow(always: readonly string[], byFix: readonly string[]): string | Uint8Array {
  const text = [always.length, ...always, ...byFix].join('\n');
  return text.length < COMPRESS_FROM ? text : zlib().zstdCompressSync(text);
}

/** Throws an Error when the row is damaged, at once or when the iteration comes to the damage. */
export function unpackRow(data: unknown, feed: string): CandidateList {
  const text =
    data instanceof Uint8Array
      ? zlib().zstdDecompressSync(data, { maxOutputLength: MAX_ROW }).toString()
      : String(data);
  let start = nextLine(text, 0);
  const count = text.slice(0, start - 1);
  if (!/^\d{1,9}$/.test(count)) throw damaged();
  const always: Candidate[] = [];
  for (let left = Number(count); left > 0; left--) {
    const end = nextLine(text, start);
    always.push(decodeLine(text, start, end, feed));
    start = end;
  }
  return { always, byFix: { [Symbol.iterator]: () => lines(text, start, feed) } };
}

function* lines(text: string, from: number, feed: string): Generator<Candidate> {
  for (let start = from; start < text.length;) {
    const end = nextLine(text, start);
    yield decodeLine(text, start, end, feed);
    start = end;
  }
}

/** Past the line that begins there; as if the last one ended with a line break, too. */
export function nextLine(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end === -1 ? text.length + 1 : end + 1;
}

/** Whether JSON writes it otherwise than between quotes. */
export const isEscaped = (text: string): boolean => JSON.stringify(text) !== `"${text}"`;

/** The text that a line of JSON begins with, of which nothing is escaped; undefined where it is a number. The rest need not be read for it. */
export function boundAt(text: string, start: number): string | undefined {
  if (text[start + 1] !== '"') return undefined;
  return text.slice(start + 2, text.indexOf('"', start + 2));
}

const decodeLine = (text: string, start: number, end: number, feed: string): Candidate =>
  decodeCandidate(JSON.parse(text.slice(start, end - 1)) as EncodedCandidate, feed);

/** X of "everything before X"; undefined for statements of any other shape. */
export const simpleFix = (statement: Pick<Candidate, 'ranges' | 'versions'>): string | undefined =>
  boundOf(statement) || undefined;

/** `[advisory, vulnerabilities | 0 (the advisory's own CVE), aliases | 0, published | 0, ranges, versions | 0, vendor | 0]`, cut after the last that says something. */
export type EncodedCandidate = readonly [string, ...unknown[]];

/** `<1.2` stands for `[{introduced: "0"}, {fixed: "1.2"}]`, the empty string for `[{introduced: "0"}]`; else a list of events. */
type EncodedRange = string | readonly string[];

const LETTER = { introduced: '+', fixed: '-', lastAffected: '=', limit: '~' } as const;

export function encodeCandidate(candidate: Omit<Candidate, 'feed'>): EncodedCandidate {
  const { advisory, vulnerabilities, aliases, published, ranges, versions, vendor } = candidate;
  const [vulnerability = '', another] = vulnerabilities;
  const isImplied = vulnerability !== '' && another === undefined && advisory.endsWith(vulnerability);
  const [range, anotherRange] = ranges;
  const tuple: [string, ...unknown[]] = [
    advisory,
    isImplied ? advisory.length - vulnerability.length : vulnerabilities,
    aliases.length > 0 ? aliases : 0,
    published ?? 0,
    range !== undefined && anotherRange === undefined ? encodeRange(range) : ranges.map(encodeRange),
    versions.length > 0 ? versions : 0,
    Object.keys(vendor).length > 0 ? vendor : 0,
  ];
  while (tuple.at(-1) === 0 && tuple.length > 5) tuple.pop();
  return tuple;
}

export function decodeCandidate(encoded: EncodedCandidate, feed: string): Candidate {
  const [advisory, vulnerabilities, aliases, published, ranges, versions, vendor] = encoded;
  return {
    advisory,
    feed,
    vulnerabilities: typeof vulnerabilities === 'number' ? [advisory.slice(vulnerabilities)] : texts(vulnerabilities),
    aliases: list(aliases),
    published: typeof published === 'string' ? published : undefined,
    ranges: isOneRange(ranges) ? [decodeRange(ranges)] : (ranges as readonly EncodedRange[]).map(decodeRange),
    versions: list(versions),
    vendor: typeof vendor === 'object' && vendor !== null ? vendor : NO_NOTES,
  };
}

const NO_NOTES: VendorNotes = {};
const NONE: readonly string[] = [];
const list = (value: unknown): readonly string[] => (value === 0 || value === undefined ? NONE : texts(value));

function texts(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value as readonly string[];
  throw damaged();
}

const damaged = (): AppError =>
  new AppError('database', 'a row of the advisory database is damaged', 'Run: suture db update');

/** One range is a string, or a list whose first element is an event with its type letter. */
const isOneRange = (value: unknown): value is EncodedRange =>
  typeof value === 'string' || (Array.isArray(value) && typeof value[0] === 'string' && /^[SEG]$/.test(value[0]));

function encodeRange(range: Range): EncodedRange {
  const [first, second] = range.events;
  if (
    range.type !== 'GIT' &&
    range.events.length <= 2 &&
    first !== undefined &&
    'introduced' in first &&
    first.introduced === '0'
  ) {
    if (second === undefined) return '';
    if ('fixed' in second) return `<${second.fixed}`;
  }
  return [range.type.charAt(0), ...range.events.map(encodeEvent)];
}

function encodeEvent(event: RangeEvent): string {
  if ('introduced' in event) return LETTER.introduced + event.introduced;
  if ('fixed' in event) return LETTER.fixed + event.fixed;
  if ('lastAffected' in event) return LETTER.lastAffected + event.lastAffected;
  return LETTER.limit + event.limit;
}

const FROM_ZERO: RangeEvent = { introduced: '0' };
const EVERYTHING: Range = { type: 'ECOSYSTEM', events: [FROM_ZERO] };

function decodeRange(encoded: EncodedRange): Range {
  if (encoded === '') return EVERYTHING;
  if (typeof encoded === 'string') {
    if (!encoded.startsWith('<')) throw damaged();
    return { type: 'ECOSYSTEM', events: [FROM_ZERO, { fixed: encoded.slice(1) }] };
  }
  const [type, ...events] = encoded;
  return { type: typeOf(type), events: events.map(decodeEvent) };
}

function typeOf(letter: string | undefined): Range['type'] {
  switch (letter) {
    case 'E':
      return 'ECOSYSTEM';
    case 'S':
      return 'SEMVER';
    case 'G':
      return 'GIT';
    default:
      throw damaged();
  }
}

function decodeEvent(encoded: string): RangeEvent {
  const text = encoded.slice(1);
  switch (encoded[0]) {
    case LETTER.introduced:
      return { introduced: text };
    case LETTER.fixed:
      return { fixed: text };
    case LETTER.lastAffected:
      return { lastAffected: text };
    case LETTER.limit:
      return { limit: text };
    default:
      throw damaged();
  }
}
