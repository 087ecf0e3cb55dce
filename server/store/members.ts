// The members of an organisation: who they are there, and what is changed about them.
import type { Role } from '../access/permissions.ts';
import type { Transaction } from './database.ts';
import { type Page, type PageRequest, pageOf } from './page.ts';

export interface MemberRow {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  readonly tagScope: readonly string[] | null;
  readonly since: Date;
  /** The server made it for itself: it is no person, and nobody changes it. */
  readonly builtIn: boolean;
}

export interface MemberCursor {
  readonly name: string;
  readonly id: string;
}

const SHOWN = 'a.id, a.email, a.name, m.role, m.tag_scope as "tagScope", m.since, a.built_in as "builtIn"';
const FROM = 'from membership m join account a on a.id = m.account where m.organisation = $1';

/** By e-mail address; the server's own accounts among them. */
export async function members(
  transaction: Transaction,
  { after, limit, skip = 0 }: PageRequest<MemberCursor>,
): Promise<Page<MemberRow, MemberCursor>> {
  const rows = await transaction.query<MemberRow>(
    `select ${SHOWN} ${FROM} and ($2::text is null or (a.email, a.id) > ($2, $3::uuid)) order by a.email, a.id limit $4 offset $5`,
    [transaction.organisation, after?.name ?? null, after?.id ?? null, limit + 1, skip],
  );
  const [count] = await transaction.query<{ readonly total: string }>(`select count(*) as total ${FROM}`, [
    transaction.organisation,
  ]);
  return pageOf(rows, Number(count?.total), limit, ({ email, id }) => ({ name: email, id }));
}

export async function memberOf(transaction: Transaction, account: string): Promise<MemberRow | undefined> {
  const [row] = await transaction.query<MemberRow>(`select ${SHOWN} ${FROM} and m.account = $2`, [
    transaction.organisation,
    account,
  ]);
  return row;
}

/** Whoever it is, the server's own account included. */
export async function accountShown(
  transaction: Transaction,
  account: string,
): Promise<Pick<MemberRow, 'email' | 'name'> | undefined> {
  const [row] = await transaction.query<Pick<MemberRow, 'email' | 'name'>>(
    `select a.email, a.name from membership m join account a on a.id = m.account
     where m.organisation = $1 and m.account = $2`,
    [transaction.organisation, account],
  );
  return row;
}

/** `email`: as `normalEmail` gives it. */
export async function hasMemberWith(transaction: Transaction, email: string): Promise<boolean> {
  const rows = await transaction.query(`select ${FROM} and a.email = $2`, [transaction.organisation, email]);
  return rows.length > 0;
}

/** Whether any other person is an admin: the server's own accounts are none. Only behind `holdOrganisation`. */
export async function hasOtherAdmin(transaction: Transaction, account: string): Promise<boolean> {
  const rows = await transaction.query(
    `select ${FROM} and not a.built_in and m.role = 'admin' and m.account <> $2 limit 1`,
    [transaction.organisation, account],
  );
  return rows.length > 0;
}

export async function changeMember(
  transaction: Transaction,
  account: string,
  { role, tagScope }: Pick<MemberRow, 'role' | 'tagScope'>,
): Promise<void> {
  await transaction.query('update membership set role = $3, tag_scope = $4 where organisation = $1 and account = $2', [
    transaction.organisation,
    account,
    role,
    tagScope,
  ]);
}

export async function renameAccount(transaction: Transaction, email: string, name: string): Promise<void> {
  await transaction.query("select set_config('suture.presented_email', $1, true)", [email]);
  await transaction.query('update account set name = $2 where email = $1', [email, name]);
}

/** With the sessions and tokens that hang from it; and the account, where it belongs nowhere else. */
export async function removeMember(transaction: Transaction, { id, email }: MemberRow): Promise<void> {
  await transaction.query('delete from membership where organisation = $1 and account = $2', [
    transaction.organisation,
    id,
  ]);
  await transaction.query(
    "select set_config('suture.presented_account', $1, true), set_config('suture.presented_email', $2, true)",
    [id, email],
  );
  await transaction.query(
    'delete from account where email = $1 and not exists (select from membership where account = $2)',
    [email, id],
  );
}

/** False where another organisation has the name. */
export async function renameOrganisation(transaction: Transaction, name: string): Promise<boolean> {
  await transaction.query('savepoint renaming');
  try {
    await transaction.query('update organisation set name = $2 where organisation = $1', [
      transaction.organisation,
      name,
    ]);
    return true;
  } catch (error) {
    if (Reflect.get(Object(error), 'code') !== UNIQUE_VIOLATION) throw error;
    await transaction.query('rollback to savepoint renaming');
    return false;
  }
}

const UNIQUE_VIOLATION = '23505';

export async function organisationName(transaction: Transaction): Promise<string> {
  const [row] = await transaction.query<{ readonly name: string }>(
    'select name from organisation where organisation = $1',
    [transaction.organisation],
  );
  return row?.name ?? '';
}
