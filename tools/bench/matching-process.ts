// Times matching inside one process and prints it as JSON: `node matching-process.ts STATUS DATABASE judged|concluded`.
import { readFileSync } from 'node:fs';
import { optimiseNothing } from '@suture/cli/engine.ts';
import { readDpkgStatus } from '@suture/cli/inventories/dpkg-status.ts';
import { candidatesFor } from '@suture/cli/scan/candidates.ts';
import { judgedAlready, standingAgainst } from '@suture/cli/scan/standing-findings.ts';
import { matchPackages } from '@suture/core/matching/match.ts';
import { parseOperatingSystem } from '@suture/core/packages/operating-system.ts';
import { openDatabase } from '@suture/feeds/database/database.ts';
import type { MatchingTimes } from './matching.ts';

const [status = '', file = '', how = ''] = process.argv.slice(2);
// As a scan of so many packages does.
optimiseNothing();
const opened = openDatabase(file);
const system = parseOperatingSystem('debian:12');
if (opened.kind !== 'open' || !system.ok) throw new Error('the database cannot be used');
const { database } = opened;
const { os } = system;
const { packages } = readDpkgStatus(readFileSync(status, 'utf8'), os);

/** As for `scan --json`: every finding with its evidence. */
function judged(): number {
  const { findings, rest } = judgedAlready(packages, database);
  const candidates = candidatesFor(rest, database);
  return (
    findings.length +
    matchPackages({ packages: rest, neighbours: packages, system: os, candidatesFor: candidates }).findings.length
  );
}

/** As for `scan`: what the database has concluded, of every package. */
function concluded(): number {
  const { against, rest } = standingAgainst(packages, database);
  if (rest.length > 0) throw new Error(`${rest.length} packages would have to be judged`);
  let count = 0;
  for (const { packages: same, groups } of against)
    for (const { classes } of groups) for (const { ids } of classes) count += ids.split(' ').length * same.length;
  return count;
}

let found = 0;
const once = (): number => {
  const start = performance.now();
  found = how === 'judged' ? judged() : concluded();
  return performance.now() - start;
};

const first = once();
const times: MatchingTimes = { first, again: Array.from({ length: 15 }, once).slice(5), findings: found };
process.stdout.write(JSON.stringify(times));
