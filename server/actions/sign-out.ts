// Signing out: the session ends at once, on all servers.
import type { Access } from '../access/permissions.ts';
import { appendAudit } from '../store/audit.ts';
import { revokeSession } from '../store/sessions.ts';
import { refuse, type Done, type PeopleDoor } from './people-door.ts';

export function signOut(
  door: PeopleDoor,
  { principal, organisation, actor }: Access,
  address: string | null,
): Promise<Done<undefined, 'no-session'>> {
  return door.store.inOrganisation(organisation, async (transaction) => {
    if (principal.kind !== 'session')
      return refuse('no-session', 'an API token has no session: revoke the token instead');
    const now = door.now();
    // Twice is once: the first has recorded it.
    if (!(await revokeSession(transaction, principal.session, now))) return { ok: true, value: undefined };
    await appendAudit(transaction, {
      at: now,
      actor,
      address,
      action: 'session.revoke',
      subject: `session:${principal.session}`,
      before: { revokedAt: null },
      after: { revokedAt: now.toISOString() },
    });
    return { ok: true, value: undefined };
  });
}
