// Somebody ends a session of their own: one left open elsewhere, or the one they ask with.
import { revokeSession, sessionsOf } from '../store/sessions.ts';
import { record, refuse, type By, type Done, type PeopleDoor } from './people-door.ts';

export function endSession(door: PeopleDoor, by: By, id: string): Promise<Done<undefined, 'not-found' | 'no-session'>> {
  const { account } = by.access.principal.member;
  return door.store.inOrganisation(by.access.organisation, async (transaction) => {
    // A token that may next to nothing must not put its person out.
    if (by.access.principal.kind !== 'session') return refuse('no-session', 'an API token ends no sessions');
    const now = door.now();
    const open = await sessionsOf(transaction, account, now);
    if (!open.some((each) => each.id === id)) return refuse('not-found', 'you have no such session');
    if (await revokeSession(transaction, id, now)) {
      await record(transaction, by, {
        at: now,
        action: 'session.revoke',
        subject: `session:${id}`,
        before: { revokedAt: null },
        after: { revokedAt: now.toISOString() },
      });
    }
    return { ok: true, value: undefined };
  });
}
