// dpkg and the power, cut off in the middle, and a reboot that is part of the job: found, brought to its end, never done twice.
import { expect, test } from 'vitest';
import { until } from '../deployed-fleet.ts';
import { rest, type Faults } from './faulty.ts';

const given = { concurrent: false, timeout: 240_000 } as const;
/** At it for as long as anybody likes, the first time. */
const once = (mark: string): string =>
  `echo ran >> /var/lab-runs; [ -e /var/${mark} ] || { touch /var/${mark} /run/lab-at-it; sleep 600; }`;

const wantsReboot = 'touch /run/reboot-required; echo "$DPKG_MAINTSCRIPT_PACKAGE" > /run/reboot-required.pkgs';
/** A person in a session of their own, on a terminal; whatever comes onto it is kept. */
const loggedIn = `systemd-run --quiet --unit=lab-person script --quiet --flush --command 'login -f root' /var/lab-screen
  for _ in $(seq 100); do who | grep -q '^root' && exit 0; sleep 0.1; done; systemctl status lab-person; exit 1`;

export const power: Faults = {
  host: 'powered',
  upgrades: {
    'lab-halfway': { after: { afterwards: once('lab-halfway') } },
    'lab-repaired': {},
    'lab-dpkg-killed': { after: { afterwards: once('lab-dpkg-killed') } },
    'lab-unpacked': { before: { replaced: once('lab-unpacked') }, after: { bytes: 2_000_000 } },
    'linux-image-lab': { after: { afterwards: wantsReboot } },
    'lab-asks': { after: { afterwards: wantsReboot } },
  },
  tests(faulty) {
    test(
      'a dpkg that was interrupted is reported where it may not be repaired, and repaired where it may',
      given,
      async () => {
        const { fleet, host, deploy, atIt, jobUntil, policy, version } = faulty();
        const interrupt = async (): Promise<void> => {
          await host.sh('systemd-run --quiet --unit=lab-dpkg dpkg -i /lab/repository/lab-halfway_2.0_all.deb');
          await atIt();
          await host.sh('systemctl kill --signal=KILL lab-dpkg; rm /run/lab-at-it');
        };
        await policy('verbs: [refresh-indexes, install, restart]');
        const id = await deploy('lab-repaired', { soakMinutes: 1 }, interrupt);
        const reported = await jobUntil(id, rest);
        expect(reported).toMatchObject({ state: 'failed', failure: { cause: 'broken-before' } });
        expect(reported.reports.at(-1).why).toContain('lab-halfway');
        expect(await version('lab-halfway')).toBe('2.0 half-configured');
        await policy('');
        await fleet.server.ask('POST', `/deployments/${id}/retry`, { endpoint: host.id });
        await jobUntil(id, /^soaking$/);
        expect([await version('lab-halfway'), await version('lab-repaired')]).toEqual([
          '2.0 installed',
          '2.0 installed',
        ]);
        await fleet.server.ask('POST', `/deployments/${id}/stop`, {});
      },
    );

    test(
      'the power goes while it unpacks: made whole as it was, reported, and tried again by a person',
      given,
      async () => {
        const { fleet, host, deploy, atIt, jobUntil, version } = faulty();
        const id = await deploy('lab-unpacked', { soakMinutes: 1 });
        await atIt();
        await host.powerOff();
        await host.powerOn();
        const job = await jobUntil(id, rest);
        expect(job).toMatchObject({ state: 'failed', failure: { cause: 'interrupted' } });
        expect(job.reports.at(-1).why).toContain('made whole as it was before');
        expect(await version('lab-unpacked')).toBe('1.0 installed');
        await fleet.server.ask('POST', `/deployments/${id}/retry`, { endpoint: host.id });
        await jobUntil(id, /^soaking$/);
        expect(await version('lab-unpacked')).toBe('2.0 installed');
        await fleet.server.ask('POST', `/deployments/${id}/stop`, {});
      },
    );

    test('a reboot that the plan foresees is survived, and known by the number of the start', given, async () => {
      const { host, deploy, jobUntil, version } = faulty();
      const start = (): Promise<string> => host.sh('cat /proc/sys/kernel/random/boot_id');
      const before = await start();
      const job = await jobUntil(await deploy('linux-image-lab'), rest);
      expect(job).toMatchObject({ state: 'succeeded' });
      expect(await start()).not.toBe(before);
      expect(await version('linux-image-lab')).toBe('2.0 installed');
      const kinds = job.reports.map(({ kind }: { readonly kind: string }) => kind);
      expect(kinds.filter((kind: string) => kind === 'rebooting')).toHaveLength(1);
    });

    test(
      'whoever is logged in is asked for a restart where that is the policy; Stop leaves it so, and their restart ends it',
      given,
      async () => {
        const { fleet, host, deploy, jobUntil, version } = faulty();
        await host.sh(loggedIn);
        const id = await deploy('lab-asks', { conduct: { reboot: 'ask' } });
        const waiting = await jobUntil(id, /^rebooting$/);
        expect(waiting.reports.at(-1).why).toContain('whoever is on it is asked to restart it');
        await until(
          'it is on the screen of who is logged in',
          () => host.exec('cat', '/var/lab-screen'),
          ({ out }) => out.includes('restart this machine within 50 minutes'),
          20,
        );
        await fleet.server.ask('POST', `/deployments/${id}/stop`, {});
        expect((await fleet.deployment(id)).state).toBe('halted');
        expect((await fleet.job(id, host)).state).toBe('rebooting');
        await host.exec('systemctl', 'reboot');
        const { state, reports } = await jobUntil(id, rest);
        expect([state, reports.at(-1).why]).toEqual(['succeeded', null]);
        expect(await version('lab-asks')).toBe('2.0 installed');
      },
    );

    test('dpkg killed at its work: said to be interrupted, not tried again by itself', given, async () => {
      const { fleet, host, deploy, atIt, jobUntil, runs, version } = faulty();
      const ranBefore = await runs();
      const id = await deploy('lab-dpkg-killed');
      await atIt();
      await host.sh("systemctl kill --signal=KILL 'suture-*-install.service'; rm /run/lab-at-it");
      expect(await jobUntil(id, rest)).toMatchObject({ state: 'failed', failure: { cause: 'interrupted' } });
      expect(await runs()).toBe(ranBefore + 1);
      expect(await version('lab-dpkg-killed')).toBe('2.0 half-configured');
      // Until somebody has repaired it, no plan has the machine.
      const frozen = (): Promise<string> =>
        fleet.server
          .ask('POST', '/plan-previews', { q: `endpoint:${host.name}`, ships: { kind: 'all' } })
          .then(JSON.stringify, String);
      await until('it is left out', frozen, (said) => /is not complete/.test(said));
    });
  },
};
