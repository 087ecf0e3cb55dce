// Tar archives, plain and packed, sound, damaged and hostile.
import { gzipSync, zstdCompressSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ArchiveLimits } from './limits.ts';
import { ArchiveError, DEFAULT_LIMITS } from './limits.ts';
import { packTar, paxPath, temporaryFile } from './pack.ts';
import { readTar } from './tar.ts';

const LONG = `${'deep/'.repeat(30)}file.yml`;
const SOUND = packTar([
  { name: 'top/', type: '5' },
  { name: 'top/a.txt', content: 'alpha' },
  { name: 'top/link', type: '2', link: '/etc/passwd' },
  { name: '././@LongLink', type: 'L', content: `${LONG}\0` },
  { name: 'deep/cut', content: 'gnu' },
  { name: 'pax', type: 'x', content: paxPath(`pax/${LONG}`) },
  { name: 'short', content: 'x'.repeat(700) },
  { name: 'top/empty', content: '' },
]);
const CONTENTS = [
  ['top/a.txt', 'alpha'],
  [LONG, 'gnu'],
  [`pax/${LONG}`, 'x'.repeat(700)],
  ['top/empty', ''],
];

/** `printf xz > x; tar c --owner=0 --group=0 --mtime=@0 x | xz -9`, by GNU tar 1.34 and xz 5.4.1. */
const XZ =
  '/Td6WFoAAATm1rRGAgAhARwAAAAQz1jM4Cf/AFtdADwAM1AYaImDAdzibiEFSnA3yYxx0wROaBTHgOXLZA7CMYGnbPsTdTpB6wTMCBk99uExh0bD4XH5Jo2Zs0buFtoyhZgIR46l7J3ZRhC/3ZcxOHiVVZi4xPkTLAAAAE7rSiyq4XN7AAF3gFAAAACUVpmvscRn+wIAAAAABFla';

async function contents(bytes: Uint8Array, limits: Partial<ArchiveLimits> = {}): Promise<[string, string][]> {
  const read: [string, string][] = [];
  for await (const entry of readTar(temporaryFile('a.tar', bytes), { ...DEFAULT_LIMITS, ...limits }))
    read.push([entry.name, entry.text()]);
  return read;
}

const code = (error: unknown): string =>
  error instanceof ArchiveError ? error.code : `not an ArchiveError: ${String(error)}`;
const refusal = (bytes: Uint8Array, limits: Partial<ArchiveLimits> = {}): Promise<string> =>
  contents(bytes, limits).then(() => 'nothing', code);

describe('a sound tar', () => {
  it('gives its regular files, with long names of both kinds, and no links or folders', async () => {
    expect(await contents(SOUND)).toEqual(CONTENTS);
  });

  it('is read from gzip and zstd', async () => {
    expect(await contents(gzipSync(SOUND))).toEqual(CONTENTS);
    expect(await contents(zstdCompressSync(SOUND))).toEqual(CONTENTS);
  });

  it('is read from xz', async () => {
    expect(await contents(Buffer.from(XZ, 'base64'))).toEqual([['x', 'xz']]);
  });
});

describe('a hostile or broken tar', () => {
  it.each(['../up', '/etc/passwd', 'a/../../b'])('is refused for the name %j', async (name) => {
    expect(await refusal(packTar([{ name, content: 'x' }]))).toBe('unsafe-name');
    expect(
      await refusal(
        packTar([
          { name: 'pax', type: 'x', content: paxPath(name) },
          { name: 'good', content: 'x' },
        ]),
      ),
    ).toBe('unsafe-name');
  });

  it('is refused for more entries, larger entries or more content than allowed', async () => {
    expect(await refusal(SOUND, { maxEntries: 5 })).toBe('too-large');
    expect(await refusal(SOUND, { maxEntryBytes: 699 })).toBe('too-large');
    expect(await refusal(gzipSync(SOUND), { maxTotalBytes: 4000 })).not.toBe('nothing');
  });

  it('is refused as a bomb when it unpacks to far more than its size', async () => {
    const bomb = packTar([{ name: 'bomb', content: '\0'.repeat(16 * 1024 * 1024) }]);
    expect(await refusal(gzipSync(bomb))).toBe('too-large');
    expect(await refusal(zstdCompressSync(bomb))).toBe('too-large');
  });

  it('is refused when it is cut short, packed or not', async () => {
    const packed = gzipSync(SOUND);
    for (let length = 0; length < packed.length; length += 7)
      expect(await refusal(packed.subarray(0, length))).not.toBe('nothing');
    const squeezed = zstdCompressSync(SOUND);
    for (let length = 0; length < squeezed.length; length += 7)
      expect(await refusal(squeezed.subarray(0, length))).not.toBe('nothing');
    // The closing block may lack its second half; all before must be there.
    for (let length = 0; length <= SOUND.length - 1024; length += 64)
      expect(await refusal(SOUND.subarray(0, length))).toBe('truncated');
  });

  it('is refused when a size is no number, or impossibly large', async () => {
    const letters = packTar([{ name: 'a', content: 'x' }]);
    letters.write('zzz', 124);
    expect(await refusal(letters)).toBe('damaged');
    const huge = packTar([
      { name: 'pax', type: 'x', content: '21 size=99999999999999\n'.replace('21', '23') },
      { name: 'a', content: 'x' },
    ]);
    expect(await refusal(huge)).toBe('too-large');
  });

  it('never hangs and never throws anything but a refusal, whatever bytes are changed', async () => {
    const change = fc.record({ at: fc.nat(SOUND.length - 1), byte: fc.nat(255) });
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 5 }), async (changes) => {
        const bytes = Buffer.from(SOUND);
        for (const { at, byte } of changes) bytes[at] = byte;
        expect(await refusal(bytes)).not.toMatch(/^not an/);
      }),
      { numRuns: 200 },
    );
  });
});
