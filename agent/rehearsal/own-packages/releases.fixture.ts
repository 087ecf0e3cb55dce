// Releases of packages of one's own laid where the adapter looks, as the executor lays them once they are verified; for tests on real roots.
import { createHash } from 'node:crypto';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import type { LabEndpoint } from '@suture/adapters/lab-endpoint.fixture.ts';
import { unixPlaces } from '@suture/adapters/own/places.ts';

const kinds = {
  '.deb': { kind: 'deb', systems: ['debian'] },
  '.rpm': { kind: 'rpm', systems: ['lab-el'] },
  '.tar': { kind: 'archive', systems: ['debian'] },
} as const;

/** Name, version, its one file, and what its installer has beside that. */
export type OfRelease = readonly [name: string, version: string, file: string, installer: object];

/** The document of a release of one file, which is put into the endpoint's folder. */
export function releaseOf({ folder }: LabEndpoint, ...[name, version, file, installer]: OfRelease): object {
  const bytes = readFileSync(file);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  copyFileSync(file, join(folder, `file-${sha256}`));
  const named = { name: file.slice(file.lastIndexOf('/') + 1), bytes: bytes.length, sha256 };
  const where = { ...kinds[extname(file) as keyof typeof kinds], architecture: 'any', file: named };
  const needs = { freeMebibytes: 1, paths: [] };
  const about = { package: name, version, title: name, vendor: 'Lab', requires: [], supersedes: [] };
  return { ...about, installers: [{ ...where, needs, exitCodes: [], ...installer }] };
}

export function offerReleases(endpoint: LabEndpoint, releases: readonly object[]): void {
  const { folder } = endpoint;
  writeFileSync(join(folder, 'releases.json'), JSON.stringify({ version: 1, releases }));
  endpoint.shell(`mkdir -p ${unixPlaces.files}; cp ${folder}/releases.json ${unixPlaces.offer}
    for f in ${folder}/file-*; do cp "$f" "${unixPlaces.files}/\${f##*/file-}"; done`);
}
