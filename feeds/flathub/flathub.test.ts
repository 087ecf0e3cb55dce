// Flathub's catalog on a small recording, written after AppStream's documentation, and on hostile documents.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { collect } from '../collected.ts';
import { type AppStreamComponent, AppStreamReader } from './appstream.ts';
import { flathub } from './index.ts';
import { listingOf } from './normalize.ts';

const recording = fileURLToPath(new URL('recordings/small.xml', import.meta.url));

function componentsOf(xml: string, size = 50): AppStreamComponent[] {
  const found: AppStreamComponent[] = [];
  const reader = new AppStreamReader((component) => void found.push(component));
  for (let at = 0; at < xml.length; at += size) reader.write(xml.slice(at, at + size));
  reader.end();
  return found;
}

const one = (inner: string): string => `<components><component>${inner}</component></components>`;

describe('the Flathub feed', () => {
  it('lists each application in its newest release that is no preview, and not what only comes along', async () => {
    const { listings, malformed, upstreamDate } = await collect(flathub, recording);
    expect(listings).toEqual([
      {
        channel: 'flatpak',
        id: 'org.examplix.Browser',
        name: 'Example Browser',
        vendor: 'Examplix & Friends',
        version: '131.0',
        changed: '2030-12-03',
        installsAs: [],
        updatesItself: false,
        isDeprecated: false,
      },
      expect.objectContaining({
        id: 'org.examplix.Oldstyle',
        name: 'Old Style',
        vendor: 'Somebody',
        version: '1.3',
        changed: '2031-05-04',
      }),
      expect.objectContaining({
        id: 'org.examplix.Quiet',
        name: 'org.examplix.Quiet',
        version: undefined,
        changed: undefined,
      }),
    ]);
    expect(malformed).toEqual(['org.examplix.Unbundled: no flatpak application', '--all: no flatpak application']);
    expect(upstreamDate).toBeUndefined();
  });

  it('is read packed, as it is published', async () => {
    const directory = mkdtempSync(path.join(tmpdir(), 'flathub-'));
    onTestFinished(() => rmSync(directory, { recursive: true }));
    const file = path.join(directory, 'appstream.xml.gz');
    writeFileSync(file, gzipSync(one('<bundle type="flatpak">app/org.examplix.One/x86_64/stable</bundle>')));
    expect((await collect(flathub, file)).listings).toMatchObject([{ id: 'org.examplix.One' }]);
    writeFileSync(file, gzipSync(one('')).subarray(0, 30));
    await expect(collect(flathub, file)).rejects.toThrow('unexpected end of file');
  });
});

describe('a hostile catalog', () => {
  it.each([
    ['another document', '<html/>', 'not an AppStream catalog'],
    ['a document that is cut short', '<components><component>', 'not well-formed'],
    ['entities', '<!DOCTYPE c [<!ENTITY a "a">]><components/>', 'document type declaration'],
    ['elements in elements without end', `<components>${'<a>'.repeat(100)}`, 'nested too deeply'],
  ])('is refused: %s', (_, xml, why) => {
    expect(() => componentsOf(xml)).toThrow(why);
  });

  it('costs no more memory than its names, and its dates are dates or none', () => {
    const [long] = componentsOf(one(`<name>${'x'.repeat(100_000)}</name>`), 1000);
    expect(long?.name.length).toBeLessThan(5000);
    const when = (attributes: string) =>
      componentsOf(one(`<releases><release version="1" ${attributes}/></releases>`))[0]?.release?.at;
    for (const not of ['timestamp="1e300"', 'timestamp="-5"', 'timestamp="x"', 'date="soon"', 'timestamp="NaN"'])
      expect([not, when(not)]).toEqual([not, undefined]);
    expect(when('date="2031-05-04"')).toBe(Date.UTC(2031, 4, 4));
  });

  it('makes nothing throw, and no option pass for an id', () => {
    const text = fc.oneof(fc.string({ unit: 'binary' }), fc.constant('app/org.examplix.One/x86_64/stable'));
    const release = fc.record({ version: text, at: fc.option(fc.integer(), { nil: undefined }) });
    const component = fc.record({ id: text, name: text, developer: text, bundle: text, release });
    fc.assert(
      fc.property(component, (value) => {
        const read = listingOf(value);
        if (read.ok === true) {
          expect(read.listing.id).toMatch(/^[A-Za-z_][\w.-]*$/);
          expect(`${read.listing.name}${read.listing.vendor ?? ''}${read.listing.version ?? ''}`).not.toMatch(
            /\p{Cc}/u,
          );
        }
      }),
    );
  });
});
