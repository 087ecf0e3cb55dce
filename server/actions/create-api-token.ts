// A person makes a token for a program, with a part of their own permissions and an end.
import { may, readPermission, type Access, type Permission } from '../access/permissions.ts';
import { newToken } from '../access/tokens/token.ts';
import { addApiToken } from '../store/api-tokens.ts';
import { appendAudit } from '../store/audit.ts';
import { refuse, type Done, type PeopleDoor } from './people-door.ts';

const longestMs = 366 * 86_400_000;

export interface ApiTokenRequest {
  /** What it is for; 1 to 200 characters. */
  readonly label: string;
  /** Names of permissions. */
  readonly scopes: readonly string[];
  /** At most a year from now. */
  readonly expiresAt: Date;
}

export interface CreatedApiToken {
  /** Shown once. */
  readonly text: string;
  readonly id: string;
  readonly hint: string;
}

export function createApiToken(
  door: PeopleDoor,
  access: Access,
  { label, scopes, expiresAt }: ApiTokenRequest,
  address: string | null,
): Promise<Done<CreatedApiToken, 'forbidden' | 'invalid'>> {
  return door.store.inOrganisation(access.organisation, async (transaction) => {
    // A token that makes tokens would never end.
    if (access.principal.kind !== 'session') return refuse('forbidden', 'only a person who is signed in makes tokens');
    if (!may(access, 'api-token.create')) return refuse('forbidden', 'this needs the permission api-token.create');
    const now = door.now();
    const lifeMs = expiresAt.getTime() - now.getTime();
    if (!(lifeMs > 0 && lifeMs <= longestMs)) return refuse('invalid', 'a token ends within a year from now');
    if (label.length < 1 || label.length > 200 || !label.isWellFormed() || /\p{Cc}/u.test(label)) {
      return refuse('invalid', 'a label has 1 to 200 characters, and none for control');
    }
    const asked = new Set<Permission>();
    for (const scope of scopes) {
      const permission = readPermission(scope);
      if (permission === undefined) return refuse('invalid', 'one of the scopes is no permission');
      if (!may(access, permission)) return refuse('forbidden', `you may not give ${permission}, which you have not`);
      asked.add(permission);
    }
    if (asked.size === 0) return refuse('invalid', 'a token without a scope is good for nothing');

    const { account } = access.principal.member;
    const token = newToken({ kind: 'api' }, door.random);
    const told = { label, hint: token.hint, scopes: [...asked].toSorted() };
    const id = await addApiToken(transaction, { ...told, hash: token.hash, account, createdAt: now, expiresAt });
    await appendAudit(transaction, {
      at: now,
      actor: access.actor,
      address,
      action: 'api-token.create',
      subject: `token:${id}`,
      before: null,
      after: { ...told, account, expiresAt: expiresAt.toISOString() },
    });
    return { ok: true, value: { text: token.text, id, hint: token.hint } };
  });
}
