// A token stops working at once: one's own, or with the permission for it anybody's.
import { may, type Access } from '../access/permissions.ts';
import { holdApiToken, revokeApiTokenRow } from '../store/api-tokens.ts';
import { appendAudit } from '../store/audit.ts';
import { refuse, type Done, type PeopleDoor } from './people-door.ts';

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export function revokeApiToken(
  door: PeopleDoor,
  access: Access,
  id: string,
  address: string | null,
): Promise<Done<undefined, 'not-found'>> {
  return door.store.inOrganisation(access.organisation, async (transaction) => {
    const token = uuid.test(id) ? await holdApiToken(transaction, id) : undefined;
    const { principal } = access;
    const isOwn =
      principal.kind === 'session' ? token?.account === principal.member.account : token?.id === principal.token;
    // Whose token it is, or whether there is one, is nothing to who may not revoke it.
    if (token === undefined || !(isOwn || may(access, 'api-token.revoke')))
      return refuse('not-found', 'there is no such token');
    if (token.revokedAt !== null) return { ok: true, value: undefined };
    const now = door.now();
    await revokeApiTokenRow(transaction, id, now);
    await appendAudit(transaction, {
      at: now,
      actor: access.actor,
      address,
      action: 'api-token.revoke',
      subject: `token:${id}`,
      before: { revokedAt: null },
      after: { revokedAt: now.toISOString() },
    });
    return { ok: true, value: undefined };
  });
}
