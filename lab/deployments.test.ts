// A deployment on real hosts from end to end: offered, planned, signed, handed out, installed, verified, and undone.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startFleet, until, type Fleet, type Json } from './deployed-fleet.ts';
import { whyNoLab } from './debian-base.ts';

const why = await whyNoLab();
const service = 'exec sleep infinity';
const one = { name: 'lab-app', version: '1.0', service };
const two = { name: 'lab-app', version: '2.0', service };

describe.skipIf(why !== undefined)(
  `a deployment on a real host${why === undefined ? '' : ` (skipped: ${why})`}`,
  () => {
    let fleet: Fleet;
    beforeAll(async () => {
      fleet = await startFleet({ network: 61, names: ['app-1'], installed: [one] });
    }, 900_000);
    afterAll(() => fleet?.stop());

    const offers = async (source: string): Promise<Json> =>
      fleet.server.ask('GET', `/updates?q=${encodeURIComponent(`package:${source}`)}`);

    test('what is offered is planned, signed, installed once, verified, and then known to be there', async () => {
      const [host] = fleet.hosts;
      if (host === undefined) throw new Error('no host');
      await fleet.offer([one, two]);
      await until(
        'the update is reported',
        () => offers('lab-app'),
        (list: Json) => list.items?.length > 0,
      );
      const id = await fleet.deploy({ ships: { kind: 'sources', sources: ['lab-app'] }, rings: 'rest' });
      const done = await until(
        'it ends',
        () => fleet.deployment(id),
        ({ state }) => /^completed|halted/.test(state),
      );
      const job = await fleet.job(id, host);
      expect(done.state, JSON.stringify([done, job])).toBe('completed');
      expect(await fleet.version(host, 'lab-app')).toBe('2.0 installed');
      expect(job.reports.map(({ kind }: Json) => kind)).toEqual([
        'prechecking',
        'progress',
        'start-requested',
        'installing',
        'verifying',
        'verified',
        'soaked',
      ]);
    }, 300_000);
  },
);
