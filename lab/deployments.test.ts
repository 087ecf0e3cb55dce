// A deployment on a real host from end to end: planned, signed, handed out, installed, verified, and known.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startFleet, until, type DeployedHost, type Fleet, type Json } from './deployed-fleet.ts';
import { whyNoLab } from './debian-base.ts';

const why = await whyNoLab();
const service = 'exec sleep infinity';
const one = { name: 'lab-app', version: '1.0', service };
const two = { name: 'lab-app', version: '2.0', service };
const next = ['1.0', '2.0'].map((version) => ({ name: 'lab-next', version, service }));
const bad = [
  { name: 'lab-bad', version: '1.0' },
  { name: 'lab-bad', version: '2.0', afterwards: 'echo "no such table" >&2; exit 1' },
];
/** As kernels of Debian are: what is installed is a name, and each new kernel is another package. */
const meta = [
  { name: 'lab-meta', version: '1.0' },
  { name: 'lab-meta', version: '2.0', control: 'Depends: lab-image-2' },
];
const image = { name: 'lab-image-2', version: '2.0' };
/** Not there at first, with what it needs. */
const wanted = [
  { name: 'lab-wanted', version: '1.0', control: 'Depends: lab-needed' },
  { name: 'lab-needed', version: '1.0' },
];
const offered = [one, two, ...next, ...bad, ...meta, image, ...wanted];
const installed = [one, ...[next, bad, meta].flatMap(([first]) => first ?? [])];

describe.skipIf(why !== undefined)(
  `a deployment on a real host${why === undefined ? '' : ` (skipped: ${why})`}`,
  () => {
    let fleet: Fleet;
    let host: DeployedHost;
    beforeAll(async () => {
      fleet = await startFleet({ network: 61, names: ['app-1'], installed });
      [host] = fleet.hosts as readonly [DeployedHost];
      await fleet.offer(offered);
      await fleet.offered(['lab-app', 'lab-next', 'lab-bad', 'lab-meta']);
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

    /** What the live system is: every file of its packages, its package database, and what runs. */
    const live = (): Promise<string> =>
      host.sh(`find /etc /usr /opt /root /srv /boot /var/lib/dpkg /var/lib/apt -xdev ! -type d -printf '%p %s %m %U %G %C@ %l\\n' | sort | sha256sum
        dpkg-query -W -f '\${Package} \${Version} \${db:Status-Status}\\n' | sha256sum
        systemctl show -p MainPID --value lab-app.service`);
    const rehearsed = async (plan: object): Promise<{ readonly id: string; readonly deployment: Json }> => {
      const id = await fleet.rehearse(plan);
      const isKnown = ({ state }: Json): boolean => state !== 'rehearsing';
      return { id, deployment: await until('it is rehearsed', () => fleet.deployment(id), isKnown, 180) };
    };

    test('a plan is rehearsed on the host itself, which stays as it is; then it is approved, and does what was rehearsed', async () => {
      const before = await live();
      const plan = { ships: { kind: 'sources', sources: ['lab-next'] }, rings: 'rest' };
      await until(
        'it is simulated',
        () => fleet.server.ask('POST', '/plan-simulations', plan) as Promise<Json>,
        ({ simulated }) => simulated === 1,
      );
      const { id, deployment } = await rehearsed(plan);
      expect(deployment).toMatchObject({ state: 'awaiting-approval' });
      const [said] = deployment.rehearsals;
      expect(said).toMatchObject({ endpoint: host.id, standsFor: 1, result: 'pass', waitsFor: null, says: [] });
      expect(said.checks).toContain('versions as planned');
      expect(said.seconds).toBeGreaterThan(0);
      expect(said.bytes).toBeGreaterThan(0);
      expect(await live()).toBe(before);
      const { rehearsals, figures } = (await fleet.server.ask('GET', `/plans/${deployment.plan}`)) as Json;
      expect(rehearsals).toEqual(deployment.rehearsals);
      expect(figures).toMatchObject({ simulated: 1 });
      await fleet.server.ask('POST', `/deployments/${id}/approval`, { plan: deployment.plan });
      await until(
        'it is over',
        () => fleet.deployment(id),
        ({ state }) => state === 'completed',
      );
      expect(await fleet.version(host, 'lab-next')).toBe('2.0 installed');
    }, 300_000);

    test('a script that would fail fails in the rehearsal: nobody is asked to approve, and no host is touched', async () => {
      const before = await live();
      const { id, deployment } = await rehearsed({ ships: { kind: 'sources', sources: ['lab-bad'] }, rings: 'rest' });
      expect(deployment).toMatchObject({ state: 'planned', rehearsals: [{ result: 'fail', endpoint: host.id }] });
      const [{ says, lines }] = deployment.rehearsals;
      expect(says.join('\n')).toContain('script-failed: maintainer script failed: postinst of lab-bad');
      expect(lines.join('\n')).toContain('no such table');
      expect(await live()).toBe(before);
      const approved = fleet.server.ask('POST', `/deployments/${id}/approval`, { plan: deployment.plan });
      await expect(approved).rejects.toThrow(/409/);
      expect((await fleet.job(id, host)).state).toBe('queued');
      expect(await fleet.version(host, 'lab-bad')).toBe('1.0 installed');
    }, 300_000);

    test('what brings a new package along is planned once the host has said which, and both are installed', async () => {
      const { ask } = fleet.server;
      const plan = { ships: { kind: 'sources', sources: ['lab-meta'] }, rings: 'rest' };
      const preview = (): Promise<Json> => ask('POST', '/plan-previews', plan) as Promise<Json>;
      expect(await preview()).toMatchObject({
        plan: null,
        excluded: [{ why: expect.stringContaining('it needs the new package lab-image-2') }],
      });
      const simulations = (): Promise<Json> => ask('POST', '/plan-simulations', plan) as Promise<Json>;
      await until('the host has reckoned it', simulations, ({ simulated }) => simulated === 1);
      const id = await fleet.deploy(plan);
      const over = await until(
        'it is over',
        () => fleet.deployment(id),
        ({ state }) => /^(?:completed|halted)/.test(state),
      );
      expect(over.state).toBe('completed');
      const versions = [await fleet.version(host, 'lab-meta'), await fleet.version(host, 'lab-image-2')];
      expect(versions).toEqual(['2.0 installed', '2.0 installed']);
      expect(await host.sh('apt-mark showauto lab-image-2')).toBe('lab-image-2\n');
    }, 180_000);

    test('what a rule forbids goes with its service, and what is named comes with what it needs, both as reckoned', async () => {
      const { ask } = fleet.server;
      const rule = { stance: 'approved', presence: 'forbidden', reason: 'Nobody uses it any more.' };
      await ask('PUT', '/catalog/deb%3Alab-next/rule', { said: rule });
      for (const ships of [{ kind: 'forbidden' }, { kind: 'install', packages: ['deb:lab-wanted@1.0'] }]) {
        const plan = { ships, rings: 'rest' };
        const simulations = (): Promise<Json> => ask('POST', '/plan-simulations', plan) as Promise<Json>;
        await until('the host has reckoned it', simulations, ({ simulated }) => simulated === 1);
        const id = await fleet.deploy(plan);
        const isOver = ({ state }: Json): boolean => /^(?:completed|halted|paused)/.test(state);
        const { state, failures } = await until('it is over', () => fleet.deployment(id), isOver);
        expect({ state, failures }).toEqual({ state: 'completed', failures: [] });
      }
      const list = "dpkg-query -W -f '${Package} ${db:Status-Status}\\n' lab-next lab-wanted lab-needed || true";
      expect(await host.sh(list)).toBe('lab-needed installed\nlab-wanted installed\n');
      expect(await host.sh('apt-mark showmanual lab-wanted lab-needed')).toBe('lab-wanted\n');
    }, 240_000);

    test('a machine on which no operator is known is left out of plans, and says why', async () => {
      const { operatorKeys } = JSON.parse(await host.sh('cat /etc/suture/trust.json'));
      const fingerprint = (await host.sh('suture-agent trust')).split('\n')[0]?.split(' ')[1];
      await host.sh(`suture-agent trust --remove ${fingerprint} || true`);
      await fleet.offer([...offered, { ...two, version: '3.0' }]);
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
