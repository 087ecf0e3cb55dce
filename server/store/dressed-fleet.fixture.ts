// What a seeded fleet has beside its packages: tags, exposures, systems, and updates on offer.
import type pg from 'pg';
import type { OrganisationId } from './database.ts';

/** As a superuser. Half of them are internal and have a tag; what channels offer is forty distinct sets, with fifty updates in each. */
export async function dressFleet(client: pg.Client, organisation: OrganisationId): Promise<void> {
  await client.query(
    `update endpoint set facts = '{"os": {"id": "debian", "version": "12"}}', os_id = 'debian', os_version = '12',
       tags = case when right(name, 1) < '5' then '{web}' else tags end,
       exposure = case when right(name, 1) < '5' then 'internal' else exposure end
     where organisation = $1`,
    [organisation],
  );
  await client.query(
    `insert into package_set (organisation, kind, digest, items, content, offers_read)
     select $1, 'available', sha256(n::text::bytea), 50, '', true from generate_series(1, 40) n`,
    [organisation],
  );
  await client.query(
    `insert into offer (organisation, digest, package, installed, candidate, source_name, source_version, origin, security, security_why)
     select organisation, sha256(id::text::bytea), name, version, '9-1', name, '9-1', 'stable', id % 3 = 0, 'so'
     from package where organisation = $1 and id % 7 = 0`,
    [organisation],
  );
  await client.query(
    `insert into offer_set_member (organisation, package_set, offer)
     select s.organisation, s.id, o.id from package_set s join offer o on o.organisation = s.organisation and (o.id + s.id) % 8 = 0
     where s.organisation = $1 and s.kind = 'available'`,
    [organisation],
  );
  await client.query(
    `insert into section (organisation, endpoint, adapter, kind, status, package_set, since)
     select s.organisation, s.endpoint, s.adapter, 'available', 'complete',
       (select min(a.id) from package_set a where a.organisation = $1 and a.kind = 'available') + s.package_set % 40, s.since
     from section s where s.organisation = $1`,
    [organisation],
  );
}
