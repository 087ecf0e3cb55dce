// An enrolment token lets nobody in any more; machines that joined with it stay.
import { reaches } from '../access/permissions.ts';
import { holdEnrolmentToken, revokeEnrolmentTokenRow } from '../store/enrolment-tokens.ts';
import { record, refuse, type By, type Done, type PeopleDoor } from './people-door.ts';

export function revokeEnrolmentToken(door: PeopleDoor, by: By, id: string): Promise<Done<undefined, 'not-found'>> {
  return door.store.inOrganisation(by.access.organisation, async (transaction) => {
    const token = await holdEnrolmentToken(transaction, id);
    if (token === undefined || !reaches(by.access, token.tags)) return refuse('not-found', 'there is no such token');
    if (token.revokedAt !== null) return { ok: true, value: undefined };
    const now = door.now();
    await revokeEnrolmentTokenRow(transaction, id, now);
    await record(transaction, by, {
      at: now,
      action: 'enrolment-token.revoke',
      subject: `enrolment-token:${id}`,
      before: { revokedAt: null, usesLeft: token.usesLeft },
      after: { revokedAt: now.toISOString() },
    });
    return { ok: true, value: undefined };
  });
}
