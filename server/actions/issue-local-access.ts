// Whoever may read the server's own files on its machine may use it at once: by a real token of a visible account.
import { permissions } from '../access/permissions.ts';
import { newToken, presentedTokenHash } from '../access/tokens/token.ts';
import { addApiToken, revokeApiTokenRow } from '../store/api-tokens.ts';
import { appendAudit } from '../store/audit.ts';
import { builtInAccount, tokenInForce } from '../store/built-in-accounts.ts';
import type { OrganisationId, Transaction } from '../store/database.ts';
import type { PeopleDoor } from './people-door.ts';

const localAdministrator = { email: 'local-administrator@localhost', name: 'Local administrator' } as const;

const lifetimeMs = 12 * 3_600_000;

export interface LocalAccess {
  readonly token: string;
  readonly expiresAt: Date;
}

export interface LocalAccessRequest {
  /** Of the machine; 1 to 100 characters. */
  readonly machine: string;
  /** The token this one takes the place of, such as one that a killed server left; anything else counts for nothing. */
  readonly former: unknown;
}

/** A new token, good for twelve hours; the former one ends with the same commit. */
export function issueLocalAccess(
  door: PeopleDoor,
  organisation: OrganisationId,
  { machine, former }: LocalAccessRequest,
): Promise<LocalAccess> {
  return door.store.inOrganisation(organisation, async (transaction) => {
    const now = door.now();
    const { account, isNew } = await builtInAccount(transaction, localAdministrator, now);
    const ended = await end(transaction, account, former, now);
    const { text, hash, hint } = newToken({ kind: 'api' }, door.random);
    const expiresAt = new Date(now.getTime() + lifetimeMs);
    const told = { label: `this server's own machine, ${machine}`, hint, scopes: [...permissions].toSorted() };
    const id = await addApiToken(transaction, { ...told, hash, account, createdAt: now, expiresAt });
    if (isNew) {
      const after = { ...localAdministrator, role: 'admin', builtIn: true };
      await record(transaction, now, 'user.create', `user:${account}`, null, after);
    }
    if (ended !== undefined) await recordEnd(transaction, ended, now);
    const after = { ...told, account, expiresAt: expiresAt.toISOString(), inPlaceOf: ended ?? null };
    await record(transaction, now, 'api-token.create', `token:${id}`, null, after);
    return { token: text, expiresAt };
  });
}

/** False where there was nothing to end. */
export function endLocalAccess(door: PeopleDoor, organisation: OrganisationId, token: unknown): Promise<boolean> {
  return door.store.inOrganisation(organisation, async (transaction) => {
    const now = door.now();
    const { account } = await builtInAccount(transaction, localAdministrator, now);
    const ended = await end(transaction, account, token, now);
    if (ended !== undefined) await recordEnd(transaction, ended, now);
    return ended !== undefined;
  });
}

/** Which one was revoked. */
async function end(transaction: Transaction, account: string, token: unknown, now: Date): Promise<string | undefined> {
  const hash = presentedTokenHash(token, 'api');
  const id = hash === undefined ? undefined : await tokenInForce(transaction, account, hash);
  if (id === undefined) return undefined;
  await revokeApiTokenRow(transaction, id, now);
  return id;
}

const recordEnd = (transaction: Transaction, id: string, now: Date): Promise<void> =>
  record(transaction, now, 'api-token.revoke', `token:${id}`, { revokedAt: null }, { revokedAt: now.toISOString() });

async function record(
  transaction: Transaction,
  at: Date,
  action: string,
  subject: string,
  before: { readonly [name: string]: null } | null,
  after: Parameters<typeof appendAudit>[1]['after'],
): Promise<void> {
  await appendAudit(transaction, { at, actor: 'server', address: null, action, subject, before, after });
}
