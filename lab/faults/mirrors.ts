// A mirror that is away or lies: nothing is changed, the cause is named, and what was asked for can be tried again.
import { expect, test } from 'vitest';
import { until } from '../deployed-fleet.ts';
import type { MirrorFault } from '../mirror.ts';
import { rest, type Faults, type Faulty } from './faulty.ts';

const given = { concurrent: false, timeout: 240_000 } as const;
const faults = ['down', '503', 'truncate', 'corrupt'] as const satisfies readonly MirrorFault[];

/** What comes of an upgrade while the mirror is so. */
async function tried({ fleet, deploy, jobUntil, version }: Faulty, fault: MirrorFault) {
  const name = `lab-${fault}`;
  fleet.mirror?.fault(`${name}_2.0`, fault);
  const { state, failure, reports } = await jobUntil(await deploy(name), rest, 200);
  fleet.mirror?.fault(`${name}_2.0`, undefined);
  const namesIt = reports.at(-1).why.includes(`${name}_2.0_all.deb`);
  return { state, cause: failure.cause, namesIt, version: await version(name) };
}
const untouched = { state: 'failed', namesIt: true, version: '1.0 installed' };

/** On a host of its own, as apt's patience takes more than a minute. */
export const hanging: Faults = {
  host: 'hung',
  upgrades: { 'lab-hang': {} },
  tests(faulty) {
    test('hang: given up, nothing is changed, and the file is named', given, async () => {
      expect(await tried(faulty(), 'hang')).toEqual({ ...untouched, cause: 'download-failed' });
    });
  },
};

export const mirrors: Faults = {
  host: 'mirrored',
  upgrades: { ...Object.fromEntries(faults.map((fault) => [`lab-${fault}`, {}])), 'lab-called-back': {} },
  tests(faulty) {
    test('Stop while it downloads: it is called back, and what was fetched is not installed', given, async () => {
      const { fleet, deploy, jobUntil, held, version } = faulty();
      fleet.mirror?.fault('lab-called-back_2.0', 'hang');
      const id = await deploy('lab-called-back');
      await until(
        'it downloads',
        async () => fleet.mirror?.asked('lab-called-back_2.0') ?? 0,
        (times) => times > 0,
      );
      await fleet.server.ask('POST', `/deployments/${id}/stop`, {});
      await jobUntil(id, /^queued$/);
      await until('the agent dropped it', held, (list) => list.length === 0);
      fleet.mirror?.fault('lab-called-back_2.0', undefined);
      expect((await fleet.deployment(id)).state).toBe('halted');
      expect(await version('lab-called-back')).toBe('1.0 installed');
    });

    test.each(faults)('%s: nothing is changed, and the file is named', given, async (fault) => {
      const cause = fault === 'corrupt' ? 'hash-mismatch' : 'download-failed';
      expect(await tried(faulty(), fault)).toEqual({ ...untouched, cause });
    });

    test('once the mirror is well, the same is tried again and installed', given, async () => {
      const { fleet, host, deploy, jobUntil, version } = faulty();
      fleet.mirror?.fault('lab-503_2.0', '503');
      const id = await deploy('lab-503', { soakMinutes: 1 });
      await jobUntil(id, /^failed$/);
      fleet.mirror?.fault('lab-503_2.0', undefined);
      await fleet.server.ask('POST', `/deployments/${id}/retry`, { endpoint: host.id });
      await jobUntil(id, /^soaking$/);
      expect(await version('lab-503')).toBe('2.0 installed');
    });
  },
};
