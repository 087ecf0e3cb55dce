// Uploads, paths, problems and the clock of the agent protocol.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { measureClock } from './clock.ts';
import { DIGEST, OTHER_DIGEST } from './messages.fixture.ts';
import { setPath } from './paths.ts';
import { problem, problemDocument, problemKind, remedyFor } from './problem.ts';
import { DELTA_TYPE, SET_TYPE, setUpload } from './set-upload.ts';
import { digest } from './text.ts';

const headers = {
  'content-type': SET_TYPE,
  'content-encoding': 'zstd',
  'content-length': '1200',
  'suture-length': '73000',
  'user-agent': 'anything',
};
const upload = (change: object, query: object = {}, to: string = DIGEST) =>
  setUpload.safeParse({ params: { digest: to }, query, headers: { ...headers, ...change } });

describe('an upload', () => {
  test('says which set, how large, and against what', () => {
    expect(upload({}).data).toEqual({ digest: DIGEST, base: undefined, compressedBytes: 1200, bytes: 73_000 });
    expect(upload({ 'content-type': DELTA_TYPE }, { base: OTHER_DIGEST }).data).toMatchObject({ base: OTHER_DIGEST });
  });

  test.each<[string, object, object?, string?]>([
    ['a delta without its base', { 'content-type': DELTA_TYPE }],
    ['a whole set with a base', {}, { base: OTHER_DIGEST }],
    ['a digest that is none', {}, {}, 'sha256:00'],
    ['another compression', { 'content-encoding': 'gzip' }],
    ['no compression', { 'content-encoding': undefined }],
    ['another type', { 'content-type': 'application/json' }],
    ['no length', { 'content-length': undefined }],
    ['no length of what it unfolds to', { 'suture-length': undefined }],
    ['a length of nothing', { 'content-length': '0' }],
    ['a body over 8 MiB', { 'content-length': String(8 * 1024 * 1024 + 1) }],
    ['a set over 32 MiB', { 'suture-length': String(32 * 1024 * 1024 + 1) }],
    ['a length in other notation', { 'suture-length': '1e3' }],
    ['a length with a sign', { 'suture-length': '+10' }],
    ['two lengths', { 'suture-length': ['10', '20'] }],
  ])('is refused with %s', (_, change, query, to) => {
    expect(upload(change, query, to).success).toBe(false);
  });

  test('goes to a path that holds nothing but digests', () => {
    expect(setPath(digest.parse(DIGEST))).toBe(`/agent/v1/sets/${DIGEST}`);
    expect(setPath(digest.parse(DIGEST), digest.parse(OTHER_DIGEST))).toBe(
      `/agent/v1/sets/${DIGEST}?base=${OTHER_DIGEST}`,
    );
  });
});

describe('a problem', () => {
  test('is a document of RFC 9457 that reads back', () => {
    const document = problem('base-unknown', { detail: 'Send the whole set.' });
    expect(document).toEqual({
      type: 'urn:suture:problem:base-unknown',
      title: 'The server does not have the base of this delta',
      status: 409,
      detail: 'Send the whole set.',
    });
    expect(problemDocument.parse(JSON.parse(JSON.stringify(document)))).toEqual(document);
    expect(problemKind(document)).toBe('base-unknown');
  });

  test('says what the agent is to do, also where its kind is unknown', () => {
    expect(remedyFor(problem('base-unknown'))).toBe('upload-whole');
    expect(remedyFor(problem('endpoint-revoked'))).toBe('stop');
    expect(remedyFor({ type: 'about:blank', status: 502 })).toBe('retry');
    expect(remedyFor({ type: 'about:blank', status: 404 })).toBe('stop');
    expect(remedyFor({ type: 'urn:suture:problem:constructor', status: 429 })).toBe('retry');
  });

  test('of a proxy, which names no type, is read all the same', () => {
    expect(problemDocument.parse({ status: 502 })).toEqual({ type: 'about:blank', title: '', status: 502 });
  });
});

describe('the clock', () => {
  test('is off by what the middle of the exchange shows, to within half of it', () => {
    expect(measureClock({ sentAt: 1000, receivedAt: 1100, serverTime: 6050 })).toEqual({
      offsetMs: 5000,
      uncertaintyMs: 50,
    });
    expect(measureClock({ sentAt: 1000, receivedAt: 1003, serverTime: 990 })).toEqual({
      offsetMs: -11,
      uncertaintyMs: 2,
    });
  });

  test('is not measured when it was set back meanwhile or is out by decades', () => {
    expect(measureClock({ sentAt: 1000, receivedAt: 999, serverTime: 1000 })).toBeUndefined();
    expect(measureClock({ sentAt: 0, receivedAt: 10, serverTime: 1.7e12 })).toBeUndefined();
    expect(measureClock({ sentAt: NaN, receivedAt: 10, serverTime: 5 })).toBeUndefined();
  });

  test('is measured to within its uncertainty, whatever way the time was spent', () => {
    const ms = fc.integer({ min: 0, max: 60_000 });
    fc.assert(
      fc.property(fc.integer({ min: -1e9, max: 1e9 }), ms, ms, (offset, out, back) => {
        const measured = measureClock({ sentAt: 5e9, receivedAt: 5e9 + out + back, serverTime: 5e9 + out + offset });
        expect(Math.abs((measured?.offsetMs ?? NaN) - offset)).toBeLessThanOrEqual(
          (measured?.uncertaintyMs ?? NaN) + 0.5,
        );
      }),
    );
  });
});
