// Holds the sample to its purpose: every feed has its part in it and reads that part whole.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { updateDatabase } from '../database/update.ts';
import { feeds } from '../registry.ts';
import { makeSample } from './make.ts';

const directory = mkdtempSync(path.join(tmpdir(), 'suture-sample-'));
afterAll(() => rmSync(directory, { recursive: true }));

it('the sample holds records for every feed, and none of them is malformed', async () => {
  const from = path.join(directory, 'feeds');
  makeSample(from);
  const report = await updateDatabase({
    path: path.join(directory, 'advisories.db'),
    feeds,
    source: { kind: 'directory', directory: from },
    now: () => new Date('2025-07-01T00:00:00Z'),
  });
  const outcomes = report.kind === 'done' ? report.outcomes : [];
  const read = outcomes.flatMap(({ feed, records, malformed }) => (records > 0 ? [[feed, records, malformed]] : []));
  expect(read).toEqual([
    ['kev', 2, 0],
    ['epss', 9, 0],
    ['vulnrichment', 2, 0],
    ['debian-tracker', 11, 0],
    ['debian-security-support', 2, 0],
    ['distro-info', 6, 0],
    ['endoflife', 3, 0],
    ['alpine-secdb', 5, 0],
    ['arch', 2, 0],
    ['ubuntu', 3, 0],
    ['msrc', 2, 0],
    ['sofa', 1, 0],
    ['ruby-advisory-db', 2, 0],
    ['winget', 2, 0],
    ['homebrew', 1, 0],
    ['flathub', 3, 0],
    ['osv:Debian', 9, 0],
    ['osv:Ubuntu', 2, 0],
    ['osv:AlmaLinux', 3, 0],
    ['osv:Rocky Linux', 1, 0],
    ['osv:Red Hat', 2, 0],
    ['osv:npm', 3, 0],
    ['osv:PyPI', 2, 0],
    ['osv:Maven', 1, 0],
    ['osv:NuGet', 1, 0],
    ['osv:Go', 1, 0],
    ['osv:crates.io', 2, 0],
  ]);
});
