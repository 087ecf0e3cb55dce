// A scan of 2,000 Debian packages against all feeds, beside debsecan fed the same packages and the same tracker.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { writeDebsecanData } from './debsecan.ts';
import { type Contestant, inTurns, outputOf } from './measure.ts';
import { type Row, type Section, memoryRow, ratioRow, timeRow } from './report.ts';
import type { Workshop } from './workshop.ts';

const packages = 2_000;
const peerName = 'debsecan';

export function scanDebian(workshop: Workshop, rounds: number): Section {
  const database = workshop.database();
  const table = workshop.scan('suture scan', packages, database);
  const json = workshop.scan('suture scan --json', packages, database, '--json');
  const peer = debsecan(workshop, peerName, workshop.inventory(packages));
  const long = workshop.inventory(packages, 'real');
  const longTable = workshop.scanOf('suture scan, stanzas as long as real ones', long, database);
  const longPeer = debsecan(workshop, `${peerName}, stanzas as long as real ones`, long);
  const remarks =
    peer === undefined
      ? ['debsecan is not installed here, so there is nothing to compare with (Debian: apt install debsecan).']
      : [agreement(workshop, peer)];
  const contestants = [table, peer, json, longTable, longPeer].filter((one) => one !== undefined);
  const measured = inTurns(contestants, rounds, workshop.directory);
  const of = (contestant: Contestant) => measured[contestants.indexOf(contestant)] ?? measured[0];
  const rows: Row[] = [];
  const [ours, whole] = [of(table), of(json)];
  if (ours === undefined || whole === undefined) return { title, rows, remarks };
  rows.push(timeRow(ours), ...memoryRow(ours, 120), timeRow(whole), ...memoryRow(whole));
  const theirs = peer === undefined ? undefined : of(peer);
  if (theirs !== undefined) {
    rows.push(timeRow(theirs), ...memoryRow(theirs));
    rows.push(ratioRow('debsecan takes, against suture scan', theirs.median / ours.median, { atLeast: 2 }));
    rows.push({
      ...ratioRow('debsecan takes, against suture scan --json', theirs.median / whole.median, { atLeast: 2 }),
      target: '',
      met: undefined,
    });
  }
  const ourLong = of(longTable);
  const theirLong = longPeer === undefined ? undefined : of(longPeer);
  if (ourLong !== undefined) rows.push(timeRow(ourLong), ...memoryRow(ourLong));
  if (ourLong !== undefined && theirLong !== undefined) {
    rows.push(timeRow(theirLong));
    rows.push(
      ratioRow('debsecan takes, against suture scan, stanzas as long as real ones', theirLong.median / ourLong.median, {
        atLeast: 2,
      }),
    );
  }
  return { title, rows, remarks };
}

const title = `Scan of ${packages} Debian 12 packages`;

function debsecan(workshop: Workshop, name: string, inventory: string): Contestant | undefined {
  if (spawnSync(peerName, ['--help'], { stdio: 'ignore' }).status !== 0) return undefined;
  const source = writeDebsecanData(workshop.tracker, 'bookworm', join(workshop.directory, 'debsecan'));
  const args = ['--suite', 'bookworm', '--source', source, '--status', inventory, '--config', '/dev/null'];
  return { name, command: peerName, args, env: workshop.system };
}

interface Found {
  readonly id: string;
  readonly state: string;
  readonly package: { readonly name: string };
}

/** Whether both found the same, apart from what debsecan's data leaves out on purpose. */
function agreement(workshop: Workshop, peer: Contestant): string {
  const jsonl = outputOf(workshop.scan('suture scan --jsonl', packages, workshop.database(), '--jsonl'));
  const findings = jsonl
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Found);
  const silent = findings.filter(({ state }) => state === 'unimportant' || state === 'end-of-life');
  const announced = findings.filter(({ id }) => !id.startsWith('CVE-'));
  const ours = new Set(
    findings
      .filter((finding) => !silent.includes(finding) && !announced.includes(finding))
      .map((finding) => `${finding.id} ${finding.package.name}`),
  );
  const theirs = new Set(
    outputOf(peer)
      .trimEnd()
      .split('\n')
      .map((line) => line.split(' ', 2).join(' ')),
  );
  const missing = theirs.difference(ours).size;
  const extra = ours.difference(theirs).size;
  const both = `${ours.intersection(theirs).size} pairs of package and CVE`;
  const beyond = `suture also lists ${silent.length} that Debian calls unimportant or out of support and ${announced.length} known by an announcement alone, which debsecan's data leaves out`;
  if (missing === 0 && extra === 0) return `Both find the same ${both}; ${beyond}.`;
  return `THE TWO DISAGREE: both find ${both}, debsecan alone ${missing}, suture alone ${extra}; ${beyond}. The times cannot be compared.`;
}
