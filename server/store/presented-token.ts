// A token that is shown before the organisation is known: it lets its own row be seen, and nothing else.
import type { OrganisationId, Store } from './database.ts';
import { NOBODY } from './users.ts';

export type TokenTable = 'session' | 'api_token' | 'setup_link' | 'invitation';

/** Whose token this is; undefined for one that nobody made. `hash`: SHA-256 of its text. */
export function organisationOf(store: Store, table: TokenTable, hash: Uint8Array): Promise<OrganisationId | undefined> {
  return store.inOrganisation(NOBODY, async (transaction) => {
    const digest = Buffer.from(hash);
    await transaction.query("select set_config('suture.presented_token', $1, true)", [digest.toString('hex')]);
    const [row] = await transaction.query<{ readonly organisation: OrganisationId }>(
      `select organisation from ${table} where digest = $1`,
      [digest],
    );
    return row?.organisation;
  });
}
