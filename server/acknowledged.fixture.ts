// Compares what simulated endpoints were told is done with what a database holds, as nobody but its superuser sees it.
import type pg from 'pg';
import { expect } from 'vitest';
import type { SimulatedEndpoint, State } from './simulated-endpoints.fixture.ts';

interface Kept {
  readonly id: string;
  readonly state: string;
  readonly kernel: string;
  readonly sequence: string;
  /** Digests of what it reported, the first first, the last what it has now. */
  readonly sets: readonly string[];
}

/** Fails where anything that was acknowledged is missing, is older than what was acknowledged, or is there twice. */
export async function expectKept(client: pg.Client, endpoints: readonly SimulatedEndpoint[]): Promise<void> {
  const { rows } = await client.query<Kept>(
    `select e.id, e.state, e.facts ->> 'kernel' as kernel, s.sequence::text, array(
       select 'sha256:' || encode(p.digest, 'hex') from (
         select since, package_set from section_history where endpoint = e.id and adapter = 'apt'
         union all select since, package_set from section where endpoint = e.id and adapter = 'apt') told
       join package_set p on p.id = told.package_set order by told.since) as sets
     from endpoint e left join endpoint_seen s on s.endpoint = e.id where e.name = any($1) order by e.name`,
    [endpoints.map(({ name }) => name)],
  );
  // One for each, however often its answer was lost.
  expect(rows.map(({ id }) => id).toSorted()).toEqual(endpoints.map(({ record }) => record.id ?? '').toSorted());
  for (const { name, record } of endpoints) {
    const kept = rows.find(({ id }) => id === record.id);
    expect({ name, state: kept?.state }).toEqual({ name, state: 'active' });
    const last = record.acknowledged.at(-1)?.version ?? 0;
    const version = Number(/^6\.1\.0-(\d+)-amd64$/.exec(kept?.kernel ?? '')?.[1]);
    expect({ name, isKept: version >= last && version <= (record.told.at(-1)?.version ?? 0) }).toEqual({
      name,
      isKept: true,
    });
    expect(Number(kept?.sequence ?? 0)).toBeGreaterThanOrEqual(record.taken);
    expect(Number(kept?.sequence ?? 0)).toBeLessThanOrEqual(record.sent);
    const sets = kept?.sets ?? [];
    expect({ name, sets }).toEqual({ name, sets: withoutRepeats(sets) });
    expect({ name, lost: leftOver(digests(record.acknowledged), sets) }).toEqual({ name, lost: [] });
    expect({ name, invented: leftOver(sets, digests(record.told)) }).toEqual({ name, invented: [] });
    // What it has now is not older than what was acknowledged last.
    const since = record.told.findIndex((state) => state === record.acknowledged.at(-1));
    const possible = since === -1 ? [] : record.told.slice(since).map(({ set }) => set.digest);
    if (since !== -1) expect(possible).toContain(sets.at(-1));
  }
  const stored = new Set(endpoints.flatMap(({ record }) => [...record.stored]));
  const texts = new Map(endpoints.flatMap(({ record }) => record.told.map(({ set }) => [set.digest, set.text])));
  const found = await client.query<{ digest: string; items: number; members: string; rows: string }>(
    `select 'sha256:' || encode(digest, 'hex') as digest, max(items) as items, count(*) as rows,
       sum((select count(*) from package_set_member m where m.package_set = p.id)) as members
     from package_set p where context = '' group by digest`,
  );
  for (const { digest, items, members, rows: same } of found.rows) {
    const text = texts.get(digest);
    if (text === undefined) continue;
    // The canonical text: a line for the header, and one for each package.
    const count = text.trimEnd().split('\n').length - 1;
    expect({ digest, items, members, same }).toEqual({ digest, items: count, members: String(count), same: '1' });
    stored.delete(digest);
  }
  expect([...stored]).toEqual([]);
  const doubled = await client.query(
    `select purl, arch, context, count(*) from package group by 1, 2, 3 having count(*) > 1
     union all select vulnerability, package::text, null, count(*) from package_finding where until is null group by 1, 2 having count(*) > 1`,
  );
  expect(doubled.rows).toEqual([]);
}

const digests = (states: readonly State[]): readonly string[] => withoutRepeats(states.map(({ set }) => set.digest));

const withoutRepeats = (items: readonly string[]): readonly string[] =>
  items.filter((item, index) => item !== items[index - 1]);

/** What of the first does not come, in its order, in the second. */
function leftOver(wanted: readonly string[], from: readonly string[]): readonly string[] {
  let next = 0;
  for (const item of from) if (item === wanted[next]) next += 1;
  return wanted.slice(next);
}

/** All tables with all their rows, each as a digest by which two moments are told apart. */
export async function wholeDatabase(client: pg.Client): Promise<Readonly<Record<string, string>>> {
  const { rows } = await client.query<{ name: string }>(
    "select tablename as name from pg_tables where schemaname = 'public' order by 1",
  );
  const all: Record<string, string> = {};
  for (const { name } of rows) {
    const { rows: found } = await client.query<{ digest: string }>(
      `select count(*) || ' ' || md5(coalesce(string_agg(t::text, e'\\n' order by t::text), '')) as digest from ${name} t`,
    );
    all[name] = found[0]?.digest ?? '';
  }
  return all;
}
