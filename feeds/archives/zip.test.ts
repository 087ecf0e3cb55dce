// Zip files, sound, damaged and hostile.
import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ArchiveLimits } from './limits.ts';
import { ArchiveError, DEFAULT_LIMITS } from './limits.ts';
import { packZip, temporaryFile } from './pack.ts';
import type { ZipMember } from './pack.ts';
import { readZip } from './zip.ts';

const MEMBERS: readonly ZipMember[] = [
  { name: 'one.json', content: '{"id":"ONE"}' },
  { name: 'folder/', content: '' },
  { name: 'folder/zwei.json', content: 'ä'.repeat(5000) },
  { name: 'stored.json', content: '\ufeff{}', stored: true },
];
const CONTENTS = [
  ['one.json', '{"id":"ONE"}'],
  ['folder/zwei.json', 'ä'.repeat(5000)],
  ['stored.json', '{}'],
];

function contents(bytes: Uint8Array, limits: Partial<ArchiveLimits> = {}): (readonly [string, string])[] {
  const entries = readZip(temporaryFile('a.zip', bytes), { ...DEFAULT_LIMITS, ...limits });
  return entries.map((entry) => [entry.name, entry.text()] as const).toArray();
}

function refusal(bytes: Uint8Array, limits: Partial<ArchiveLimits> = {}): string {
  try {
    contents(bytes, limits);
  } catch (error) {
    if (error instanceof ArchiveError) return error.code;
    throw error;
  }
  return 'nothing';
}

describe('a sound zip', () => {
  it('gives its files in order, deflated and stored, without a byte order mark and without folders', () => {
    expect(contents(packZip(MEMBERS))).toEqual(CONTENTS);
  });

  it('is read with a comment at its end that looks like the end of a zip', () => {
    const comment = 'PK\u0005\u0006 and more than twenty-two bytes of comment';
    expect(contents(packZip(MEMBERS, { comment }))).toEqual(CONTENTS);
  });

  it('is read with 64-bit sizes and directory', () => {
    expect(contents(packZip(MEMBERS, { zip64: true }))).toEqual(CONTENTS);
  });

  it('is read as another program packs it', () => {
    const script =
      'import sys, zipfile\nz = zipfile.ZipFile(sys.argv[1], "w", zipfile.ZIP_DEFLATED)\nz.writestr("a/b.json", "x" * 1000)\nz.close()';
    const path = temporaryFile('python.zip', '');
    try {
      execFileSync('python3', ['-c', script, path], { timeout: 20_000 });
    } catch {
      console.log('skipped: no python3 on this machine to pack a zip with');
      return;
    }
    expect([...readZip(path)].map(({ name, size }) => [name, size])).toEqual([['a/b.json', 1000]]);
  });

  it('may hold nothing', () => {
    expect(contents(packZip([]))).toEqual([]);
  });
});

describe('a hostile or broken zip', () => {
  it.each(['../up.json', 'a/../../up.json', '/etc/passwd', 'C:\\x', 'a\\..\\..\\b', '..', 'nul\u0000.json'])(
    'is refused for the name %j',
    (name) => {
      expect(refusal(packZip([{ name, content: 'x' }]))).toBe('unsafe-name');
    },
  );

  it('is refused when an entry is encrypted', () => {
    expect(refusal(packZip([{ name: 'a', content: 'x', flags: 1 }]))).toBe('encrypted');
  });

  it('is refused when an entry is packed in a way we do not read', () => {
    expect(refusal(packZip([{ name: 'a', content: 'x', method: 12 }]))).toBe('unsupported');
  });

  it('is refused for more entries, larger entries or more content than allowed', () => {
    expect(refusal(packZip(MEMBERS), { maxEntries: 3 })).toBe('too-large');
    expect(refusal(packZip(MEMBERS), { maxEntryBytes: 9999 })).toBe('too-large');
    expect(refusal(packZip(MEMBERS), { maxTotalBytes: 10_010 })).toBe('too-large');
  });

  it('is refused as a bomb when an entry unpacks to far more than its size', () => {
    expect(refusal(packZip([{ name: 'bomb', content: Buffer.alloc(16 * 1024 * 1024) }]))).toBe('too-large');
  });

  it('is refused when an entry unpacks to more or less than it claims, or to something else', () => {
    expect(refusal(packZip([{ name: 'a', content: 'x'.repeat(100), claimedSize: 10 }]))).toBe('damaged');
    expect(refusal(packZip([{ name: 'a', content: 'x'.repeat(100), claimedSize: 200 }]))).toBe('damaged');
    expect(refusal(packZip([{ name: 'a', content: 'x', claimedCrc: 1 }]))).toBe('damaged');
  });

  it('is refused wherever it is cut short', () => {
    const whole = packZip(MEMBERS);
    for (let length = 0; length < whole.length; length += 1)
      expect(refusal(whole.subarray(0, length))).not.toBe('nothing');
  });

  it('never gives wrong content, whatever bytes are changed', () => {
    const whole = packZip(MEMBERS);
    const change = fc.record({ at: fc.nat(whole.length - 1), byte: fc.nat(255) });
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
        const bytes = Buffer.from(whole);
        for (const { at, byte } of changes) bytes[at] = byte;
        let read: (readonly [string, string])[];
        try {
          read = contents(bytes);
        } catch (error) {
          expect(error).toBeInstanceOf(ArchiveError);
          return;
        }
        expect(
          read.map(([, content]) => content).filter((content) => !CONTENTS.some(([, right]) => right === content)),
        ).toEqual([]);
      }),
      { numRuns: 400 },
    );
  });
});
