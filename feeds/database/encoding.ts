// How a candidate is written in the database: a short JSON tuple, so that a package with 5,000 advisories reads in milliseconds.
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import type { Range, RangeEvent, VendorNotes } from '@suture/core/advisories/advisory.ts';
import type { Candidate } from '@suture/core/advisories/candidate.ts';

/** Entries longer than this are compressed, to a seventh; shorter ones read faster as they are. */
const COMPRESS_FROM = 4096;

/** One row's entries: JSON text, or zstd of it. `entries` are encoded candidates as JSON. */
export function packEntries(entries: Iterable<string>): string | Uint8Array {
  const text = `[${[...entries].join(',')}]`;
  return text.length < COMPRESS_FROM ? text : zstdCompressSync(text);
}

export function unpackEntries(data: unknown): readonly EncodedCandidate[] {
  const text = data instanceof Uint8Array ? zstdDecompressSync(data).toString() : String(data);
  return JSON.parse(text) as EncodedCandidate[];
}

/** `[advisory, vulnerabilities | 0 (the advisory's own CVE), aliases | 0, published | 0, ranges, versions | 0, vendor | 0]`, cut after the last that says something. */
export type EncodedCandidate = readonly [string, ...unknown[]];

/** `<1.2` stands for `[{introduced: "0"}, {fixed: "1.2"}]`, the empty string for `[{introduced: "0"}]`; else a list of events. */
type EncodedRange = string | readonly string[];

const LETTER = { introduced: '+', fixed: '-', lastAffected: '=', limit: '~' } as const;

export function encodeCandidate(candidate: Omit<Candidate, 'feed'>): EncodedCandidate {
  const { advisory, vulnerabilities, aliases, published, ranges, versions, vendor } = candidate;
  const implied = vulnerabilities.length === 1 && advisory.endsWith(vulnerabilities[0]!);
  const tuple: [string, ...unknown[]] = [
    advisory,
    implied ? advisory.length - vulnerabilities[0]!.length : vulnerabilities,
    aliases.length > 0 ? aliases : 0,
    published ?? 0,
    ranges.length === 1 ? encodeRange(ranges[0]!) : ranges.map(encodeRange),
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
    vulnerabilities: typeof vulnerabilities === 'number' ? [advisory.slice(vulnerabilities)] : (vulnerabilities as string[]),
    aliases: list(aliases),
    published: typeof published === 'string' ? published : undefined,
    ranges: isOneRange(ranges) ? [decodeRange(ranges)] : (ranges as EncodedRange[]).map(decodeRange),
    versions: list(versions),
    vendor: typeof vendor === 'object' && vendor !== null ? (vendor as VendorNotes) : NO_NOTES,
  };
}

const NO_NOTES: VendorNotes = {};
const NONE: readonly string[] = [];
const list = (value: unknown): readonly string[] => (Array.isArray(value) ? (value as string[]) : NONE);

/** One range is a string, or a list whose first element is an event with its type letter. */
const isOneRange = (value: unknown): value is EncodedRange =>
  typeof value === 'string' || (Array.isArray(value) && typeof value[0] === 'string' && /^[SEG]$/.test(value[0]));

function encodeRange(range: Range): EncodedRange {
  const [first, second] = range.events;
  if (range.type !== 'GIT' && range.events.length <= 2 && first !== undefined && 'introduced' in first && first.introduced === '0') {
    if (second === undefined) return '';
    if ('fixed' in second) return `<${second.fixed}`;
  }
  return [range.type[0]!, ...range.events.map(encodeEvent)];
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
  if (typeof encoded === 'string') return { type: 'ECOSYSTEM', events: [FROM_ZERO, { fixed: encoded.slice(1) }] };
  const [type, ...events] = encoded;
  return { type: type === 'G' ? 'GIT' : type === 'S' ? 'SEMVER' : 'ECOSYSTEM', events: events.map(decodeEvent) };
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
    default:
      return { limit: text };
  }
}
