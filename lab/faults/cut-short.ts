// Whatever cuts in while it installs: the install goes on by itself, once, and its end is known.
import { expect, test } from 'vitest';
import { until } from '../deployed-fleet.ts';
import { rest, slowly, type Faults } from './faulty.ts';

export const cutShort: Faults = {
  host: 'cut-short',
  upgrades: {
    'lab-agent-killed': { after: { afterwards: slowly } },
    'lab-executor-killed': { after: { afterwards: slowly } },
    'lab-cut-off': { after: { afterwards: slowly } },
    'lab-stopped': { after: { afterwards: slowly } },
  },
  tests(faulty) {
    test.each([
      [
        'the agent is killed',
        'lab-agent-killed',
        'systemctl kill --signal=KILL suture-agent; sleep 1; systemctl restart suture-agent',
      ],
      ['the executor is killed', 'lab-executor-killed', 'systemctl kill --signal=KILL suture-executor'],
    ])(
      '%s in the middle of an install: it goes on by itself, once, and is verified',
      { concurrent: false, timeout: 180_000 },
      async (_, name, kill) => {
        const { host, deploy, atIt, jobUntil, runs, version } = faulty();
        const ranBefore = await runs();
        const id = await deploy(name);
        await atIt();
        await host.sh(kill);
        expect(await jobUntil(id, rest)).toMatchObject({ state: 'succeeded' });
        expect(await version(name)).toBe('2.0 installed');
        expect(await runs()).toBe(ranBefore + 1);
      },
    );

    test(
      'cut off in the middle of an install: what happened meanwhile is told when it is healed',
      { concurrent: false, timeout: 180_000 },
      async () => {
        const { fleet, host, deploy, atIt, jobUntil, version } = faulty();
        const id = await deploy('lab-cut-off');
        await atIt();
        await host.cable(false);
        await until(
          'it is done',
          () => version('lab-cut-off'),
          (is) => is === '2.0 installed',
          60,
        );
        expect((await fleet.job(id, host)).state).toMatch(/starting|installing/);
        await host.cable(true);
        expect(await jobUntil(id, rest)).toMatchObject({ state: 'succeeded' });
      },
    );

    test(
      'Stop kills no install that has begun, and its end is known',
      { concurrent: false, timeout: 180_000 },
      async () => {
        const { fleet, deploy, atIt, jobUntil, version } = faulty();
        const id = await deploy('lab-stopped');
        await atIt();
        await fleet.server.ask('POST', `/deployments/${id}/stop`, {});
        expect(await jobUntil(id, rest)).toMatchObject({ state: 'succeeded' });
        expect((await fleet.deployment(id)).state).toBe('halted');
        expect(await version('lab-stopped')).toBe('2.0 installed');
      },
    );
  },
};
