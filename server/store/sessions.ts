// Sessions as rows: found by the hash of their token together with the membership they hang from.
import type { Member, Role } from '../access/permissions.ts';
import type { SessionToken } from '../access/tokens/token.ts';
import type { Transaction } from './database.ts';

export interface NewSession {
  readonly hash: Uint8Array;
  readonly account: string;
  readonly address: string | null;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly idleUntil: Date;
}

/** The id it is spoken of by; it opens nothing. */
export async function addSession(transaction: Transaction, session: NewSession): Promise<string> {
  const [row] = await transaction.query<{ readonly id: string }>(
    `insert into session (organisation, digest, account, address, created_at, expires_at, idle_until)
     values ($1, $2, $3, $4, $5, $6, $7) returning id`,
    [
      transaction.organisation,
      Buffer.from(session.hash),
      session.account,
      session.address,
      session.createdAt,
      session.expiresAt,
      session.idleUntil,
    ],
  );
  return row?.id ?? '';
}

interface Row {
  readonly id: string;
  readonly account: string;
  readonly role: Role;
  readonly tagScope: string[] | null;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly idleUntil: Date;
  readonly revokedAt: Date | null;
}

export interface FoundSession {
  readonly id: string;
  readonly member: Member;
  readonly token: SessionToken;
}

/** Undefined where there is none, or its person is no member any more. */
export async function sessionByHash(transaction: Transaction, hash: Uint8Array): Promise<FoundSession | undefined> {
  const { organisation } = transaction;
  const [row] = await transaction.query<Row>(
    `select s.id, s.account, m.role, m.tag_scope as "tagScope", s.created_at as "createdAt", s.expires_at as "expiresAt",
       s.idle_until as "idleUntil", s.revoked_at as "revokedAt"
     from session s join membership m on m.organisation = s.organisation and m.account = s.account
     where s.organisation = $1 and s.digest = $2`,
    [organisation, Buffer.from(hash)],
  );
  if (row === undefined) return undefined;
  const { id, account, role, tagScope, createdAt, expiresAt, idleUntil, revokedAt } = row;
  const actor = `user:${account}`;
  return {
    id,
    member: { organisation, account, role, tagScope: tagScope ?? undefined },
    token: {
      kind: 'session',
      hash,
      hint: '',
      organisation,
      user: actor,
      createdBy: actor,
      createdAt,
      expiresAt,
      idleUntil,
      revokedAt: revokedAt ?? undefined,
    },
  };
}

export async function keepSession(transaction: Transaction, id: string, idleUntil: Date): Promise<void> {
  await transaction.query(
    'update session set idle_until = $3 where organisation = $1 and id = $2 and idle_until < $3',
    [transaction.organisation, id, idleUntil],
  );
}

/** False where it had ended already. */
export async function revokeSession(transaction: Transaction, id: string, now: Date): Promise<boolean> {
  const revoked = await transaction.query(
    'update session set revoked_at = $3 where organisation = $1 and id = $2 and revoked_at is null returning id',
    [transaction.organisation, id, now],
  );
  return revoked.length > 0;
}

/** When its person signed in. */
export async function sessionSince(transaction: Transaction, id: string): Promise<Date | undefined> {
  const [row] = await transaction.query<{ readonly createdAt: Date }>(
    'select created_at as "createdAt" from session where organisation = $1 and id = $2',
    [transaction.organisation, id],
  );
  return row?.createdAt;
}

export interface OpenSession {
  readonly id: string;
  readonly address: string | null;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

/** What somebody is signed in with now, the newest first; at most 1,000. */
export function sessionsOf(transaction: Transaction, account: string, now: Date): Promise<readonly OpenSession[]> {
  return transaction.query<OpenSession>(
    `select id, address, created_at as "createdAt", expires_at as "expiresAt" from session
     where organisation = $1 and account = $2 and revoked_at is null and expires_at > $3 and idle_until > $3
     order by created_at desc, id limit 1000`,
    [transaction.organisation, account, now],
  );
}

/** Ends what somebody is signed in with, but for one. How many. */
export async function endSessions(transaction: Transaction, account: string, now: Date, but?: string): Promise<number> {
  const ended = await transaction.query(
    `update session set revoked_at = $3 where organisation = $1 and account = $2 and revoked_at is null
     and expires_at > $3 and id is distinct from $4 returning id`,
    [transaction.organisation, account, now, but ?? null],
  );
  return ended.length;
}

/** Forgets sessions that ended before `before`; at most 1,000 in one step. The number forgotten. */
export async function forgetSessions(transaction: Transaction, before: Date): Promise<number> {
  const gone = await transaction.query(
    `delete from session where organisation = $1 and id in
       (select id from session where organisation = $1 and expires_at < $2 order by expires_at limit 1000) returning id`,
    [transaction.organisation, before],
  );
  return gone.length;
}
