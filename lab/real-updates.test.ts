// Eight real Debian hosts and a security update that Debian has for them today: planned, rehearsed, deployed in two rings, verified.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { advisoriesFolder } from './advisories.ts';
import { fromArchive, openArchive, pendingIn } from './debian-archive.ts';
import { whyNoLab } from './debian-base.ts';
import { startFleet, until, type Fleet, type Json } from './deployed-fleet.ts';

const base = join(process.env['LAB_CACHE'] ?? '/var/tmp/lab', 'base/debian-bookworm');
/** Services and libraries that the root has; the first of which something is pending. */
const candidates = ['rsyslog', 'nginx-common', 'libssh2-1', 'libexpat1', 'openssl'];
const pending = await pendingIn(base, candidates);
const why =
  pending === undefined
    ? `no root with a pending update of ${candidates.join(', ')}, or no archive (../shared/lab)`
    : await whyNoLab();
const names = Array.from({ length: 8 }, (_, index) => `real-${index + 1}`);

describe.skipIf(why !== undefined)(`Debian's own update${why === undefined ? '' : ` (skipped: ${why})`}`, () => {
  const { source, binary, from, to, cves } = pending as NonNullable<typeof pending>;
  const feeds = mkdtempSync(join(tmpdir(), 'suture-feeds-'));
  let archive: Awaited<ReturnType<typeof openArchive>>;
  let fleet: Fleet;

  beforeAll(async () => {
    advisoriesFolder(
      feeds,
      cves.map((cve) => ({ cve, source, fixed: to })),
    );
    archive = await openArchive();
    const ready = (machine: string): string => fromArchive(machine, archive.port);
    const others = Object.fromEntries(names.map((name) => [name, { base, ready }]));
    fleet = await startFleet({ network: 121, names, installed: [], feeds, others });
    await fleet.offered([source]);
  }, 900_000);
  afterAll(async () => {
    await fleet?.stop();
    archive?.stop();
    rmSync(feeds, { recursive: true, force: true });
  });

  test(`its CVEs are exposed everywhere until ${binary} ${to} is verified there, ring by ring`, async () => {
    const { ask } = fleet.server;
    const exposed = async (): Promise<readonly number[]> =>
      Promise.all(cves.map(async (cve) => ((await ask('GET', `/vulnerabilities/${cve}`)) as Json).exposed));
    await until('all are exposed', exposed, (counts) => counts.every((count) => count === 8));
    const plan = { ships: { kind: 'close', vulnerabilities: cves }, rings: '2,rest' };

    const id = await fleet.rehearse(plan);
    const rehearsed = await until(
      'it is rehearsed',
      () => fleet.deployment(id),
      ({ state }) => state !== 'rehearsing',
      240,
    );
    expect(rehearsed).toMatchObject({
      state: 'awaiting-approval',
      rehearsals: [{ standsFor: 8, result: expect.stringMatching(/^(?:pass|warn)$/) }],
    });
    for (const host of fleet.hosts) expect(await fleet.version(host, binary)).toBe(`${from} installed`);
    await ask('POST', `/deployments/${id}/approval`, { plan: rehearsed.plan });

    const early: string[] = [];
    const cleared = async (): Promise<number> => {
      // In this order: more may be verified by the time that they are counted, and never fewer.
      const clear = 8 - Math.min(...(await exposed()));
      const jobs = await Promise.all(fleet.hosts.map((host) => fleet.job(id, host)));
      const told = jobs.filter(({ reports }) => reports.some(({ kind }: Json) => kind === 'verified')).length;
      if (clear > told) early.push(`${clear} are not exposed, and ${told} are verified`);
      return clear;
    };
    await until('none is exposed', cleared, (clear) => clear === 8, 400);
    expect(early).toEqual([]);
    const over = await until(
      'it ends',
      () => fleet.deployment(id),
      ({ state }) => /^(?:completed|halted)/.test(state),
    );
    expect(over).toMatchObject({ state: 'completed', rings: [{ jobs: { succeeded: 2 } }, { jobs: { succeeded: 6 } }] });
    for (const host of fleet.hosts) expect(await fleet.version(host, binary)).toBe(`${to} installed`);

    const jobs = await Promise.all(fleet.hosts.map((host) => fleet.job(id, host)));
    const at = (ring: number, wanted: string): readonly number[] =>
      jobs
        .filter((job) => job.ring === ring)
        .map(({ reports }) => Date.parse(reports.find(({ kind }: Json) => kind === wanted)?.receivedAt));
    expect(Math.max(...at(0, 'verified'))).toBeLessThan(Math.min(...at(1, 'installing')));
    const { findings } = (await ask('GET', `/deployments/${id}/report`)) as Json;
    expect(new Set(findings.map(({ vulnerability }: Json) => vulnerability))).toEqual(new Set(cves));
    for (const finding of findings) expect(finding).toMatchObject({ closed: 8, installed: [to], fixedVersion: to });
  }, 900_000);
});
