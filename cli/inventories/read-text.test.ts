// Tests reading inventory files: limits, encodings, and plain words for what cannot be read.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { linesOf } from './lines.ts';
import { readText } from './read-text.ts';

const directory = mkdtempSync(join(tmpdir(), 'suture-read-text-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const file = (bytes: Uint8Array | string): string => {
  const path = join(directory, 'inventory');
  writeFileSync(path, bytes);
  return path;
};

describe('an inventory file', () => {
  it.each([
    ['UTF-8', Buffer.from('bash é')],
    ['UTF-8 with a byte order mark', Buffer.from('\ufeffbash é')],
    ['UTF-16 little endian', Buffer.from('\ufeffbash é', 'utf16le')],
    ['UTF-16 big endian', Buffer.from('\ufeffbash é', 'utf16le').swap16()],
  ])('in %s is read as text', async (_, bytes) => {
    expect(await readText(file(bytes))).toEqual({ ok: true, text: 'bash é' });
  });

  it('past the limit is refused, not cut', async () => {
    const limit = 1024 * 1024;
    expect(await readText(file('x'.repeat(limit)), limit)).toMatchObject({ ok: true });
    expect(await readText(file('x'.repeat(limit + 1)), limit)).toEqual({
      ok: false,
      reason: `${directory}/inventory is larger than 1 MB`,
    });
  });

  it('that is missing, a directory, compressed or binary is refused in plain words', async () => {
    const reasonOf = async (path: string): Promise<string> => {
      const reading = await readText(path);
      return reading.ok ? 'read' : reading.reason;
    };
    expect(await reasonOf(join(directory, 'none'))).toMatch(/does not exist$/);
    expect(await reasonOf(directory)).toMatch(/is a directory, not a file$/);
    expect(await reasonOf(file(Uint8Array.of(0x1f, 0x8b, 8, 0)))).toMatch(/is compressed; unpack it first$/);
    expect(await reasonOf(file(Uint8Array.of(0x7f, 0x45, 0, 0)))).toMatch(/is not a text file$/);
  });
});

describe('lines', () => {
  it('are numbered from one, with either line end, and none is invented after the last', () => {
    expect([...linesOf('a\r\n\nb\n')]).toEqual([
      [1, 'a'],
      [2, ''],
      [3, 'b'],
    ]);
    expect([...linesOf('\r\n\rx')]).toEqual([
      [1, ''],
      [2, '\rx'],
    ]);
    expect([...linesOf('')]).toEqual([]);
  });
});
