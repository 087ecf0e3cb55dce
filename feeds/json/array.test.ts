import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutArray } from './array.ts';

const limits = { maxElementBytes: 1_000_000 };

/** Splits the text's bytes at every `size` bytes, so that pieces, escapes and letters straddle the chunks. */
function* chunksOf(text: string, size: number): Generator<Uint8Array> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function cut(text: string, member: string | undefined, size = 7, maxElementBytes = limits.maxElementBytes) {
  const elements: unknown[] = [];
  const oversized: number[] = [];
  const document = await cutArray(chunksOf(text, size), {
    member,
    maxElementBytes,
    element: (value) => elements.push(value),
    oversized: (index) => oversized.push(index),
  });
  return { elements, oversized, document };
}

/** JSON text of a value with white space of every kind wherever the grammar allows it. */
function spaced(value: unknown, space: string): string {
  if (Array.isArray(value))
    return `${space}[${space}${value.map((item) => spaced(item, space)).join(`${space},`)}]${space}`;
  if (value !== null && typeof value === 'object') {
    const members = Object.entries(value).map(
      ([key, item]) => `${space}${JSON.stringify(key)}${space}:${spaced(item, space)}`,
    );
    return `${space}{${members.join(',')}${space}}${space}`;
  }
  return space + JSON.stringify(value) + space;
}

const accepts = async (run: () => unknown): Promise<boolean> => {
  try {
    await run();
    return true;
  } catch {
    return false;
  }
};

describe('the JSON array cutter', () => {
  it('hands over the elements of a member and keeps the members around it', async () => {
    const text = '{"title":"a [ \\" { list","things":[{"n":1,"s":"]}\\\\"}, 2 ,"x"],"count":3}';
    const { elements, document } = await cut(text, 'things');
    expect(elements).toEqual([{ n: 1, s: ']}\\' }, 2, 'x']);
    expect(document.count).toBe(3);
    expect([...document.members]).toEqual([
      ['title', 'a [ " { list'],
      ['count', 3],
    ]);
  });

  it('hands over the elements of a document that is an array', async () => {
    expect((await cut(' [ [1,[2]] , {} , null ] \n', undefined)).elements).toEqual([[1, [2]], {}, null]);
    expect((await cut('[]', undefined)).document.count).toBe(0);
  });

  it('cuts letters of several bytes at any boundary', async () => {
    for (const size of [1, 2, 3, 5]) expect((await cut('["ß→🙂"]', undefined, size)).elements).toEqual(['ß→🙂']);
  });

  it('passes over a byte order mark', async () => {
    expect((await cut('\uFEFF[1]', undefined)).elements).toEqual([1]);
  });

  it('names an element that is too long and reads on', async () => {
    const { elements, oversized, document } = await cut(`[1,"${'y'.repeat(50)}",3]`, undefined, 4, 20);
    expect(elements).toEqual([1, 3]);
    expect(oversized).toEqual([1]);
    expect(document.count).toBe(3);
  });

  it.each([
    ['', undefined],
    ['[', undefined],
    ['[1', undefined],
    ['[1,', undefined],
    ['[1,]', undefined],
    ['[,1]', undefined],
    ['[1]]', undefined],
    ['[1] x', undefined],
    ['[{"a":1]]', undefined],
    ['["a]', undefined],
    ['[1 2]', undefined],
    ['[tru]', undefined],
    ['{}', undefined],
    ['{"a":[1]}', undefined],
    ['[1]', 'a'],
    ['{}', 'a'],
    ['{"a":1}', 'a'],
    ['{"b":[1]}', 'a'],
    ['{"a":[1],"a":[2]}', 'a'],
    ['{"a":[1]', 'a'],
    ['{"a":[1],}', 'a'],
    ['{"a" [1]}', 'a'],
    ['{a:[1]}', 'a'],
    ['{"b":{"a":[1]}}', 'a'],
  ])('refuses %j', async (text, member) => {
    await expect(cut(text, member)).rejects.toThrow(/JSON/);
  });

  it('refuses bytes that are not UTF-8', async () => {
    const chunks = [Buffer.from([0x5b, 0x22, 0xff, 0x22, 0x5d])];
    await expect(
      cutArray(chunks, { member: undefined, ...limits, element: () => {}, oversized: () => {} }),
    ).rejects.toThrow('not valid');
  });

  it('gives what JSON.parse gives for any array, however it is spaced and chunked', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.jsonValue(), { maxLength: 6 }),
        fc.stringMatching(/^[ \n\r\t]{0,3}$/),
        fc.integer({ min: 1, max: 40 }),
        async (value, space, size) => {
          const text = spaced(value, space);
          const parsed = JSON.parse(text) as unknown[];
          expect((await cut(text, undefined, size)).elements).toEqual(parsed);
          const inside = `{"z":${text},"list":${text} , "n":null}`;
          const { elements, document } = await cut(inside, 'list', size);
          expect(elements).toEqual(parsed);
          expect(document.members.get('z')).toEqual(parsed);
        },
      ),
    );
  });

  it('accepts a damaged array exactly when JSON.parse does', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.jsonValue({ maxDepth: 3 }), { maxLength: 4 }),
        fc.nat(),
        fc.nat({ max: 3 }),
        fc.constantFrom('', ',', ']', '[', '}', '{', '"', '\\', ':', ' ', '0', 'x', '\u0001'),
        async (value, where, removed, added) => {
          const whole = JSON.stringify(value);
          const at = where % (whole.length + 1);
          const text = whole.slice(0, at) + added + whole.slice(at + removed);
          const expected = await accepts(() => {
            if (!Array.isArray(JSON.parse(text))) throw new Error('no array');
          });
          expect(await accepts(() => cut(text, undefined, 5))).toBe(expected);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('never ends in anything but an answer or an Error, whatever the bytes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
        const sink = { member: 'a', ...limits, element: () => {}, oversized: () => {} };
        await cutArray([bytes], sink).then(
          ({ count }) => expect(count).toBeGreaterThanOrEqual(0),
          (error: unknown) => expect(error).toBeInstanceOf(Error),
        );
      }),
    );
  });
});
