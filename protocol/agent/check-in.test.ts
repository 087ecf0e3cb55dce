// The messages between agent and server: what is read, what is ignored, what is refused, and how large they are.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkInRequest, checkInResponse } from './check-in.ts';
import { enrolmentRequest, enrolmentResponse, renewalRequest, renewalResponse } from './enrolment.ts';
import {
  CHECK_IN_ANSWER,
  CERTIFICATE_PEM,
  DIGEST,
  ENROLMENT,
  ENROLMENT_ANSWER,
  FULL_CHECK_IN,
  REQUEST_PEM,
  UNCHANGED_CHECK_IN,
} from './messages.fixture.ts';
import { BODY_BYTES } from './limits.ts';
import { problemDocument } from './problem.ts';
import { receive, receiveJson } from './read.ts';
import { setUploadResponse } from './set-upload.ts';
import { z } from './zod.ts';

const messages = {
  checkInRequest,
  checkInResponse,
  enrolmentRequest,
  enrolmentResponse,
  renewalRequest,
  renewalResponse,
  problemDocument,
  setUploadResponse,
};

/** The message with one part replaced; undefined takes it away. */
function changed(text: string, path: readonly (string | number)[], value: unknown): unknown {
  const message = JSON.parse(text);
  let place = message;
  for (const key of path.slice(0, -1)) place = place[key];
  place[path.at(-1) ?? ''] = value;
  return JSON.parse(JSON.stringify(message));
}

describe('a check-in', () => {
  test('of an endpoint where nothing changed takes under 900 bytes', () => {
    expect(Buffer.byteLength(UNCHANGED_CHECK_IN)).toBeLessThan(900);
    expect(receiveJson(checkInRequest, UNCHANGED_CHECK_IN)).toMatchObject({
      ok: true,
      value: { jobs: [], sections: [{ adapter: 'apt', digest: DIGEST }, {}, {}], facts: { os: { version: '12' } } },
    });
  });

  test('and its answer a day long at five minutes stay under 400 kB', () => {
    const day = (24 * 60) / 5;
    expect(day * (UNCHANGED_CHECK_IN.length + CHECK_IN_ANSWER.length)).toBeLessThan(400_000);
  });

  test('is read whole, and fields of a later protocol are left out', () => {
    const read = receiveJson(checkInRequest, FULL_CHECK_IN);
    const expected = JSON.parse(FULL_CHECK_IN);
    delete expected.later;
    delete expected.facts.shoeSize;
    delete expected.sections[0].x;
    expect(read).toEqual({ ok: true, value: expected });
  });

  test('is answered with what is wanted and when to call again', () => {
    expect(receiveJson(checkInResponse, CHECK_IN_ANSWER)).toEqual({
      ok: true,
      value: { ...JSON.parse(CHECK_IN_ANSWER), renewCertificate: false, jobs: [] },
    });
  });

  const wrong: readonly [string, readonly (string | number)[], unknown][] = [
    ['no facts', ['facts'], undefined],
    ['a number as text', ['sequence'], '7'],
    ['a negative sequence', ['sequence'], -1],
    ['a sequence JSON cannot carry', ['sequence'], 2 ** 53],
    ['a host name with a NUL', ['facts', 'hostname'], 'a\0b'],
    ['a host name with half a character', ['facts', 'hostname'], '\ud800'],
    ['an empty host name', ['facts', 'hostname'], ''],
    ['a host name over the limit', ['facts', 'hostname'], 'a'.repeat(257)],
    ['a boot id that is none', ['facts', 'bootId'], 'yes'],
    ['a reboot that is a word', ['facts', 'rebootRequired'], 'no'],
    ['a reboot left out', ['facts', 'rebootRequired'], undefined],
    ['an uptime with a fraction', ['facts', 'uptimeSeconds'], 1.5],
    ['a digest in capitals', ['sections', 0, 'digest'], DIGEST.toUpperCase()],
    ['a digest with a newline', ['sections', 0, 'digest'], `${DIGEST}\n`],
    ['a partial section without reasons', ['sections', 0, 'problems'], []],
    ['a partial section without content', ['sections', 0, 'digest'], undefined],
    ['a failed section without reasons', ['sections', 1, 'problems'], undefined],
    ['a status nobody knows', ['sections', 0, 'status'], 'fine'],
    ['a kind nobody knows', ['sections', 0, 'kind'], 'wished-for'],
    ['the same section twice', ['sections', 1, 'kind'], 'installed'],
    ['too many problems', ['sections', 0, 'problems'], Array.from({ length: 21 }, () => 'x')],
    ['too many sections', ['sections'], Array.from({ length: 65 }, (_, i) => section(`a${i}`))],
    ['a job', ['jobs'], [{}]],
    ['a policy without its state', ['policy', 'state'], undefined],
    ['a day that does not exist', ['clock', 'now'], '2026-02-30T10:00:00.000Z'],
    ['a time in another zone', ['clock', 'now'], '2026-02-20T10:00:00.000+01:00'],
  ];
  test.each(wrong)('is refused with %s, and the problem points there', (_, path, value) => {
    const read = receive(checkInRequest, changed(FULL_CHECK_IN, path, value));
    expect(read).toMatchObject({ ok: false, problem: { status: 400, type: 'urn:suture:problem:malformed-request' } });
    const pointers = read.ok ? [] : (read.problem.errors ?? []).map(({ pointer }) => pointer);
    expect(
      pointers.some((pointer) => `/${path.join('/')}`.startsWith(pointer) || pointer.startsWith(`/${path.join('/')}`)),
    ).toBe(true);
  });

  test('of another protocol is refused by name, whatever else it says', () => {
    expect(receive(checkInRequest, { protocol: 2 })).toEqual({
      ok: false,
      problem: {
        type: 'urn:suture:problem:unsupported-protocol',
        title: 'The server speaks another version of the protocol',
        status: 400,
        detail: 'This side speaks protocol 1, the other 2.',
      },
    });
  });

  test('cut off anywhere is refused', () => {
    for (let end = 0; end < UNCHANGED_CHECK_IN.length; end++) {
      expect(receiveJson(checkInRequest, UNCHANGED_CHECK_IN.slice(0, end)).ok).toBe(false);
    }
  });

  test('of eight sections with all the problems they may have fits its body limit', () => {
    const whole = {
      ...JSON.parse(FULL_CHECK_IN),
      sections: Array.from({ length: 8 }, (_, i) => ({
        ...section(`adapter-${i}`),
        status: 'partial',
        problems: Array.from({ length: 20 }, () => 'x'.repeat(500)),
      })),
    };
    expect(receive(checkInRequest, whole).ok).toBe(true);
    expect(JSON.stringify(whole).length).toBeLessThan(BODY_BYTES.checkIn);
  });
});

const section = (adapter: string) => ({ adapter, kind: 'installed', status: 'complete', digest: DIGEST });

describe('enrolment and renewal', () => {
  test('are read', () => {
    expect(receiveJson(enrolmentRequest, ENROLMENT)).toEqual({ ok: true, value: JSON.parse(ENROLMENT) });
    expect(receiveJson(enrolmentResponse, ENROLMENT_ANSWER)).toEqual({ ok: true, value: JSON.parse(ENROLMENT_ANSWER) });
    expect(receive(renewalRequest, { protocol: 1, csr: REQUEST_PEM }).ok).toBe(true);
    expect(receive(renewalResponse, JSON.parse(ENROLMENT_ANSWER)).ok).toBe(true);
  });

  test.each<[string, readonly string[], unknown]>([
    ['a token with a space', ['token'], 'st1.AbCdEfGhIjKl MnOp'],
    ['a token too short to be one', ['token'], 'short'],
    ['a certificate in place of a request', ['csr'], CERTIFICATE_PEM],
    ['two requests', ['csr'], REQUEST_PEM + REQUEST_PEM],
    ['words before the request', ['csr'], `Subject: me\n${REQUEST_PEM}`],
    ['a private key', ['csr'], REQUEST_PEM.replaceAll('CERTIFICATE REQUEST', 'PRIVATE KEY')],
    ['a request over the limit', ['csr'], REQUEST_PEM.replace('MII', 'A'.repeat(9000))],
    ['no facts', ['facts'], null],
  ])('are refused with %s', (_, path, value) => {
    expect(receive(enrolmentRequest, changed(ENROLMENT, path, value)).ok).toBe(false);
  });

  test('never repeat the token in the problem', () => {
    const read = receive(enrolmentRequest, changed(ENROLMENT, ['token'], 'secret secret secret'));
    expect(JSON.stringify(read)).not.toContain('secret');
  });
});

describe('every message', () => {
  test.each(Object.entries(messages))('%s bounds each text, list and number in it', (_, schema) => {
    const unbounded: string[] = [];
    walk(z.toJSONSchema(schema, { io: 'input' }), '', unbounded);
    expect(unbounded).toEqual([]);
  });

  test.each(Object.entries(messages))(
    '%s is refused, and nothing throws, for anything that is not one',
    (_, schema) => {
      fc.assert(
        fc.property(fc.jsonValue(), (value) => {
          expect(receive(schema, value).ok).toBe(false);
        }),
        { numRuns: 200 },
      );
    },
  );

  test('survives having any part replaced by anything, refused or read', () => {
    const places = placesOf(JSON.parse(FULL_CHECK_IN), []);
    const odd = fc.oneof(fc.jsonValue(), fc.string({ unit: 'binary', maxLength: 300 }), fc.constant(undefined));
    let refused = 0;
    fc.assert(
      fc.property(fc.constantFrom(...places), odd, (path, value) => {
        const read = receive(checkInRequest, changed(FULL_CHECK_IN, path, value));
        if (!read.ok) refused++;
        // What was read reads the same again.
        else expect(receive(checkInRequest, read.value)).toEqual(read);
      }),
      { numRuns: 1000 },
    );
    expect(refused).toBeGreaterThan(400);
  });

  test('cannot reach the prototype of anything', () => {
    const text = UNCHANGED_CHECK_IN.replace('{"protocol"', '{"__proto__":{"polluted":1},"protocol"');
    const read = receiveJson(checkInRequest, text);
    expect(read.ok && Object.getPrototypeOf(read.value) === Object.prototype).toBe(true);
    expect(read.ok && 'polluted' in read.value).toBe(false);
  });

  test('is read without making code from text', async () => {
    const real = globalThis.Function;
    let made = 0;
    const watched = new Proxy(real, {
      construct(target, given) {
        made++;
        return Reflect.construct(target, given);
      },
    });
    globalThis.Function = watched;
    try {
      const schema = z.object({ a: z.string(), b: z.object({ c: z.number() }) });
      expect(schema.safeParse({ a: 'x', b: { c: 1 } }).success).toBe(true);
    } finally {
      globalThis.Function = real;
    }
    expect(made).toBe(0);
  });
});

interface JsonSchema {
  readonly [key: string]: unknown;
}

/** Collects the places where a schema would take a text, list or number of any size. */
function walk(schema: JsonSchema, path: string, unbounded: string[]): void {
  const fixed = 'const' in schema || 'enum' in schema;
  if (schema['type'] === 'string' && !fixed && typeof schema['maxLength'] !== 'number') unbounded.push(path);
  if (schema['type'] === 'array' && typeof schema['maxItems'] !== 'number') unbounded.push(path);
  if ((schema['type'] === 'integer' || schema['type'] === 'number') && !fixed && !('maximum' in schema))
    unbounded.push(path);
  if (!('type' in schema) && !fixed && !('anyOf' in schema) && !('oneOf' in schema) && !('not' in schema))
    unbounded.push(path);
  for (const [name, part] of Object.entries((schema['properties'] ?? {}) as Record<string, JsonSchema>)) {
    walk(part, `${path}/${name}`, unbounded);
  }
  if (schema['items'] !== undefined) walk(schema['items'] as JsonSchema, `${path}/*`, unbounded);
  for (const part of [...((schema['anyOf'] ?? []) as JsonSchema[]), ...((schema['oneOf'] ?? []) as JsonSchema[])]) {
    walk(part, path, unbounded);
  }
}

function placesOf(value: unknown, path: readonly (string | number)[]): (readonly (string | number)[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  const inner = Object.entries(value).flatMap(([key, part]) =>
    placesOf(part, [...path, Array.isArray(value) ? Number(key) : key]),
  );
  return path.length === 0 ? inner : [path, ...inner];
}
