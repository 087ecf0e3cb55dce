// A fleet in the database itself, as large as it likes: a few hundred different inventories, and endpoints that report the same as others.
import { randomUUID } from 'node:crypto';
import type { OrganisationId, Store, Transaction } from '@suture/server/store/database.ts';
import { addEndpoint, installed, offered, report } from '@suture/server/store/reports.fixture.ts';

const distinct = 200;
const packagesEach = 300;
const offersEach = 20;
/** Endpoints that are made in one transaction. */
const piece = 5_000;

/** All carry out installs and undo them, and each is offered twenty security updates. */
export async function addEndpointsAlike(store: Store, organisation: OrganisationId, endpoints: number): Promise<void> {
  const at = new Date().toISOString();
  const names = Array.from({ length: packagesEach }, (_, index) => `package-${index}`);
  const models: string[] = [];
  for (let set = 0; set < distinct; set += 1) {
    const endpoint = await addEndpoint(store, organisation, `model-${set}`, at);
    const packages = [...names.map((name) => installed(name, '1.0-1')), installed('its-own', `${set}-1`)];
    const offers = names
      .slice(set % 50, (set % 50) + offersEach)
      .map((name) => offered(name, '1.0-1', '1.0-2', { security: { is: true, why: 'the channel' } }));
    await report(store, organisation, endpoint, [{ adapter: 'apt', packages, offers }], at);
    models.push(endpoint);
  }
  for (let from = 0; from < endpoints - distinct; from += piece) {
    const ids = Array.from({ length: Math.min(piece, endpoints - distinct - from) }, () => randomUUID());
    const like = ids.map((_, index) => models[(from + index) % distinct] ?? '');
    await store.inOrganisation(organisation, (transaction) => addLike(transaction, ids, like));
    // As the server has it done to what has grown; without, PostgreSQL goes on as if the tables were small.
    if (from <= piece) await count(store, organisation);
  }
  await count(store, organisation);
  await store.inOrganisation(organisation, async (transaction) => {
    await transaction.query(
      `update endpoint set os_id = 'debian', os_version = '12', facts = '{"carriesOut":["install","roll-back"]}'
       where organisation = $1 and id = any($2::uuid[])`,
      [organisation, models],
    );
    await transaction.query('update endpoint_seen set clock_offset_ms = 0 where organisation = $1', [organisation]);
  });
}

const count = (store: Store, organisation: OrganisationId): Promise<unknown> =>
  store.inOrganisation(organisation, (transaction) => transaction.query('analyze'));

/** Endpoints that report the same as others. */
async function addLike(transaction: Transaction, ids: readonly string[], like: readonly string[]): Promise<void> {
  const { organisation } = transaction;
  await transaction.query(
    `insert into endpoint (organisation, id, name, state, os_id, os_version, facts)
     select $1, id, 'host-' || id, 'active', 'debian', '12', '{"carriesOut":["install","roll-back"]}' from unnest($2::uuid[]) as t (id)`,
    [organisation, ids],
  );
  await transaction.query(
    `insert into endpoint_seen (organisation, endpoint, seen_at, clock_offset_ms)
     select $1, id, now(), 0 from unnest($2::uuid[]) as t (id)`,
    [organisation, ids],
  );
  await transaction.query(
    `insert into section (organisation, endpoint, adapter, kind, status, problems, package_set, since)
     select $1, t.id, s.adapter, s.kind, s.status, s.problems, s.package_set, s.since
     from unnest($2::uuid[], $3::uuid[]) as t (id, model) join section s on s.organisation = $1 and s.endpoint = t.model`,
    [organisation, ids, like],
  );
}
