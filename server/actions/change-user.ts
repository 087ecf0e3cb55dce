// An admin changes what somebody may do, where, or their name. With another role or scope that person signs in anew.
import type { Role } from '../access/permissions.ts';
import { changeMember, hasOtherAdmin, memberOf, renameAccount, type MemberRow } from '../store/members.ts';
import { endSessions } from '../store/sessions.ts';
import { presentAccount } from '../store/totp.ts';
import { belongsElsewhere, holdOrganisation } from '../store/users.ts';
import { unlimitedAdmin } from './invite-user.ts';
import { record, refuse, type By, type Done, type PeopleDoor } from './people-door.ts';
import { beyond } from './role-guard.ts';

export interface UserChange {
  readonly role?: Role | undefined;
  /** Null: all endpoints. */
  readonly tagScope?: readonly string[] | null | undefined;
  readonly name?: string | undefined;
}

export const lastAdmin = refuse('conflict', 'this is the last admin: make somebody else one first');
export const noUser = refuse('not-found', 'there is no such user');
export const serversOwn = refuse('conflict', 'this account is the server’s own: nobody changes or removes it');

export function changeUser(
  door: PeopleDoor,
  by: By,
  id: string,
  change: UserChange,
): Promise<Done<MemberRow, 'not-found' | 'forbidden' | 'conflict' | 'invalid'>> {
  return door.store.inOrganisation(by.access.organisation, async (transaction) => {
    // One change of people at a time, so that two admins do not both become the last but one.
    await holdOrganisation(transaction);
    const member = await memberOf(transaction, id);
    if (member === undefined) return noUser;
    if (member.builtIn) return serversOwn;
    const role = change.role ?? member.role;
    // A new admin has no scope, whatever was before.
    const kept = change.role === 'admin' ? null : member.tagScope;
    const tagScope = change.tagScope === undefined ? kept : change.tagScope;
    const name = change.name ?? member.name;
    if (role === 'admin' && tagScope !== null) return unlimitedAdmin;
    const refused = beyond(by.access, member.role) ?? beyond(by.access, role);
    if (refused !== undefined) return refused;
    if (member.role === 'admin' && role !== 'admin' && !(await hasOtherAdmin(transaction, id))) return lastAdmin;
    if (name !== member.name) {
      await presentAccount(transaction, id);
      if (await belongsElsewhere(transaction, id)) {
        return refuse('conflict', 'this person belongs to another organisation as well, where the name is theirs too');
      }
    }
    const isOther = role !== member.role || JSON.stringify(tagScope) !== JSON.stringify(member.tagScope);
    if (!isOther && name === member.name) return { ok: true, value: member };
    const now = door.now();
    if (name !== member.name) await renameAccount(transaction, member.email, name);
    if (isOther) await changeMember(transaction, id, { role, tagScope });
    const sessionsEnded = isOther ? await endSessions(transaction, id, now) : 0;
    await record(transaction, by, {
      at: now,
      action: 'user.change',
      subject: `user:${id}`,
      before: { name: member.name, role: member.role, tagScope: member.tagScope },
      after: { name, role, tagScope, sessionsEnded },
    });
    return { ok: true, value: { ...member, name, role, tagScope } };
  });
}
