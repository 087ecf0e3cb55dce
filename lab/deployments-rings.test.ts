// Eight real hosts in two rings: a good update goes through both, a bad one ends in the first and leaves the rest untouched.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startFleet, until, type Fleet, type Json } from './deployed-fleet.ts';
import { whyNoLab } from './debian-base.ts';

const why = await whyNoLab();
const names = Array.from({ length: 8 }, (_, index) => `ring-${index + 1}`);
const service = 'exec sleep infinity';
const before = [
  { name: 'lab-good', version: '1.0', service },
  { name: 'lab-bad', version: '1.0' },
];
const after = [
  { name: 'lab-good', version: '2.0', service },
  { name: 'lab-bad', version: '2.0', afterwards: 'echo "no such table" >&2; exit 1' },
];

describe.skipIf(why !== undefined)(`eight real hosts${why === undefined ? '' : ` (skipped: ${why})`}`, () => {
  let fleet: Fleet;
  beforeAll(async () => {
    fleet = await startFleet({ network: 101, names, installed: before });
    await fleet.offer([...before, ...after]);
    await fleet.offered(['lab-good', 'lab-bad']);
  }, 900_000);
  afterAll(() => fleet?.stop());

  const deploy = (source: string): Promise<string> =>
    fleet.deploy({ ships: { kind: 'sources', sources: [source] }, rings: '2,rest' });
  const ended = (id: string): Promise<Json> =>
    until(
      'it ends',
      () => fleet.deployment(id),
      ({ state }) => /^(?:completed|halted)/.test(state),
      240,
    );
  const versions = async (name: string): Promise<readonly string[]> =>
    (await Promise.all(fleet.hosts.map((host) => fleet.version(host, name)))).toSorted();
  const jobs = (id: string): Promise<readonly Json[]> => Promise.all(fleet.hosts.map((host) => fleet.job(id, host)));

  test('a good update is installed and verified in the first ring before the second begins', async () => {
    const id = await deploy('lab-good');
    const { state, rings } = await ended(id);
    expect({ state, rings: rings.map((ring: Json) => ring.jobs) }).toEqual({
      state: 'completed',
      rings: [{ succeeded: 2 }, { succeeded: 6 }],
    });
    expect(await versions('lab-good')).toEqual(names.map(() => '2.0 installed'));
    const all = await jobs(id);
    const at = (ring: number, kind: string): readonly number[] =>
      all
        .filter((job) => job.ring === ring)
        .map(({ reports }) => Date.parse(reports.find((report: Json) => report.kind === kind)?.receivedAt));
    expect(Math.max(...at(0, 'verified'))).toBeLessThan(Math.min(...at(1, 'installing')));
  }, 400_000);

  test('one whose script fails is halted in the first ring, with the cause, and the rest is as it was', async () => {
    const id = await deploy('lab-bad');
    const { state, haltedBy, failures, rings } = await ended(id);
    expect({ state, haltedBy, rings: rings.map((ring: Json) => ring.jobs) }).toEqual({
      state: 'halted',
      haltedBy: 'gate',
      rings: [{ failed: 2 }, { queued: 6 }],
    });
    expect(failures).toMatchObject([{ cause: 'script-failed', endpoints: 2 }]);
    expect(failures[0].lines.join('\n')).toContain('no such table');
    expect((await versions('lab-bad')).filter((version) => version === '1.0 installed')).toHaveLength(6);
  }, 400_000);
});
