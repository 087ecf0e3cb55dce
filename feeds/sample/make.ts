// Packs the sample's readable sources into a directory laid out as the feeds' own files, for tests.
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { packTar, packZip } from '../archives/pack.ts';

const sources = fileURLToPath(new URL('sources', import.meta.url));

/** Inventories with hand-written answers (`*.expected.csv`): see README.md. */
export const sampleInventories: string = fileURLToPath(new URL('inventories', import.meta.url));

/** One record of an OSV archive: whatever has an id to be filed under. */
export interface SampleRecord {
  readonly id: string;
}

/** The records of `sources/osv/<ecosystem>.json`, to be changed and given to `writeArchive`. */
export const sampleRecords = (ecosystem: string): readonly SampleRecord[] =>
  JSON.parse(source(`osv/${ecosystem}.json`)) as SampleRecord[];

/** Writes the whole sample below `directory`, as `suture db update --from` expects it. */
export function makeSample(directory: string): void {
  for (const name of readdirSync(path.join(sources, 'osv'))) {
    const ecosystem = name.replace(/\.json$/, '');
    writeArchive(directory, ecosystem, sampleRecords(ecosystem));
  }
  for (const name of [
    'debian/distro-info/debian.csv',
    'debian/distro-info/ubuntu.csv',
    'debian/debian-security-support/security-support-ended.deb12',
    'debian/debian-security-support/security-support-limited',
    'alpine/secdb/v3.20/main.json',
    'alpine/secdb/v3.20/community.json',
    'arch/all.json',
    'msrc/updates.json',
    'macos/v1/macos_data_feed.json',
    'winget/index.v2.json',
    'homebrew/cask.json',
    'kev/known_exploited_vulnerabilities.json',
    'eol/products-full.json',
  ]) {
    write(directory, name, source(name));
  }
  for (const name of [
    'debian/tracker-data.json',
    'msrc/2099-Jan.xml',
    'epss/epss_scores-2025-06-20.csv',
    'flathub/appstream.xml',
  ]) {
    write(directory, `${name}.gz`, gzipSync(source(name)));
  }
  const records = JSON.parse(source('ssvc/vulnrichment.json')) as { cveMetadata: { cveId: string } }[];
  const enriched = records.map((record) => ({
    name: `2099/${record.cveMetadata.cveId}.json`,
    content: JSON.stringify(record),
  }));
  write(directory, 'ssvc/vulnrichment-2025-06-20.tar.zst', zstdCompressSync(packTar(enriched)));
  write(directory, 'ubuntu/ubuntu-cve-tracker-2025-06-20.tar.zst', zstdCompressSync(packTar(folder('ubuntu'))));
  write(directory, 'ruby-advisory-db/ruby-advisory-db.tar.gz', gzipSync(packTar(folder('ruby-advisory-db'))));
}

/** Writes `osv/<ecosystem>/all.zip`, one file for each record. */
export function writeArchive(directory: string, ecosystem: string, records: readonly SampleRecord[]): void {
  const members = records.map((record) => ({
    name: `${record.id.replaceAll(':', '-')}.json`,
    content: JSON.stringify(record),
  }));
  write(directory, `osv/${ecosystem}/all.zip`, packZip(members));
}

function write(directory: string, name: string, content: string | Uint8Array): void {
  const file = path.join(directory, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, content);
}

const source = (name: string): string => readFileSync(path.join(sources, name), 'utf8');

function folder(name: string): readonly { readonly name: string; readonly content: string }[] {
  const directory = path.join(sources, name);
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(directory, path.join(entry.parentPath, entry.name)))
    .sort()
    .map((file) => ({ name: file, content: readFileSync(path.join(directory, file), 'utf8') }));
}
