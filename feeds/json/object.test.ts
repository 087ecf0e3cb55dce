// One huge JSON object, cut into its members.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutObject } from './object.ts';

async function cut(bytes: Uint8Array, chunkBytes: number, maxMemberBytes = 1e6): Promise<[string, unknown][]> {
  const chunks = Array.from({ length: Math.ceil(bytes.length / chunkBytes) }, (_, index) =>
    bytes.subarray(index * chunkBytes, (index + 1) * chunkBytes),
  );
  const members: [string, unknown][] = [];
  for await (const { key, value } of cutObject(chunks, maxMemberBytes)) members.push([key, value]);
  return members;
}

const parsed = (text: string): [string, unknown][] | undefined => {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : undefined;
  } catch {
    return undefined;
  }
};

describe('cutting a JSON object', () => {
  it('gives the members that are spelled, in order, a repeated key twice', async () => {
    const text = '\ufeff {"a" : {"x":"}"}, "b\\"":[1,{"c":"]"}] ,"a":"\\\\", "ä":-1.5e3 } \n';
    for (const size of [1, 2, 3, 1000]) {
      expect(await cut(Buffer.from(text), size)).toEqual([
        ['a', { x: '}' }],
        ['b"', [1, { c: ']' }]],
        ['a', '\\'],
        ['ä', -1500],
      ]);
    }
  });

  it('gives nothing for the empty object', async () => {
    expect(await cut(Buffer.from(' { } '), 2)).toEqual([]);
  });

  it.each([
    '',
    '{',
    '[]',
    '{"a":1',
    '{"a"',
    '{"a":}',
    '{"a":1,}',
    '{,}',
    '{"a":1}x',
    '{"a" 1}',
    '{a:1}',
    '{"a":1 2}',
    '{1:2}',
    '{"a":{}',
    '{"a":[}]}',
    'nul',
    '{"a":1}{}',
  ])('refuses %j as JSON.parse does', async (text) => {
    await expect(cut(Buffer.from(text), 3)).rejects.toThrow(/JSON/);
  });

  it('refuses a member longer than allowed', async () => {
    await expect(cut(Buffer.from(`{"a":"${'x'.repeat(100)}"}`), 10, 50)).rejects.toThrow('more than 50 bytes');
  });

  it('agrees with JSON.parse on every object, however it arrives', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.dictionary(fc.string(), fc.jsonValue()),
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 0, max: 3 }),
        async (object, size, indent) => {
          const text = JSON.stringify(object, null, indent);
          // Through JSON once more: keys that look like numbers move to the front.
          expect(Object.fromEntries(await cut(Buffer.from(text), size))).toEqual(Object.fromEntries(parsed(text)!));
        },
      ),
    );
  });

  it('accepts nothing that JSON.parse refuses, whatever bytes are changed', async () => {
    // No backslash in a key: Node 26.10's JSON.parse reads {"b\"":1} as the key b\ once it has seen {"b\\":1}.
    const whole = Buffer.from('{"a": {"x": "}\\""}, "b": [1, {"c": "]"}], "d": null}');
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(whole.length - 1), fc.constantFrom(...Buffer.from('{}[]",: 1a')))),
        async (changes) => {
          const bytes = Buffer.from(whole);
          for (const [at, byte] of changes) bytes[at] = byte;
          const ours = await cut(bytes, 7).catch(() => undefined);
          const theirs = parsed(bytes.toString('utf8'));
          if (theirs === undefined) expect(ours).toBeUndefined();
          else expect(Object.fromEntries(ours ?? [['refused', true]])).toEqual(Object.fromEntries(theirs));
        },
      ),
      { numRuns: 500 },
    );
  });
});
