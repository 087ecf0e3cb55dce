// A deployment on a real host from end to end: planned, signed, handed out, installed, verified, and known.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startFleet, until, type DeployedHost, type Fleet, type Json } from './deployed-fleet.ts';
import { whyNoLab } from './debian-base.ts';

const why = await whyNoLab();
const service = 'exec sleep infinity';
const one = { name: 'lab-app', version: '1.0', service };
const two = { name: 'lab-app', version: '2.0', service };

describe.skipIf(why !== undefined)(
  `a deployment on a real host${why === undefined ? '' : ` (skipped: ${why})`}`,
  () => {
    let fleet: Fleet;
    let host: DeployedHost;
    beforeAll(async () => {
      fleet = await startFleet({ network: 61, names: ['app-1'], installed: [one] });
      [host] = fleet.hosts as readonly [DeployedHost];
      await fleet.offer([one, two]);
      await fleet.offered(['lab-app']);
    }, 900_000);
    afterAll(() => fleet?.stop());

    /** As the server knows it. */
    const known = async (): Promise<string> => {
      const { items } = (await fleet.server.ask('GET', `/endpoints/${host.id}/packages?limit=200`)) as Json;
      return items.find(({ name }: Json) => name === 'lab-app')?.version;
    };

    test('what is planned is installed once and verified, and only then known to be there', async () => {
      expect(await known()).toBe('1.0');
      const id = await fleet.deploy({ ships: { kind: 'sources', sources: ['lab-app'] }, rings: 'rest' });
      const seen: string[] = [];
      await until(
        'it is known',
        async () => {
          // In this order: what is known may be newer than the state, and never the other way round.
          const version = await known();
          const { state } = await fleet.job(id, host);
          seen.push(`${version} ${state}`);
          return `${version} ${state}`;
        },
        (is) => is === '2.0 succeeded',
      );
      expect(seen.filter((each) => /^2\.0 (?!soaking|succeeded)/.test(each))).toEqual([]);
      expect(await fleet.deployment(id)).toMatchObject({ state: 'completed', failures: [] });
      expect(await fleet.version(host, 'lab-app')).toBe('2.0 installed');
      const { reports } = await fleet.job(id, host);
      expect(reports.map(({ kind }: Json) => kind)).toEqual([
        'prechecking',
        'progress',
        'start-requested',
        'installing',
        'verifying',
        'verified',
        'soaked',
      ]);
    }, 300_000);

    test('a machine on which no operator is known is left out of plans, and says why', async () => {
      const { operatorKeys } = JSON.parse(await host.sh('cat /etc/suture/trust.json'));
      const fingerprint = (await host.sh('suture-agent trust')).split('\n')[0]?.split(' ')[1];
      await host.sh(`suture-agent trust --remove ${fingerprint} || true`);
      await fleet.offer([one, two, { ...two, version: '3.0' }]);
      const frozen = (): Promise<Json> =>
        fleet.server.ask('POST', '/plan-previews', { ships: { kind: 'all' } }).catch((error: unknown) => String(error));
      const said = await until('it says so', frozen, (answer: Json) =>
        /names fewer operators/.test(JSON.stringify(answer)),
      );
      expect(JSON.stringify(said)).toContain('Its agent carries out no installs');
      await host.sh(`suture-agent trust --add ${operatorKeys[0]}`);
    }, 120_000);
  },
);
