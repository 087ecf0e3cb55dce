import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { constants, gzipSync, zstdCompressSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { fileBytes, fileText } from './file-bytes.ts';

const directory = mkdtempSync(path.join(tmpdir(), 'suture-bytes-'));
afterAll(() => rmSync(directory, { recursive: true }));

function stored(name: string, content: Uint8Array): string {
  const file = path.join(directory, name);
  writeFileSync(file, content);
  return file;
}

const words = `Grüße ${'patch the ship '.repeat(2000)}`;

async function contentOf(file: string): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of fileBytes(file, 100_000)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

describe('the bytes of a feed file', () => {
  it('are the same whether the file is plain, gzip or zstd, whatever its name', async () => {
    for (const [name, content] of [
      ['plain.gz', Buffer.from(words)],
      ['gzip.txt', gzipSync(words)],
      ['zstd', zstdCompressSync(words)],
    ] as const) {
      expect(await fileText(stored(name, content), 100_000)).toBe(words);
    }
  });

  it('are none for an empty file', async () => {
    expect(await fileText(stored('empty', Buffer.alloc(0)), 10)).toBe('');
  });

  it('lose their byte order mark as text', async () => {
    expect(await fileText(stored('bom', Buffer.from('\uFEFFa')), 10)).toBe('a');
  });

  it.each(['gzip', 'zstd'])('are refused past the limit, so a %s bomb ends early', async (kind) => {
    const zeros = Buffer.alloc(5_000_000);
    const file = stored(`bomb-${kind}`, kind === 'gzip' ? gzipSync(zeros) : zstdCompressSync(zeros));
    let seen = 0;
    const read = async () => {
      for await (const chunk of fileBytes(file, 1_000_000)) seen += chunk.length;
    };
    await expect(read()).rejects.toThrow('more than 1 MB');
    expect(seen).toBeLessThanOrEqual(1_000_000);
  });

  it.each(['gzip', 'zstd'])('are refused when the %s is cut short or damaged', async (kind) => {
    const checked = { params: { [constants.ZSTD_c_checksumFlag]: 1 } };
    const whole = kind === 'gzip' ? gzipSync(words) : zstdCompressSync(words, checked);
    await expect(fileText(stored('short', whole.subarray(0, whole.length - 6)), 100_000)).rejects.toThrow(
      /end|Truncated|corrupt/i,
    );
    const damaged = Buffer.from(whole);
    damaged.fill(0xff, 12, 24);
    await expect(contentOf(stored('damaged', damaged))).rejects.toThrow(/invalid|incorrect|corrupt|checksum/i);
  });

  it('are refused as text when they are not UTF-8', async () => {
    await expect(fileText(stored('latin', Buffer.from([0x47, 0xfc])), 10)).rejects.toThrow('not valid');
  });
});
