// What the machine refuses, or cannot do: known before anything is changed, and called by its name.
import { generateKeyPairSync } from 'node:crypto';
import { expect, test } from 'vitest';
import { writeSigningKey } from '@suture/protocol/trust/keys.ts';
import { until } from '../deployed-fleet.ts';
import { rest, type Faults } from './faulty.ts';

const given = { concurrent: false, timeout: 180_000 } as const;

export const refused: Faults = {
  host: 'refusing',
  upgrades: {
    'lab-waits': {},
    'lab-pinned': {},
    'lab-stranger': {},
    'lab-locked': {},
    'lab-full': { after: { bytes: 5_000_000 } },
    'lab-conflict': { after: { control: 'Conflicts: lab-guest' } },
    'lab-guest': {},
    'lab-held': {},
    'lab-read-only': {},
    'lab-frozen': {},
  },
  tests(faulty) {
    test(
      'what waits for a window of the machine itself is called back by Stop, and was never begun',
      given,
      async () => {
        const { fleet, deploy, jobUntil, policy, held, version } = faulty();
        await policy('maintenance-windows: ["Sun 03:00 + 1m Pacific/Kiritimati"]');
        const id = await deploy('lab-waits');
        await jobUntil(id, /^downloading$/);
        await fleet.server.ask('POST', `/deployments/${id}/stop`, {});
        await jobUntil(id, /^queued$/);
        await policy('');
        await until('the agent dropped it', held, (list) => list.length === 0);
        expect(await version('lab-waits')).toBe('1.0 installed');
      },
    );

    test('a package that the policy of the machine pins is vetoed, whatever the server signed', given, async () => {
      const { deploy, endOf, policy } = faulty();
      await policy('pinned: [lab-pinned]');
      const job = await endOf(await deploy('lab-pinned'), ': > /etc/suture/policy.yaml');
      expect(job).toMatchObject({ state: 'failed', failure: { cause: 'vetoed' } });
      expect(job.reports.at(-1).why).toBe('the policy of this machine pins lab-pinned');
    });

    test('an operator whom the machine does not know is refused, and nothing is run', given, async () => {
      const { host, deploy, endOf, version } = faulty();
      const stranger = writeSigningKey(generateKeyPairSync('ed25519').publicKey);
      await host.sh('cp -p /etc/suture/trust.json /etc/suture/trust.kept');
      await host.sh(`tr -d '\\n' < /etc/suture/trust.json > /etc/suture/trust.line
        sed -E 's#"operatorKeys": *\\[[^]]*\\]#"operatorKeys": ["${stranger}"]#' /etc/suture/trust.line > /etc/suture/trust.json`);
      const job = await endOf(await deploy('lab-stranger'), 'mv /etc/suture/trust.kept /etc/suture/trust.json');
      expect(job).toMatchObject({ state: 'failed', failure: { cause: 'not-trusted' } });
      expect(await version('lab-stranger')).toBe('1.0 installed');
    });

    test('a lock that somebody else holds is waited for', given, async () => {
      const { host, deploy, jobUntil } = faulty();
      const lock = `use Fcntl; open(F, ">>", "/var/lib/dpkg/lock-frontend"); fcntl(F, F_SETLK, pack("s s l! l! i", F_WRLCK, 0, 0, 0, 0)) or die; sleep 12`;
      await host.sh(`systemd-run --quiet --unit=lab-lock perl -e '${lock}'`);
      expect(await jobUntil(await deploy('lab-locked'), rest)).toMatchObject({ state: 'succeeded' });
    });

    test('a full disk is known before anything is changed', given, async () => {
      const { host, deploy, endOf, version } = faulty();
      await host.sh('fallocate -l "$(($(df --output=avail -B1 / | tail -1) - 8000000))" /ballast');
      const job = await endOf(await deploy('lab-full'), 'rm /ballast');
      expect(job).toMatchObject({ state: 'failed', failure: { cause: 'disk-full' } });
      expect(await version('lab-full')).toBe('1.0 installed');
    });

    test('what somebody holds on the machine meanwhile is left alone, by name', given, async () => {
      const { host, deploy, endOf, version } = faulty();
      const hold = () => host.sh('apt-mark hold lab-held');
      const job = await endOf(await deploy('lab-held', {}, hold), 'apt-mark unhold lab-held');
      expect(job).toMatchObject({ state: 'failed', failure: { cause: 'drifted' } });
      expect(job.reports.at(-1).why).toContain('apt-mark unhold lab-held');
      expect(await version('lab-held')).toBe('1.0 installed');
    });

    test('where /usr cannot be written nothing is left half done', given, async () => {
      const { host, deploy, endOf, version } = faulty();
      await host.sh('mount --bind /usr /usr && mount -o remount,bind,ro /usr');
      const job = await endOf(await deploy('lab-read-only'), 'umount -l /usr');
      expect(job).toMatchObject({ state: 'failed' });
      expect([job.failure.cause, await version('lab-read-only')]).toEqual(['precheck-failed', '1.0 installed']);
    });

    test('a freeze holds it before it begins, says why, and once lifted it goes on by itself', given, async () => {
      const { fleet, host, deploy, jobUntil, version } = faulty();
      const { ask } = fleet.server;
      const covers = `endpoint:${host.name}`;
      const { id: freeze } = (await ask('POST', '/freezes', { covers, reason: 'The sale.' })) as {
        readonly id: string;
      };
      const id = await deploy('lab-frozen');
      const job = await jobUntil(id, /^deferred$/);
      expect(job).toMatchObject({ waitsFor: { reason: 'freeze' } });
      expect(job.says[0]).toContain('The sale.');
      expect(await version('lab-frozen')).toBe('1.0 installed');
      await ask('POST', `/freezes/${freeze}/lift`, {});
      expect(await jobUntil(id, rest)).toMatchObject({ state: 'succeeded' });
    });

    test('what cannot be installed beside what came meanwhile is a conflict with a name', given, async () => {
      const { host, deploy, jobUntil, version } = faulty();
      await host.sh('apt-get remove -qq -o DPkg::Lock::Timeout=60 lab-guest');
      const isOffered = async (): Promise<boolean> => {
        const offer = JSON.stringify(await faulty().fleet.server.ask('GET', `/endpoints/${host.id}/updates?limit=200`));
        return offer.includes('lab-conflict') && !offer.includes('lab-guest');
      };
      await until('nothing keeps it back', isOffered, (is) => is);
      const id = await deploy('lab-conflict', {}, () =>
        host.sh('apt-get install -qq -o DPkg::Lock::Timeout=60 lab-guest'),
      );
      const job = await jobUntil(id, rest);
      expect(job).toMatchObject({ state: 'failed', failure: { cause: 'dependency-conflict' } });
      expect(job.reports.at(-1).why).toContain('lab-guest');
      expect([await version('lab-conflict'), await version('lab-guest')]).toEqual(['1.0 installed', '2.0 installed']);
    });
  },
};
