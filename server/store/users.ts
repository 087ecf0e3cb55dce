// People and where they belong. A person is seen by who names their e-mail address, and by the organisations they are in.
import type { Role } from '../access/permissions.ts';
import type { OrganisationId, Store, Transaction } from './database.ts';

/** No organisation has this id, so that a transaction in it sees nothing but what it shows. */
export const NOBODY = '00000000-0000-0000-0000-000000000000' as OrganisationId;

/** An e-mail address as accounts are found by; undefined for what is none. Whether it receives mail is another question. */
export function normalEmail(text: unknown): string | undefined {
  if (typeof text !== 'string' || text.length > 254) return undefined;
  const normal = text.trim().normalize('NFC').toLowerCase();
  return normal.isWellFormed() && normal.length <= 254 && /^[^\s@\p{Cc}]+@[^\s@\p{Cc}]+$/u.test(normal)
    ? normal
    : undefined;
}

export interface Account {
  readonly id: string;
  /** In the PHC string format; undefined for who has none. */
  readonly password: string | undefined;
}

function showEmail(transaction: Transaction, email: string): Promise<unknown> {
  return transaction.query("select set_config('suture.presented_email', $1, true)", [email]);
}

/** `email`: as `normalEmail` gives it. */
export async function accountByEmail(transaction: Transaction, email: string): Promise<Account | undefined> {
  await showEmail(transaction, email);
  const [row] = await transaction.query<{ readonly id: string; readonly password: string | null }>(
    'select id, password from account where email = $1',
    [email],
  );
  return row === undefined ? undefined : { id: row.id, password: row.password ?? undefined };
}

export interface NewAccount {
  /** As `normalEmail` gives it. */
  readonly email: string;
  readonly name: string;
  readonly password: string | undefined;
}

/** The new account's id; undefined where the address has an account already. */
export async function addAccount(
  transaction: Transaction,
  { email, name, password }: NewAccount,
  now: Date,
): Promise<string | undefined> {
  await showEmail(transaction, email);
  const [row] = await transaction.query<{ readonly id: string }>(
    `insert into account (email, name, password, created_at) values ($1, $2, $3, $4)
     on conflict (email) do nothing returning id`,
    [email, name, password ?? null, now],
  );
  return row?.id;
}

/** Replaces the hash that was verified, unless another has taken its place meanwhile. */
export async function replacePassword(
  transaction: Transaction,
  email: string,
  verified: string,
  password: string,
): Promise<void> {
  await showEmail(transaction, email);
  await transaction.query('update account set password = $3 where email = $1 and password = $2', [
    email,
    verified,
    password,
  ]);
}

export interface NewMember {
  readonly account: string;
  readonly role: Role;
  readonly tagScope: readonly string[] | undefined;
}

/** False where that person is a member already. */
export async function addMember(
  transaction: Transaction,
  { account, role, tagScope }: NewMember,
  now: Date,
): Promise<boolean> {
  const added = await transaction.query(
    `insert into membership (organisation, account, role, tag_scope, since) values ($1, $2, $3, $4, $5)
     on conflict (organisation, account) do nothing returning account`,
    [transaction.organisation, account, role, tagScope ?? null, now],
  );
  return added.length > 0;
}

/** Whether any person belongs to the organisation; accounts that the server makes for itself are none. */
export async function hasMembers(transaction: Transaction): Promise<boolean> {
  const rows = await transaction.query(
    `select from membership m join account a on a.id = m.account
     where m.organisation = $1 and not a.built_in limit 1`,
    [transaction.organisation],
  );
  return rows.length > 0;
}

export interface Belonging {
  readonly organisation: OrganisationId;
  readonly role: Role;
}

/** Where somebody who has proved to be this account belongs, the oldest first. */
export function belongingsOf(store: Store, account: string): Promise<readonly Belonging[]> {
  return store.inOrganisation(NOBODY, async (transaction) => {
    await transaction.query("select set_config('suture.presented_account', $1, true)", [account]);
    return transaction.query<{ readonly organisation: OrganisationId; readonly role: Role }>(
      'select organisation, role from membership where account = $1 order by since, organisation',
      [account],
    );
  });
}

/** Behind `presentAccount`. */
export async function belongsElsewhere(transaction: Transaction, account: string): Promise<boolean> {
  const rows = await transaction.query('select from membership where account = $1 and organisation <> $2 limit 1', [
    account,
    transaction.organisation,
  ]);
  return rows.length > 0;
}

/** Held until the transaction ends, so that two who both find no member do not both become the first. */
export async function holdOrganisation(transaction: Transaction): Promise<void> {
  await transaction.query('select from organisation where organisation = $1 for no key update', [
    transaction.organisation,
  ]);
}
