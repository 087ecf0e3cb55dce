// What packages bring along: services that die or do not come back, scripts that fail, configuration of the administrator.
import { expect, test } from 'vitest';
import { until } from '../deployed-fleet.ts';
import { rest, type Faults } from './faulty.ts';

const given = { concurrent: false, timeout: 240_000 } as const;
const lives = { service: 'exec sleep infinity' };
/** A library of this name, put in the place of the one before as dpkg does it. */
const library = (name: string) => ({
  afterwards: `cp /usr/lib/*/libatomic.so.1 /usr/lib/${name}.so.new; mv /usr/lib/${name}.so.new /usr/lib/${name}.so`,
});

/** On a host of its own, as it takes a minute and everything else there would be in its sight. */
export const soaking: Faults = {
  host: 'soaking',
  upgrades: { 'lab-dies': { before: lives, after: { service: 'sleep 25; exit 3' } } },
  tests(faulty) {
    test('a service that dies after a clean install is caught in the soak', given, async () => {
      const { deploy, jobUntil, version } = faulty();
      const id = await deploy('lab-dies', { soakMinutes: 1 });
      await jobUntil(id, /^soaking$/);
      expect(await version('lab-dies')).toBe('2.0 installed');
      const job = await jobUntil(id, rest, 150);
      expect(job).toMatchObject({ state: 'failed', failure: { cause: 'service-died-in-soak' } });
      expect(job.reports.at(-1).why).toContain('lab-dies.service');
    });
  },
};

export const packages: Faults = {
  host: 'packaged',
  upgrades: {
    'lab-undone': { before: lives, after: lives },
    'lab-edited': { before: { configured: 'listen = 80' }, after: { configured: 'listen = 443' } },
    'lab-gone': { before: lives, after: { service: 'exit 3' } },
    'lab-library-kept': { before: library('kept'), after: library('kept') },
    'lab-library-new': { before: library('new'), after: library('new') },
    'lab-uses-them': {
      before: {
        control: 'Depends: lab-library-kept, lab-library-new',
        service: 'LD_PRELOAD=/usr/lib/kept.so:/usr/lib/new.so exec sleep infinity',
      },
    },
    'lab-broken': { after: { afterwards: 'echo "the schema could not be changed" >&2; exit 7' } },
  },
  tests(faulty) {
    test('a rollback that a person orders brings back the version of before', given, async () => {
      const { fleet, deploy, jobUntil, version } = faulty();
      const id = await deploy('lab-undone', { soakMinutes: 60 });
      await jobUntil(id, /^soaking$/);
      await fleet.server.ask('POST', `/deployments/${id}/stop`, {});
      await fleet.server.ask('POST', `/deployments/${id}/rollback`, {});
      expect(await jobUntil(id, /^roll(?:ed-back|back-failed)$/)).toMatchObject({ state: 'rolled-back' });
      expect(await version('lab-undone')).toBe('1.0 installed');
      await until(
        'it is over',
        () => fleet.deployment(id),
        ({ state }) => state === 'rolled-back',
      );
    });

    test('a configuration file that the administrator changed stays, and the new one is named', given, async () => {
      const { host, deploy, jobUntil } = faulty();
      await host.sh('echo "listen = 8080" > /etc/lab-edited.conf');
      const job = await jobUntil(await deploy('lab-edited'), rest);
      expect(job).toMatchObject({ state: 'succeeded' });
      const { why } = job.reports.find(({ kind }: { readonly kind: string }) => kind === 'verifying');
      expect(why).toBe('kept as the administrator has it: /etc/lab-edited.conf (new: /etc/lab-edited.conf.dpkg-dist)');
      expect(await host.sh('cat /etc/lab-edited.conf /etc/lab-edited.conf.dpkg-dist')).toBe(
        'listen = 8080\nlisten = 443\n',
      );
    });

    test('a service that does not come back fails the job by its name, though all is installed', given, async () => {
      const { deploy, jobUntil, version } = faulty();
      const job = await jobUntil(await deploy('lab-gone'), rest);
      expect(job).toMatchObject({ state: 'failed', failure: { cause: 'service-down' } });
      expect(job.reports.at(-1).why).toContain('lab-gone.service');
      expect(await version('lab-gone')).toBe('2.0 installed');
    });

    test(
      'a service on a replaced library fails the job where it may not be restarted, and is restarted where it may',
      given,
      async () => {
        const { host, deploy, endOf, jobUntil, policy } = faulty();
        const runs = (): Promise<string> => host.sh('systemctl show --property=MainPID --value lab-uses-them');
        const before = await runs();
        await policy('verbs: [refresh-indexes, install]');
        const kept = await endOf(await deploy('lab-library-kept'), ': > /etc/suture/policy.yaml');
        expect(kept).toMatchObject({ state: 'failed', failure: { cause: 'old-code-running' } });
        expect(await runs()).toBe(before);
        expect(await jobUntil(await deploy('lab-library-new'), rest)).toMatchObject({ state: 'succeeded' });
        expect(await runs()).not.toBe(before);
      },
    );

    test('a script that fails is named with the lines that decide', given, async () => {
      const { deploy, jobUntil } = faulty();
      const job = await jobUntil(await deploy('lab-broken'), rest);
      expect(job).toMatchObject({ state: 'failed', failure: { cause: 'script-failed' } });
      expect(job.reports.at(-1).why).toContain('lab-broken');
      expect(job.reports.at(-1).lines.join('\n')).toContain('the schema could not be changed');
    });
  },
};
