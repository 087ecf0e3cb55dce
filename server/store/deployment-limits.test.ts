// The limits of deployments as the database keeps them, whatever a server that writes jobs believes.
import { randomUUID } from 'node:crypto';
import { beforeAll, afterAll, expect, test } from 'vitest';
import { newRollout } from '@suture/core/rollouts/plan.ts';
import { ringSizesOf, rolloutPlan } from '@suture/core/rollouts/rollout-plan.ts';
import { useDatabase } from '../test-database.ts';
import { deploymentFleet, type DeploymentFleet } from '../deployment-fleet.fixture.ts';
import { openStore, type Store } from './database.ts';
import { writeJobs } from './deployment-jobs.ts';
import { addDeployment, deploymentRow, writeDeployment } from './deployments.ts';
import { rolloutLimits, setRolloutLimits } from './rollout-limits.ts';

const database = useDatabase();
let store: Store;
let fleet: DeploymentFleet;
const now = new Date('2026-11-23T22:00:00.000Z');

beforeAll(async () => {
  store = openStore({ connection: database().connection });
  fleet = await deploymentFleet(database(), { endpoints: 12, groupOf: (index) => (index < 4 ? 'pair' : null) });
});
afterAll(() => store.close());

/** Twelve endpoints in rings of 4 and 8; at most 5 at once, 3 of a ring, 1 of the group. */
async function deployed(): Promise<string> {
  const id = randomUUID();
  await store.inOrganisation(fleet.organisation, async (transaction) => {
    await rolloutLimits(transaction, { held: false });
    const { document, hash } = await fleet.plan(transaction, {
      rings: '4,rest',
      limits: { deployment: 5, ring: 3, group: 1 },
    });
    const state = newRollout(rolloutPlan(document, hash, 12), ringSizesOf(document), now.getTime());
    await addDeployment(transaction, { id, name: 'x', state, fleet: 12, by: 'test', at: now });
  });
  return id;
}

const take = (id: string, positions: readonly number[], kind: 'installing' | 'succeeded' | 'lost' = 'installing') =>
  store.inOrganisation(fleet.organisation, (transaction) =>
    writeJobs(
      transaction,
      id,
      new Map(
        positions.map((position) => [
          position,
          {
            attempt: 1,
            dispatch: 1,
            counted: false,
            changed: true,
            state:
              kind === 'installing'
                ? { kind, since: 0, overdue: false }
                : kind === 'lost'
                  ? { kind, at: 0, keepsGroupSlot: true }
                  : { kind, at: 0 },
          },
        ]),
      ),
      now.getTime(),
    ),
  );

const counts = async (id: string) => {
  const query = async (text: string): Promise<readonly number[]> =>
    (await database().pool.query({ text, values: [id], rowMode: 'array' })).rows.flat() as number[];
  await database().pool.query("select set_config('suture.organisation', $1, false)", [fleet.organisation]);
  return query('select in_flight from deployment_ring where deployment = $1 order by number');
};

/** Positions of those in the group, and of those in none, by ring. */
const places = async (id: string) =>
  store.inOrganisation(fleet.organisation, async (transaction) => {
    const rows = await transaction.query<{ position: number; grouped: boolean }>(
      'select position, disruption_group is not null as grouped from deployment_job where deployment = $1 order by position',
      [id],
    );
    const of = (from: number, to: number, grouped: boolean) =>
      rows
        .filter((row) => row.position >= from && row.position < to && row.grouped === grouped)
        .map((row) => row.position);
    return { grouped: of(0, 12, true), first: of(0, 4, false), second: of(4, 12, false) };
  });

test('more than a ring, a deployment, a group or all together may have at once is not written', async () => {
  const id = await deployed();
  const { grouped, second } = await places(id);
  const three = second.slice(0, 3);
  await take(id, three);
  await expect(take(id, second.slice(3, 4))).rejects.toThrow('ring_limit');
  expect((await counts(id)).reduce((sum, each) => sum + each, 0)).toBe(3);
  await take(id, three, 'succeeded');
  expect(await counts(id)).toEqual([0, 0]);

  await take(id, grouped.slice(0, 1));
  await expect(take(id, grouped.slice(1, 2))).rejects.toThrow('group_limit');
  // A lost one keeps its place in the group, and no other.
  await take(id, grouped.slice(0, 1), 'lost');
  expect(await counts(id)).toEqual([0, 0]);
  await expect(take(id, grouped.slice(1, 2))).rejects.toThrow('group_limit');
  await take(id, grouped.slice(0, 1), 'succeeded');
});

test('the limit of all deployments holds over all of them', async () => {
  const [one, other] = [await deployed(), await deployed()];
  const free = await places(one);
  await store.inOrganisation(fleet.organisation, (transaction) =>
    setRolloutLimits(transaction, { mostInFlight: 3, mostInGroup: 1, signaturesNeeded: 1 }),
  );
  await take(one, free.second.slice(0, 2));
  await take(other, (await places(other)).second.slice(0, 1));
  await expect(take(other, (await places(other)).second.slice(1, 2))).rejects.toThrow('total_limit');
  const lower = await store.inOrganisation(fleet.organisation, (transaction) =>
    setRolloutLimits(transaction, { mostInFlight: 2, mostInGroup: 1, signaturesNeeded: 1 }),
  );
  expect(lower).toBe(false);
});

test('a plan is its hash, and is never changed', async () => {
  await deployed();
  await database().pool.query("select set_config('suture.organisation', $1, false)", [fleet.organisation]);
  await expect(
    store.inOrganisation(fleet.organisation, (transaction) => transaction.query("update plan set created_by = 'me'")),
  ).rejects.toThrow('never changed');
  await expect(
    store.inOrganisation(fleet.organisation, (transaction) =>
      transaction.query(
        `insert into plan select organisation, hash, document || '\\x20', root, endpoints, created_at, created_by, expires_at from plan limit 1`,
      ),
    ),
  ).rejects.toThrow('plan_is_its_hash');
});

test('who has read what was changed since writes nothing', async () => {
  const id = await deployed();
  await store.inOrganisation(fleet.organisation, async (transaction) => {
    const row = await deploymentRow(transaction, id);
    if (row === undefined) throw new Error('gone');
    const next = { deployment: row.deployment, rings: row.rings, said: [], lookAt: Infinity };
    await writeDeployment(transaction, row, next);
    await expect(writeDeployment(transaction, row, next)).rejects.toThrow('somebody else');
    expect((await deploymentRow(transaction, id))?.deployment).toEqual(row.deployment);
  });
});
