// Three controllers on one database, one of them killed at random again and again: limits hold, nothing is installed twice, and Stop stops all.
import { generateKeyPairSync } from 'node:crypto';
import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { planShelf } from './actions/plan-shelf.ts';
import { deploy, deploymentFleet, type DeploymentFleet } from './deployment-fleet.fixture.ts';
import { tickDeployment } from './actions/tick-deployment.ts';
import { openStore, type Store, type Transaction } from './store/database.ts';
import { addReports } from './store/deployment-reports.ts';
import { rolloutLimits, setRolloutLimits } from './store/rollout-limits.ts';
import { useDatabase } from './test-database.ts';

const database = useDatabase();
const { privateKey } = generateKeyPairSync('ed25519');
let store: Store;
let fleet: DeploymentFleet;
const running: ChildProcess[] = [];

beforeAll(async () => {
  store = openStore({ connection: database().connection });
  fleet = await deploymentFleet(database(), { endpoints: 60 });
});
afterAll(async () => {
  for (const child of running) child.kill('SIGKILL');
  await store.close();
});

function startController(): ChildProcess {
  const key = privateKey.export({ type: 'pkcs8', format: 'pem' });
  const task = JSON.stringify({ connection: database().connection, organisation: fleet.organisation, key });
  const file = join(import.meta.dirname, 'deployment-controller.fixture.ts');
  const child = spawn(process.execPath, [file, task], { stdio: ['ignore', 'ignore', 'inherit'] });
  running.push(child);
  return child;
}

interface Busy {
  readonly deployment: string;
  readonly endpoint: string;
  readonly attempt: number;
  readonly dispatch: number;
  readonly state: string;
}
const busy = () =>
  store.inOrganisation(fleet.organisation, (transaction) =>
    transaction.query<Busy & Record<string, unknown>>(
      `select deployment, endpoint, attempt, dispatch, state from deployment_job
       where holds_slot or state = 'soaking'`,
    ),
  );

/** What an endpoint says next, where its job stands so. */
const next = {
  dispatched: { kind: 'start-requested' },
  starting: { kind: 'verified', evidence: { versionsAsPlanned: true, newCodeRuns: true } },
  soaking: { kind: 'soaked', evidence: { probesPass: true, boots: 0 } },
} as const;

const parts = { signing: privateKey, plans: planShelf() };
const said = new Map<string, number>();

/** Endpoints say what comes next of each of these jobs. */
async function report(jobs: readonly Busy[]): Promise<void> {
  for (const { endpoint, state, deployment, attempt, dispatch } of jobs) {
    const body = Object.hasOwn(next, state) ? next[state as keyof typeof next] : undefined;
    if (body === undefined) continue;
    const number = (said.get(endpoint) ?? 0) + 1;
    said.set(endpoint, number);
    const at = new Date();
    await store.inOrganisation(fleet.organisation, (transaction) =>
      addReports(transaction, endpoint, [{ deployment, attempt, dispatch, number, at: at.toISOString(), body }], at),
    );
  }
}

test('two deployments of sixty endpoints come to their ends within all limits, whoever is killed meanwhile', async () => {
  await store.inOrganisation(fleet.organisation, async (transaction) => {
    await rolloutLimits(transaction, { held: false });
    await setRolloutLimits(transaction, { mostInFlight: 9, mostInGroup: 1, signaturesNeeded: 1 });
  });
  const limits = { deployment: 7, ring: 5, group: 1 };
  const [one, two] = [fleet.endpoints.slice(0, 30), fleet.endpoints.slice(30)].map((endpoints) => ({
    ...fleet,
    endpoints,
    plan: (transaction: Parameters<DeploymentFleet['plan']>[0], over = {}) =>
      fleet.plan(transaction, {
        ...over,
        endpoints: endpoints.map((endpoint) => ({
          endpoint,
          step: 0,
          rollback: 'R0',
          group: null,
          schedule: '',
        })),
      }),
  }));
  if (one === undefined || two === undefined) throw new Error('no fleets');
  for (const each of [one, two]) await deploy(store, each, parts, { rings: '5,rest', limits });
  let controllers = [startController(), startController(), startController()];

  let kills = 0;
  let most = { all: 0, each: 0 };
  const deadline = Date.now() + 120_000;
  for (let round = 0; Date.now() < deadline; round += 1) {
    const jobs = await busy();
    const inFlight = jobs.filter(({ state }) => state !== 'soaking');
    const each = [...Map.groupBy(inFlight, ({ deployment }) => deployment).values()].map((of) => of.length);
    most = {
      all: Math.max(most.all, inFlight.length),
      each: Math.max(most.each, ...each),
    };
    await report(jobs);
    // By the round, and by no pattern that the controllers could follow.
    if (round % 40 === 20) {
      const [victim, ...others] = controllers.toSorted(() => Math.random() - 0.5);
      victim?.kill('SIGKILL');
      controllers = [...others, startController()];
      kills += 1;
    }
    const open = await store.inOrganisation(fleet.organisation, (transaction) =>
      transaction.query("select from deployment where state <> 'completed'"),
    );
    if (open.length === 0) break;
    await delay(40);
  }

  const [ends, starts, slots] = await store.inOrganisation(fleet.organisation, async (transaction) => [
    await transaction.query<{ state: string; jobs: number }>(
      'select state, count(*)::int as jobs from deployment_job group by 1',
    ),
    await transaction.query('select from deployment_dispatch where start is not null'),
    await transaction.query<{ total: number; counted: number }>(
      `select (select sum(in_flight)::int from deployment) as total, l.in_flight as counted from rollout_limit l`,
    ),
  ]);
  expect(ends).toEqual([{ state: 'succeeded', jobs: 60 }]);
  // One start for each endpoint: a unique index would have refused another.
  expect(starts).toHaveLength(60);
  expect(slots).toEqual([{ total: 0, counted: 0 }]);
  expect(kills).toBeGreaterThan(0);
  expect(most.all).toBeLessThanOrEqual(9);
  expect(most.each).toBeLessThanOrEqual(7);
  expect(most.all).toBeGreaterThan(5);
  for (const controller of controllers) controller.kill('SIGKILL');
}, 150_000);

interface Given {
  readonly dispatches: number;
  readonly starts: number;
  /** When the last start token ends. */
  readonly until: Date | null;
}

test('once Stop is said nothing more is given out or let begin, however many controllers look and endpoints ask', async () => {
  const wide = { deployment: 9, ring: 9, group: 1 };
  const id = await deploy(store, fleet, parts, { rings: 'rest', limits: wide });
  const given = async (transaction: Transaction): Promise<Given | undefined> =>
    (
      await transaction.query<Given & Record<string, unknown>>(
        `select count(*)::int as dispatches, count(start)::int as starts, max(start_expires_at) as until
         from deployment_dispatch where deployment = $1`,
        [id],
      )
    )[0];
  const now = () => store.inOrganisation(fleet.organisation, given);
  for (let controller = 0; controller < 3; controller += 1) startController();
  await expect
    .poll(
      async () => {
        await report(await busy());
        return (await now())?.starts ?? 0;
      },
      { timeout: 60_000, interval: 20 },
    )
    .toBeGreaterThan(12);

  const stopped = await store.inOrganisation(fleet.organisation, async (transaction) => {
    await tickDeployment(transaction, parts, id, { commands: [{ kind: 'stop', by: 'ada' }] });
    return { given: await given(transaction), at: new Date() };
  });
  const left = 60 - (stopped.given?.dispatches ?? 0);
  expect(left).toBeGreaterThan(0);
  // What has begun goes on and ends; whoever asks to begin is asked to stop asking.
  await expect
    .poll(
      async () => {
        const jobs = await busy();
        await report(jobs);
        return jobs.length;
      },
      { timeout: 60_000, interval: 20 },
    )
    .toBe(0);
  expect(await now()).toEqual(stopped.given);
  // An endpoint that is cut off can use what it was given until then, and not a moment longer.
  expect(stopped.given?.until?.getTime()).toBeLessThanOrEqual(stopped.at.getTime() + 5 * 60_000);
  const states = await store.inOrganisation(fleet.organisation, (transaction) =>
    transaction.query<{ state: string; count: number }>(
      'select state, count(*)::int as count from deployment_job where deployment = $1 group by state order by state',
      [id],
    ),
  );
  expect(Object.fromEntries(states.map(({ state, count }) => [state, count]))).toEqual({
    queued: expect.any(Number),
    succeeded: stopped.given?.starts,
  });
}, 130_000);
