// Fixes of products and what indexes have of them, read out of a database that the sample's feeds were read into.
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AdvisoryDatabase, openDatabase } from './database.ts';
import { updateDatabase } from './update.ts';
import { feeds } from '../registry.ts';
import { makeSample } from '../sample/make.ts';
import { curatedProducts } from '../catalog/overlay.ts';
import { productFixes } from './product-fixes.ts';

const real = fileURLToPath(new URL('../../../shared/data', import.meta.url));
const folder = mkdtempSync(path.join(tmpdir(), 'suture-fixes-'));
const open: AdvisoryDatabase[] = [];

async function built(name: string, directory: string, only: readonly string[]): Promise<AdvisoryDatabase> {
  const file = path.join(folder, name);
  const wanted = feeds.filter((feed) => only.includes(feed.name));
  await updateDatabase({ path: file, feeds: wanted, source: { kind: 'directory', directory }, now: () => new Date() });
  const opened = openDatabase(file);
  if (opened.kind !== 'open') throw new Error(opened.kind);
  open.push(opened.database);
  return opened.database;
}
afterAll(() => {
  for (const database of open) database.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('the sample', () => {
  let database: AdvisoryDatabase;
  beforeAll(async () => {
    makeSample(folder);
    database = await built('sample.db', folder, ['msrc', 'flathub', 'winget']);
  });

  it('has fixes of what Microsoft numbers under the name that people know, with how severe they are and who says so', () => {
    const named = (name: string) =>
      productFixes({ identities: [], advisories: [{ ecosystem: 'Windows', name }] }, database, 10);
    expect(named('windows example 2030')).toEqual([
      {
        ecosystem: 'Windows',
        package: 'windows example 2030',
        fixes: [
          { version: '10.0.30000.450', vulnerabilities: ['CVE-2099-5001'], published: '2025-01-14', severity: 'high' },
          {
            version: '10.0.30000.300',
            vulnerabilities: ['CVE-2099-5002'],
            published: '2025-01-14',
            severity: 'unknown',
          },
        ],
        total: 2,
        open: [],
        sources: ['msrc'],
      },
    ]);
    expect(named('Example Office')).toEqual([]);
  });

  it('has what an index says under an id, letter case aside, with the feed it is from', () => {
    expect(database.listing({ channel: 'flatpak', id: 'org.examplix.browser' })).toMatchObject({
      id: 'org.examplix.Browser',
      version: '131.0',
      vendor: 'Examplix & Friends',
      feed: 'flathub',
    });
    expect(database.listing({ channel: 'winget', id: 'org.examplix.Browser' })).toBeUndefined();
  });
});

describe.skipIf(!existsSync(path.join(real, 'msrc')))(
  'Microsoft’s updates (skipped where msrc/ of ../shared/data is absent)',
  () => {
    it('name every product that the curated list says they do, and have fixes of it', async () => {
      const database = await built('real.db', real, ['msrc']);
      const curated = curatedProducts().flatMap(({ advisories }) =>
        advisories.filter(({ ecosystem }) => ecosystem === 'Windows'),
      );
      expect(curated.length).toBeGreaterThan(2);
      for (const filed of curated) {
        const [found] = productFixes({ identities: [], advisories: [filed] }, database, 1_000);
        expect([filed.name, found?.fixes.length ?? 0]).toEqual([
          filed.name,
          expect.toSatisfy((count: number) => count > 0),
        ]);
      }
      // As https://msrc.microsoft.com/update-guide/vulnerability/CVE-2023-2033 has it: fixed in 112.0.1722.48.
      const edge = productFixes(
        { identities: [], advisories: [{ ecosystem: 'Windows', name: 'Microsoft Edge (Chromium-based)' }] },
        database,
        1_000,
      );
      expect(edge[0]?.fixes.find(({ version }) => version === '112.0.1722.48')?.vulnerabilities).toContain(
        'CVE-2023-2033',
      );
    }, 120_000);
  },
);
