// What goes wrong while real hosts carry out deployments, and what comes of it: nothing twice, nothing lost, the cause named.
import { afterAll, beforeAll, describe } from 'vitest';
import { whyNoLab } from './debian-base.ts';
import { startFleet, type Fleet } from './deployed-fleet.ts';
import { cutShort } from './faults/cut-short.ts';
import { faultyOf, type Faults } from './faults/faulty.ts';
import { hanging, mirrors } from './faults/mirrors.ts';
import { packages, soaking } from './faults/packages.ts';
import { power } from './faults/power.ts';
import { refused } from './faults/refused.ts';

const why = await whyNoLab();
/** Each on a host of its own, so that they need not wait for one another. */
const all: readonly Faults[] = [soaking, hanging, mirrors, cutShort, refused, packages, power];
const upgrades = Object.assign({}, ...all.map((faults) => faults.upgrades)) as Faults['upgrades'];
const names = Object.keys(upgrades);
const before = names.map((name) => ({ name, version: '1.0', ...upgrades[name]?.before }));
const after = names.map((name) => ({ name, version: '2.0', ...upgrades[name]?.after }));

describe.skipIf(why !== undefined)(`faults on real hosts${why === undefined ? '' : ` (skipped: ${why})`}`, () => {
  let fleet: Fleet;
  beforeAll(async () => {
    fleet = await startFleet({ network: 71, names: all.map(({ host }) => host), installed: before, overHttp: true });
    await fleet.offer([...before, ...after]);
    await fleet.offered(names);
  }, 900_000);
  afterAll(() => fleet?.stop());

  for (const { host, tests } of all) {
    describe.concurrent(`on ${host}`, () => {
      tests(() => faultyOf(fleet, host));
    });
  }
});
