// A fleet for tests, stored in seconds: many endpoints that share some hundred distinct inventories.
import { createHash, randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { TestDatabase } from '../test-database.ts';
import { type Statements, says } from '../workers/advisories.fixture.ts';
import type { OrganisationId } from './database.ts';

export interface FleetSize {
  readonly endpoints: number;
  /** Distinct inventories. */
  readonly sets: number;
  /** In each. */
  readonly packages: number;
  /** Where there is one already; else one is made. */
  readonly organisation?: OrganisationId;
}

export interface Fleet {
  readonly organisation: OrganisationId;
  /** In the order of their names. */
  readonly endpoints: readonly string[];
  readonly distinctPackages: number;
  /** Some two vulnerabilities for each installed package, as a Debian machine has. */
  readonly statements: Statements;
}

/** Two packages in five come in many versions, as on a fleet that is patched in turns; the rest in one. */
const versionsOf = (name: number): number => (name % 5 < 2 ? 4 + (name % 17) : 1);
const vulnerabilitiesOf = (name: number): number => (name % 3 === 0 ? 1 + (name % 11) : 0);
/** Spreads without a source of chance. */
const spread = (set: number, name: number): number => (set * 2_654_435_761 + name * 40_503) % 9_973;

export async function seedFleet(database: Pick<TestDatabase, 'superuser'>, size: FleetSize): Promise<Fleet> {
  const organisation = size.organisation ?? (randomUUID() as OrganisationId);
  const ids = new Map<string, number>();
  const rows = rowsOf(size, ids);
  const endpoints = Array.from({ length: size.endpoints }, () => randomUUID());
  const client = new pg.Client(database.superuser);
  await client.connect();
  try {
    if (size.organisation === undefined)
      await client.query('insert into organisation (organisation, name) values ($1, $2)', [organisation, organisation]);
    const [{ first } = { first: 0 }] = (
      await client.query<{ first: number }>('select coalesce(max(id), 0)::int as first from package')
    ).rows;
    const [{ firstSet } = { firstSet: 0 }] = (
      await client.query<{ firstSet: number }>('select coalesce(max(id), 0)::int as "firstSet" from package_set')
    ).rows;
    const set = (index: number): number => firstSet + 1 + index;
    await copy(
      client,
      'package (organisation, id, digest, purl, ecosystem, name, version, arch, source_name, source_version, subject)',
      rows.packages.map(({ id, name, version }) => [
        organisation,
        first + id,
        digest(`${name} ${version}`),
        `pkg:deb/debian/${name}@${version}`,
        'Debian:12',
        name,
        version,
        'amd64',
        name,
        version,
        name,
      ]),
    );
    await copy(
      client,
      'package_set (organisation, id, kind, digest, items, ecosystems, content)',
      rows.sets.map((_, index) => [
        organisation,
        set(index),
        'installed',
        digest(`set ${index}`),
        size.packages,
        '{Debian:12}',
        '',
      ]),
    );
    await copy(
      client,
      'package_set_member (organisation, package_set, package)',
      rows.sets.flatMap((members, index) => members.map((id) => [organisation, set(index), first + id])),
    );
    await copy(
      client,
      'endpoint (organisation, id, name, state)',
      endpoints.map((id, index) => [organisation, id, `host-${String(index).padStart(6, '0')}`, 'active']),
    );
    const seen = '2026-11-22T10:00:00Z';
    await copy(
      client,
      'endpoint_seen (organisation, endpoint, seen_at)',
      endpoints.map((id) => [organisation, id, seen]),
    );
    await copy(
      client,
      'section (organisation, endpoint, adapter, kind, status, package_set, since)',
      endpoints.map((id, index) => [organisation, id, 'apt', 'installed', 'complete', set(index % size.sets), seen]),
    );
    for (const table of ['package', 'package_set']) {
      await client.query(`select setval(pg_get_serial_sequence('${table}', 'id'), (select max(id) from ${table}))`);
    }
    await client.query('analyze');
  } finally {
    await client.end();
  }
  return { organisation, endpoints, distinctPackages: ids.size, statements: statementsOn(size) };
}

function rowsOf(size: FleetSize, ids: Map<string, number>) {
  const packages: { readonly id: number; readonly name: string; readonly version: string }[] = [];
  const sets = Array.from({ length: size.sets }, (_set, set) =>
    Array.from({ length: size.packages }, (_name, name) => {
      const version = `1.${spread(set, name) % versionsOf(name)}-1`;
      const key = `${name} ${version}`;
      const known = ids.get(key);
      if (known !== undefined) return known;
      const id = ids.size + 1;
      ids.set(key, id);
      packages.push({ id, name: `package-${name}`, version });
      return id;
    }),
  );
  return { packages, sets };
}

function statementsOn({ packages }: FleetSize): Statements {
  const statements = new Map<string, ReturnType<typeof says>[]>();
  for (let name = 0; name < packages; name++) {
    const all = Array.from({ length: vulnerabilitiesOf(name) }, (_, index) =>
      // Half of them are fixed in some version of the fleet, half nowhere.
      says(`CVE-2026-${10_000 + name * 20 + index}`, index % 2 === 0 ? `1.${2 + index}-1` : undefined),
    );
    if (all.length > 0) statements.set(`Debian:12 package-${name}`, all);
  }
  return statements;
}

const digest = (text: string): string => `\\\\x${createHash('sha256').update(text).digest('hex')}`;

/** Text format: no value here needs escaping but the backslash of a bytea. */
async function copy(client: pg.Client, into: string, rows: readonly (readonly (string | number)[])[]): Promise<void> {
  const lines = rows.values().map((row) => `${row.join('\t')}\n`);
  await pipeline(Readable.from(chunks(lines)), client.query(copyFrom(`copy ${into} from stdin`)));
}

function* chunks(lines: Iterable<string>): Generator<string> {
  let chunk = '';
  for (const line of lines) {
    chunk += line;
    if (chunk.length > 65_536) {
      yield chunk;
      chunk = '';
    }
  }
  yield chunk;
}
