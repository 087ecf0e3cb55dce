// An admin removes somebody: their sessions and tokens end with it.
import { hasOtherAdmin, memberOf, removeMember } from '../store/members.ts';
import { holdOrganisation } from '../store/users.ts';
import { lastAdmin, noUser, serversOwn } from './change-user.ts';
import { record, type By, type Done, type PeopleDoor } from './people-door.ts';
import { beyond } from './role-guard.ts';

export function removeUser(
  door: PeopleDoor,
  by: By,
  id: string,
): Promise<Done<undefined, 'not-found' | 'conflict' | 'forbidden'>> {
  return door.store.inOrganisation(by.access.organisation, async (transaction) => {
    await holdOrganisation(transaction);
    const member = await memberOf(transaction, id);
    if (member === undefined) return noUser;
    if (member.builtIn) return serversOwn;
    const refused = beyond(by.access, member.role);
    if (refused !== undefined) return refused;
    if (member.role === 'admin' && !(await hasOtherAdmin(transaction, id))) return lastAdmin;
    await removeMember(transaction, member);
    const { email, name, role, tagScope } = member;
    await record(transaction, by, {
      at: door.now(),
      action: 'user.remove',
      subject: `user:${id}`,
      before: { email, name, role, tagScope },
      after: null,
    });
    return { ok: true, value: undefined };
  });
}
