// Accounts that the server makes for itself, and the API tokens that it gives them.
import type { Transaction } from './database.ts';
import { addAccount, addMember } from './users.ts';

export interface BuiltInAccount {
  /** As an account's address is written; of no mailbox. */
  readonly email: string;
  readonly name: string;
}

/** Its id; the account and its membership as an administrator are made where they are missing. */
export async function builtInAccount(
  transaction: Transaction,
  { email, name }: BuiltInAccount,
  now: Date,
): Promise<{ readonly account: string; readonly isNew: boolean }> {
  const added = await addAccount(transaction, { email, name, password: undefined }, now);
  const [row] = await transaction.query<{ readonly id: string }>(
    'update account set built_in = true where email = $1 returning id',
    [email],
  );
  const account = added ?? row?.id;
  if (account === undefined) throw new Error(`the built-in account ${email} is neither there nor made`);
  const isNew = await addMember(transaction, { account, role: 'admin', tagScope: undefined }, now);
  return { account, isNew };
}

/** Of this account's tokens that are in force, the one with this hash; undefined for another's. */
export async function tokenInForce(
  transaction: Transaction,
  account: string,
  hash: Uint8Array,
): Promise<string | undefined> {
  const [row] = await transaction.query<{ readonly id: string }>(
    `select id from api_token
     where organisation = $1 and account = $2 and digest = $3 and revoked_at is null for update`,
    [transaction.organisation, account, Buffer.from(hash)],
  );
  return row?.id;
}
