// Times matching inside one process and prints it as JSON: `node matching-process.ts STATUS DATABASE`.
import { readFileSync } from 'node:fs';
import { readDpkgStatus } from '@suture/cli/inventories/dpkg-status.ts';
import { candidatesFor } from '@suture/cli/scan/candidates.ts';
import { matchPackages } from '@suture/core/matching/match.ts';
import { parseOperatingSystem } from '@suture/core/packages/operating-system.ts';
import { openDatabase } from '@suture/feeds/database/database.ts';
import type { MatchingTimes } from './matching.ts';

const [status = '', file = ''] = process.argv.slice(2);
const opened = openDatabase(file);
const system = parseOperatingSystem('debian:12');
if (opened.kind !== 'open' || !system.ok) throw new Error('the database cannot be used');
const { database } = opened;
const { packages } = readDpkgStatus(readFileSync(status, 'utf8'), system.os);

let findings = 0;
const once = (): number => {
  const start = performance.now();
  const result = matchPackages({ packages, system: system.os, candidatesFor: candidatesFor(packages, database) });
  findings = result.findings.length;
  return performance.now() - start;
};

const first = once();
const times: MatchingTimes = { first, again: Array.from({ length: 15 }, once).slice(5), findings };
process.stdout.write(JSON.stringify(times));
