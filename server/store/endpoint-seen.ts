// What the last check-in of an endpoint left: when, with which number, and a digest of all it said.
import type { OrganisationId, Store, Transaction } from './database.ts';

export interface Seen {
  readonly at: Date;
  readonly sequence: number;
  /** SHA-256 of all the endpoint said, once nothing of it was left to ask for; null before. */
  readonly reported: Uint8Array | null;
  /** Server minus endpoint. */
  readonly clockOffsetMs: number | null;
  /** The last starts of the machine, newest first. */
  readonly boots: readonly string[];
}

/**
 * Undefined before the first check-in. `isSettled`: nothing of what it said was left to ask for. Held until the transaction
 * ends: `recordRepeated` may be writing it at the same moment, and a replay must not pass one of the two while it is refused
 * by the other.
 */
export async function lastSeen(
  transaction: Transaction,
  endpoint: string,
): Promise<(Pick<Seen, 'sequence' | 'boots'> & { readonly isSettled: boolean }) | undefined> {
  const [row] = await transaction.query<{
    readonly sequence: string;
    readonly boots: string[];
    readonly isSettled: boolean;
  }>(
    `select sequence, boots, reported is not null as "isSettled" from endpoint_seen
     where organisation = $1 and endpoint = $2 for update`,
    [transaction.organisation, endpoint],
  );
  return row === undefined ? undefined : { ...row, sequence: Number(row.sequence) };
}

export async function recordSeen(transaction: Transaction, endpoint: string, seen: Seen): Promise<void> {
  await transaction.query(
    `insert into endpoint_seen (organisation, endpoint, seen_at, sequence, reported, clock_offset_ms, boots)
     values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (organisation, endpoint) do update set seen_at = excluded.seen_at, sequence = excluded.sequence,
       reported = excluded.reported, clock_offset_ms = excluded.clock_offset_ms, boots = excluded.boots`,
    [
      transaction.organisation,
      endpoint,
      seen.at,
      seen.sequence,
      seen.reported === null ? null : Buffer.from(seen.reported),
      seen.clockOffsetMs,
      seen.boots,
    ],
  );
}

/** A check-in that may turn out to say nothing new. */
export interface Repeated {
  readonly endpoint: string;
  readonly serial: string;
  readonly at: Date;
  readonly sequence: number;
  readonly reported: Uint8Array;
  readonly clockOffsetMs: number | null;
}

/** When the certificate shown was issued and is to be renewed. */
export interface CertificateAge {
  readonly issuedAt: Date;
  readonly renewAfter: Date;
}

export interface KnownBefore extends CertificateAge {
  /** Some deployment still has something to do on it, or it is asked to simulate. */
  readonly hasJobs: boolean;
}

/**
 * Notes, in one statement, those of the check-ins that say what was acknowledged before, by endpoints that are active, with
 * certificates in force and a higher number than the last. What is not in the answer needs a closer look. Each endpoint once.
 */
export function recordRepeated(
  store: Store,
  organisation: OrganisationId,
  repeated: readonly Repeated[],
): Promise<ReadonlyMap<string, KnownBefore>> {
  return store.inOrganisation(organisation, async (transaction) => {
    // Locked in one order, so that two servers with the same endpoints wait for each other and do not deadlock.
    const rows = await transaction.query<KnownBefore & { readonly endpoint: string }>(
      `with held as (
         select s.endpoint, a.at, a.sequence, a.clock_offset_ms, c.issued_at, c.renew_after
         from unnest($2::uuid[], $3::text[], $4::timestamptz[], $5::bigint[], $6::bytea[], $7::bigint[])
           as a (endpoint, serial, at, sequence, reported, clock_offset_ms)
         join endpoint_seen s on s.organisation = $1 and s.endpoint = a.endpoint
         join endpoint e on e.organisation = $1 and e.id = a.endpoint
         join endpoint_certificate c on c.organisation = $1 and c.serial = a.serial and c.endpoint = a.endpoint
         where s.reported = a.reported and s.sequence < a.sequence and e.state = 'active' and c.revoked_at is null
         order by s.endpoint for update of s
       )
       update endpoint_seen s set seen_at = held.at, sequence = held.sequence, clock_offset_ms = held.clock_offset_ms
       from held where s.organisation = $1 and s.endpoint = held.endpoint
       returning s.endpoint, held.issued_at as "issuedAt", held.renew_after as "renewAfter",
         exists (select from deployment_job j where j.organisation = $1 and j.endpoint = s.endpoint
           and (j.state in ('queued', 'deferred') or j.holds_slot or j.state = 'soaking'))
         or exists (select from simulation m where m.organisation = $1 and m.endpoint = s.endpoint and m.outcome is null
           and m.asked_at > s.seen_at - interval '20 minutes')
           as "hasJobs"`,
      [
        organisation,
        repeated.map(({ endpoint }) => endpoint),
        repeated.map(({ serial }) => serial),
        repeated.map(({ at }) => at),
        repeated.map(({ sequence }) => sequence),
        repeated.map(({ reported }) => Buffer.from(reported)),
        repeated.map(({ clockOffsetMs }) => clockOffsetMs),
      ],
    );
    return new Map(rows.map((row) => [row.endpoint, row]));
  });
}
