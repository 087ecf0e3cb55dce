// Holds package sets to their promise: one content, one text; anything else is refused.
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Package } from './package.ts';
import { availableSet, HOLD_CAUSES } from './package-set-available.ts';
import type { AvailableUpdate, ChangelogFix } from './package-set-available.ts';
import { installedSet } from './package-set-installed.ts';
import { encodeSet, readSet, readSetBytes, MAX_LINE_BYTES, MAX_SET_LINES, utf8Length } from './package-set.ts';

const openssl: Package = {
  purl: 'pkg:deb/debian/libssl3@3.0.13-1?arch=amd64',
  ecosystem: 'Debian:12',
  name: 'libssl3',
  version: '3.0.13-1',
  arch: 'amd64',
  source: { name: 'openssl', version: '3.0.13-1' },
};
const node: Package = {
  purl: 'pkg:rpm/almalinux/nodejs@18.19.0-1?arch=x86_64',
  ecosystem: 'AlmaLinux:9',
  name: 'nodejs',
  version: '18.19.0-1',
  arch: undefined,
  source: { name: 'nodejs', version: '18.19.0-1' },
  hold: true,
  module: 'nodejs:18:8060020220523160029:ad008a3a',
  origin: 'AlmaLinux',
  owner: '',
};
const update: AvailableUpdate = {
  package: 'libssl3',
  arch: 'amd64',
  source: { name: 'openssl', version: '3.0.13-3' },
  installed: '3.0.13-1',
  candidate: '3.0.13-3',
  origin: 'Debian-Security:12/oldstable-security',
  security: { is: true, why: 'the suite is a security suite' },
  heldBack: undefined,
  bytes: 2048,
};

const OPENSSL_LINE =
  'pkg:deb/debian/libssl3@3.0.13-1?arch=amd64\tlibssl3\t3.0.13-1\tamd64\tDebian:12\topenssl\t3.0.13-1\t\\-\t\\-\t\\-\t\\-';
const NODE_LINE =
  'pkg:rpm/almalinux/nodejs@18.19.0-1?arch=x86_64\tnodejs\t18.19.0-1\t\\-\tAlmaLinux:9\tnodejs\t18.19.0-1\thold\tnodejs:18:8060020220523160029:ad008a3a\tAlmaLinux\t';
const HEADER = 'suture.set/1 installed';

describe('the text of a set', () => {
  test('is a header and one line for each package, sorted, each ended by a newline', () => {
    const set = encodeSet(installedSet, [node, openssl, openssl]);
    expect(set).toEqual({ text: `${HEADER}\n${OPENSSL_LINE}\n${NODE_LINE}\n`, count: 2, refused: [] });
  });

  test('never changes its digest from one release to the next', () => {
    const { text } = encodeSet(installedSet, [openssl, node]);
    // By sha256sum over the lines above.
    expect(createHash('sha256').update(text).digest('hex')).toBe(
      'b32312f59ef905dec55f9c4813645068654b202773e388e7ef98026d485b648b',
    );
  });

  test('of nothing is the header alone, and reads as nothing', () => {
    expect(encodeSet(installedSet, []).text).toBe(`${HEADER}\n`);
    expect(readSet(installedSet, `${HEADER}\n`)).toEqual({ ok: true, items: [] });
  });

  test('of an update says where it comes from, why, and what holds it back', () => {
    const held: AvailableUpdate = {
      ...update,
      heldBack: { cause: 'phasing', why: '10 %\tof\\machines' },
      bytes: undefined,
    };
    expect(encodeSet(availableSet, [held, update]).text).toBe(
      'suture.set/1 available\n' +
        'libssl3\tamd64\t3.0.13-1\t3.0.13-3\topenssl\t3.0.13-3\tDebian-Security:12/oldstable-security\tyes\tthe suite is a security suite\t\\-\t\\-\t2048\n' +
        'libssl3\tamd64\t3.0.13-1\t3.0.13-3\topenssl\t3.0.13-3\tDebian-Security:12/oldstable-security\tyes\tthe suite is a security suite\tphasing\t10 %\\tof\\\\machines\t\\-\n',
    );
  });
});

describe('what no line can carry', () => {
  const cases: readonly [string, Package, string][] = [
    ['a NUL in a name', { ...openssl, name: 'a\0b' }, 'it has a control character'],
    ['an escape sequence', { ...openssl, origin: '\x1b[31m' }, 'it has a control character'],
    ['half a character', { ...openssl, version: '1\ud800' }, 'it is not valid Unicode'],
    ['a line over the limit', { ...openssl, owner: 'é'.repeat(1000) }, 'it takes more than 2048 bytes'],
  ];
  test.each(cases)('%s is refused with its reason and the rest is kept', (_, item, why) => {
    const set = encodeSet(installedSet, [item, node]);
    expect(set.refused).toEqual([{ item, why }]);
    expect(set.text).toBe(`${HEADER}\n${NODE_LINE}\n`);
  });

  test('A set holds 200,000 lines and names what is beyond', () => {
    const many = Array.from({ length: MAX_SET_LINES + 1 }, (_, i) => ({
      ...openssl,
      purl: String(i).padStart(6, '0'),
    }));
    const set = encodeSet(installedSet, many);
    expect([set.count, set.refused.length, set.refused[0]?.item.purl]).toEqual([200_000, 1, '200000']);
    const line = set.text.slice(set.text.lastIndexOf('\n', set.text.length - 2) + 1).replace(/^\d+/, '200000');
    expect(readSet(installedSet, set.text + line)).toEqual({
      ok: false,
      line: 200_002,
      reason: 'more than 200000 lines',
    });
  });
});

describe('a text that is not canonical is refused', () => {
  const text = `${HEADER}\n${OPENSSL_LINE}\n${NODE_LINE}\n`;
  const cases: readonly [string, string, number][] = [
    ['nothing at all', '', 1],
    ['another kind', text.replace('installed', 'available'), 1],
    ['a later version of the format', text.replace('/1', '/2'), 1],
    ['a byte order mark', `\ufeff${text}`, 1],
    ['no newline at the end', text.slice(0, -1), 0],
    ['an empty line at the end', `${text}\n`, 4],
    ['carriage returns', text.replaceAll('\n', '\r\n'), 1],
    ['lines out of order', `${HEADER}\n${NODE_LINE}\n${OPENSSL_LINE}\n`, 3],
    ['a line twice', `${HEADER}\n${NODE_LINE}\n${NODE_LINE}\n`, 3],
    ['a field too many', `${HEADER}\n${OPENSSL_LINE}\t\n`, 2],
    ['a field too few', `${HEADER}\n${OPENSSL_LINE.slice(0, -3)}\n`, 2],
    ['an escape nobody writes', `${HEADER}\n${OPENSSL_LINE.replace('openssl', String.raw`open\ssl`)}\n`, 2],
    ['a backslash at the end', `${HEADER}\n${OPENSSL_LINE}\\\n`, 2],
    ['a raw carriage return', `${HEADER}\n${OPENSSL_LINE.replace('openssl', 'open\rssl')}\n`, 2],
    ['a control character', `${HEADER}\n${OPENSSL_LINE.replace('openssl', 'open\0ssl')}\n`, 2],
    ['a hold that is not the word', `${HEADER}\n${NODE_LINE.replace('hold', 'yes')}\n`, 2],
    ['an absent version', `${HEADER}\n${OPENSSL_LINE.replace('\t3.0.13-1\tamd64', '\t\\-\tamd64')}\n`, 2],
    ['a line over the limit', `${HEADER}\n${OPENSSL_LINE}${'x'.repeat(MAX_LINE_BYTES)}\n`, 2],
  ];
  test.each(cases)('%s', (_, bad, line) => {
    expect(readSet(installedSet, bad)).toMatchObject({ ok: false, line });
  });

  const updates = encodeSet(availableSet, [update]).text;
  test.each([
    ['a size with a leading zero', updates.replace('2048', '02048')],
    ['a size in other notation', updates.replace('2048', '2e3')],
    ['a negative size', updates.replace('2048', '-1')],
    ['a size that is no number', updates.replace('2048', 'many')],
    ['a word for security that is none', updates.replace('yes', 'true')],
    ['a cause without a reason', updates.replace('\t\\-\t\\-', '\thold\t\\-')],
    ['a cause nobody knows', updates.replace('\t\\-\t\\-', '\tmoon\tfull')],
  ])('%s', (_, bad) => {
    expect(readSet(availableSet, bad)).toMatchObject({ ok: false, line: 2 });
    expect(bad).not.toBe(updates);
  });

  test('bytes that are not UTF-8, and a byte order mark in bytes', () => {
    const bytes = new TextEncoder().encode(text);
    expect(readSetBytes(installedSet, bytes)).toEqual({ ok: true, items: [openssl, node] });
    expect(readSetBytes(installedSet, Uint8Array.of(0xef, 0xbb, 0xbf, ...bytes))).toMatchObject({ ok: false, line: 1 });
    expect(readSetBytes(installedSet, Uint8Array.of(...bytes.slice(0, -1), 0xff, 10))).toMatchObject({
      ok: false,
      line: 0,
    });
  });
});

const field = fc.oneof(
  fc.string({ maxLength: 12 }),
  fc.string({ unit: fc.constantFrom('\t', '\n', '\r', '\\', '-', 't', 'é', '𝄞'), maxLength: 8 }),
);
const carriable = field.filter((text) => !/[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]/.test(text) && text.isWellFormed());
const plain = <T>(model: { [K in keyof T]: fc.Arbitrary<T[K]> }): fc.Arbitrary<T> =>
  fc.record<T>(model, { noNullPrototype: true });
const packages: fc.Arbitrary<Package> = plain({
  required: plain({
    purl: carriable,
    name: carriable,
    version: carriable,
    ecosystem: fc.option(carriable, { nil: undefined }),
    arch: fc.option(carriable, { nil: undefined }),
    source: plain({ name: carriable, version: carriable }),
  }),
  optional: fc.record(
    { hold: fc.constant(true as const), module: carriable, origin: carriable, owner: carriable },
    { requiredKeys: [], noNullPrototype: true },
  ),
}).map(({ required, optional }) => ({ ...required, ...optional }));
const updates: fc.Arbitrary<AvailableUpdate> = plain({
  package: carriable,
  arch: fc.option(carriable, { nil: undefined }),
  source: plain({ name: carriable, version: carriable }),
  installed: carriable,
  candidate: carriable,
  origin: carriable,
  security: plain({ is: fc.constantFrom(true, false, 'unknown' as const), why: carriable }),
  heldBack: fc.option(plain({ cause: fc.constantFrom(...HOLD_CAUSES), why: carriable }), { nil: undefined }),
  bytes: fc.option(fc.maxSafeNat(), { nil: undefined }),
});

const fix: ChangelogFix = {
  source: { name: 'openssl', version: '3.0.13-3' },
  vulnerability: 'CVE-2026-1234',
  since: '3.0.13-2',
  published: '2026-11-08',
};

describe('a fix that an update brings', () => {
  test('is a line of its own beside the updates, once however many packages the source has', () => {
    const { text } = encodeSet(availableSet, [update, { ...update, package: 'openssl' }, fix, fix]);
    expect(text.split('\n').filter((line) => line.includes('CVE'))).toEqual([
      'openssl\t3.0.13-3\tCVE-2026-1234\t3.0.13-2\t2026-11-08',
    ]);
    expect(readSet(availableSet, text)).toMatchObject({ ok: true, items: { length: 3 } });
  });

  test.each([
    ['openssl\t3.0.13-3\tCVE-2026-1234\t3.0.13-2', '4 fields where 12 or 5 belong'],
    ['openssl\t3.0.13-3\tGHSA-1234\t3.0.13-2\t\\-', 'a fix is of a CVE'],
    ['openssl\t3.0.13-3\tCVE-2026-1234\t3.0.13-2\t2026-02-30', 'a fix is published on a day'],
    ['openssl\t3.0.13-3\tCVE-2026-1234\t\t\\-', 'a fix needs its source, with versions'],
  ])('is refused as %j', (line, reason) => {
    expect(readSet(availableSet, `suture.set/1 available\n${line}\n`)).toEqual({ ok: false, line: 2, reason });
  });

  test('comes back exactly as it went', () => {
    const undated = { ...fix, published: undefined };
    expect(readSet(availableSet, encodeSet(availableSet, [fix, undated]).text)).toMatchObject({
      ok: true,
      items: [fix, undated],
    });
  });
});

describe('over any content', () => {
  test('A package comes back exactly as it went', () => {
    fc.assert(
      fc.property(packages, (pkg) => {
        const read = readSet(installedSet, encodeSet(installedSet, [pkg]).text);
        expect(read).toStrictEqual({ ok: true, items: [pkg] });
      }),
    );
  });

  test('An update comes back exactly as it went', () => {
    fc.assert(
      fc.property(updates, (one) => {
        expect(readSet(availableSet, encodeSet(availableSet, [one]).text)).toStrictEqual({ ok: true, items: [one] });
      }),
    );
  });

  test('The order and repetition of items does not matter', () => {
    fc.assert(
      fc.property(fc.array(packages, { maxLength: 8 }), (items) => {
        const reversed = encodeSet(installedSet, [...items, ...items.toReversed()]);
        expect(reversed.text).toBe(encodeSet(installedSet, items).text);
      }),
    );
  });

  test('A damaged text is refused or is itself canonical, and nothing throws', () => {
    const text = encodeSet(installedSet, [openssl, node]).text;
    const damage = fc.tuple(fc.nat(text.length), fc.nat(3), fc.string({ unit: 'binary', maxLength: 2 }));
    let refused = 0;
    fc.assert(
      fc.property(damage, ([at, cut, put]) => {
        const damaged = text.slice(0, at) + put + text.slice(at + cut);
        const read = readSet(installedSet, damaged);
        if (read.ok) expect(encodeSet(installedSet, read.items).text).toBe(damaged);
        else refused++;
      }),
      { numRuns: 2000 },
    );
    expect(refused).toBeGreaterThan(100);
  });

  test('The length in bytes is what an encoder makes of it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(utf8Length(text)).toBe(Buffer.byteLength(text, 'utf8'));
      }),
    );
    expect(utf8Length('a\ud800\ud800b\udc00')).toBe(11);
  });
});
