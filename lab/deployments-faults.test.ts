// What goes wrong while a real host carries out a deployment, and what comes of it: nothing twice, nothing lost, the cause named.
import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeSigningKey } from '@suture/protocol/trust/keys.ts';
import type { SamplePackage } from './deb-repository.ts';
import { startFleet, until, type DeployedHost, type Fleet, type Json } from './deployed-fleet.ts';
import { whyNoLab } from './debian-base.ts';

const why = await whyNoLab();
/** Long enough to be interrupted; each run leaves a line. */
const slowly = 'echo ran >> /var/lab-runs; touch /run/lab-at-it; sleep 4; rm -f /run/lab-at-it';
const upgrades: Readonly<Record<string, Omit<SamplePackage, 'name' | 'version'>>> = {
  'lab-agent-killed': { afterwards: slowly },
  'lab-executor-killed': { afterwards: slowly },
  'lab-cut-off': { afterwards: slowly },
  'lab-stopped': { afterwards: slowly },
  'lab-waits': {},
  'lab-pinned': {},
  'lab-locked': {},
  'lab-full': { bytes: 5_000_000 },
  'lab-stranger': {},
  'lab-undone': { service: 'exec sleep infinity' },
  'lab-dies': { service: 'sleep 25; exit 3' },
  'lab-broken': { afterwards: 'echo "the schema could not be changed" >&2; exit 7' },
};
const names = Object.keys(upgrades);
const before = names.map((name) => ({
  name,
  version: '1.0',
  ...(upgrades[name]?.service === undefined ? {} : { service: 'exec sleep infinity' }),
}));

describe.skipIf(why !== undefined)(`faults on a real host${why === undefined ? '' : ` (skipped: ${why})`}`, () => {
  let fleet: Fleet;
  let host: DeployedHost;
  beforeAll(async () => {
    fleet = await startFleet({ network: 71, names: ['faulty'], installed: before });
    [host] = fleet.hosts as readonly [DeployedHost];
    await fleet.offer([...before, ...names.map((name) => ({ name, version: '2.0', ...upgrades[name] }))]);
    await fleet.offered(names);
  }, 900_000);
  afterAll(() => fleet?.stop());

  const deploy = (name: string, more: object = {}): Promise<string> =>
    fleet.deploy({ ships: { kind: 'sources', sources: [name] }, rings: 'rest', ...more });
  const jobUntil = (id: string, holds: RegExp, seconds = 90): Promise<Json> =>
    until(
      `a job that is ${holds}`,
      () => fleet.job(id, host),
      ({ state }) => holds.test(state),
      seconds,
    );
  const rest = /^(?:succeeded|failed|lost|rolled-back|rollback-failed)$/;
  /** `mend`: what makes the host whole again, whatever came of it. */
  const endOf = async (id: string, mend: string): Promise<Json> => {
    try {
      return await jobUntil(id, rest);
    } finally {
      await host.sh(mend);
    }
  };
  const atIt = (): Promise<unknown> =>
    until(
      'it installs',
      () => host.exec('test', '-e', '/run/lab-at-it'),
      ({ code }) => code === 0,
      60,
    );
  const runs = async (): Promise<number> => (await host.exec('cat', '/var/lab-runs')).out.split('\n').length - 1;

  test.each([
    [
      'the agent is killed',
      'lab-agent-killed',
      'systemctl kill --signal=KILL suture-agent; sleep 1; systemctl restart suture-agent',
    ],
    ['the executor is killed', 'lab-executor-killed', 'systemctl kill --signal=KILL suture-executor'],
  ])(
    '%s in the middle of an install: it goes on by itself, once, and is verified',
    async (_, name, kill) => {
      const ranBefore = await runs();
      const id = await deploy(name);
      await atIt();
      await host.sh(kill);
      const job = await jobUntil(id, rest);
      expect(job).toMatchObject({ state: 'succeeded' });
      expect(await fleet.version(host, name)).toBe('2.0 installed');
      expect(await runs()).toBe(ranBefore + 1);
    },
    150_000,
  );

  test('cut off in the middle of an install: what happened meanwhile is told when it is healed', async () => {
    const id = await deploy('lab-cut-off');
    await atIt();
    await host.cable(false);
    await until(
      'it is done',
      () => fleet.version(host, 'lab-cut-off'),
      (is) => is === '2.0 installed',
      60,
    );
    expect((await fleet.job(id, host)).state).toMatch(/starting|installing/);
    await host.cable(true);
    expect(await jobUntil(id, rest)).toMatchObject({ state: 'succeeded' });
  }, 150_000);

  test('Stop kills no install that has begun, and its end is known', async () => {
    const id = await deploy('lab-stopped');
    await atIt();
    await fleet.server.ask('POST', `/deployments/${id}/stop`, {});
    expect(await jobUntil(id, rest)).toMatchObject({ state: 'succeeded' });
    expect((await fleet.deployment(id)).state).toBe('halted');
    expect(await fleet.version(host, 'lab-stopped')).toBe('2.0 installed');
  }, 150_000);

  test('what waits for a window of the machine itself is called back by Stop, and was never begun', async () => {
    await policy('maintenance-windows: ["Sun 03:00 + 1m Pacific/Kiritimati"]');
    const id = await deploy('lab-waits');
    await jobUntil(id, /^downloading$/);
    await fleet.server.ask('POST', `/deployments/${id}/stop`, {});
    await jobUntil(id, /^queued$/);
    await policy('');
    await until('the agent dropped it', held, (list) => list.length === 0);
    expect(await fleet.version(host, 'lab-waits')).toBe('1.0 installed');
  }, 150_000);

  test('a package that the policy of the machine pins is vetoed, whatever the server signed', async () => {
    await policy('pinned: [lab-pinned]');
    const job = await endOf(await deploy('lab-pinned'), ': > /etc/suture/policy.yaml');
    expect(job).toMatchObject({ state: 'failed', failure: { cause: 'vetoed' } });
    expect(job.reports.at(-1).why).toBe('the policy of this machine pins lab-pinned');
  }, 150_000);

  test('an operator whom the machine does not know is refused, and nothing is run', async () => {
    const stranger = writeSigningKey(generateKeyPairSync('ed25519').publicKey);
    await host.sh('cp -p /etc/suture/trust.json /etc/suture/trust.kept');
    await host.sh(`tr -d '\\n' < /etc/suture/trust.json > /etc/suture/trust.line
      sed -E 's#"operatorKeys": *\\[[^]]*\\]#"operatorKeys": ["${stranger}"]#' /etc/suture/trust.line > /etc/suture/trust.json`);
    const job = await endOf(await deploy('lab-stranger'), 'mv /etc/suture/trust.kept /etc/suture/trust.json');
    expect(job).toMatchObject({ state: 'failed', failure: { cause: 'not-trusted' } });
    expect(await fleet.version(host, 'lab-stranger')).toBe('1.0 installed');
  }, 150_000);

  test('a lock that somebody else holds is waited for', async () => {
    const lock = `use Fcntl; open(F, ">>", "/var/lib/dpkg/lock-frontend"); fcntl(F, F_SETLK, pack("s s l! l! i", F_WRLCK, 0, 0, 0, 0)) or die; sleep 12`;
    await host.sh(`systemd-run --quiet --unit=lab-lock perl -e '${lock}'`);
    const job = await jobUntil(await deploy('lab-locked'), rest);
    expect(job).toMatchObject({ state: 'succeeded' });
  }, 150_000);

  test('a full disk is known before anything is changed', async () => {
    await host.sh('fallocate -l "$(($(df --output=avail -B1 / | tail -1) - 8000000))" /ballast');
    const job = await endOf(await deploy('lab-full'), 'rm /ballast');
    expect(job).toMatchObject({ state: 'failed', failure: { cause: 'disk-full' } });
    expect(await fleet.version(host, 'lab-full')).toBe('1.0 installed');
  }, 150_000);

  test('a service that dies after a clean install is caught in the soak', async () => {
    const id = await deploy('lab-dies', { soakMinutes: 1 });
    await jobUntil(id, /^soaking$/);
    expect(await fleet.version(host, 'lab-dies')).toBe('2.0 installed');
    const job = await jobUntil(id, rest, 120);
    expect(job).toMatchObject({ state: 'failed', failure: { cause: 'service-died-in-soak' } });
    expect(job.reports.at(-1).why).toContain('lab-dies.service');
  }, 240_000);

  test('a rollback that a person orders brings back the version of before', async () => {
    const id = await deploy('lab-undone', { soakMinutes: 60 });
    await jobUntil(id, /^soaking$/);
    await fleet.server.ask('POST', `/deployments/${id}/stop`, {});
    await fleet.server.ask('POST', `/deployments/${id}/rollback`, {});
    expect(await jobUntil(id, /^roll(?:ed-back|back-failed)$/)).toMatchObject({ state: 'rolled-back' });
    expect(await fleet.version(host, 'lab-undone')).toBe('1.0 installed');
    await until(
      'it is over',
      () => fleet.deployment(id),
      ({ state }) => state === 'rolled-back',
    );
  }, 150_000);

  test('a script that fails is named with the lines that decide', async () => {
    const id = await deploy('lab-broken');
    const job = await jobUntil(id, rest);
    expect(job).toMatchObject({ state: 'failed', failure: { cause: 'script-failed' } });
    expect(job.reports.at(-1).why).toContain('lab-broken');
    expect(job.reports.at(-1).lines.join('\n')).toContain('the schema could not be changed');
  }, 150_000);

  const policy = (text: string): Promise<string> => host.sh(`printf '%s\\n' '${text}' > /etc/suture/policy.yaml`);
  const held = async (): Promise<readonly Json[]> =>
    JSON.parse((await host.exec('cat', '/var/lib/suture-agent/jobs.json')).out).held;
});
