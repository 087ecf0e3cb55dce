// An admin invites somebody by a link that works once; nobody learns a password that is not theirs.
import { newToken } from '../access/tokens/token.ts';
import type { Role } from '../access/permissions.ts';
import { addInvitation, endInvitation, holdInvitation, type InvitationRow } from '../store/invitations.ts';
import { hasMemberWith } from '../store/members.ts';
import { normalEmail } from '../store/users.ts';
import { record, refuse, type By, type Done, type PeopleDoor } from './people-door.ts';
import { beyond } from './role-guard.ts';

const lifetimeMs = 3 * 86_400_000;

export interface InvitationRequest {
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  readonly tagScope: readonly string[] | null;
}

export const unlimitedAdmin = refuse('invalid', 'an admin has no tag scope: who gives roles could lift it');

/** `token` is shown once. */
export async function inviteUser(
  door: PeopleDoor,
  by: By,
  { email, name, role, tagScope }: InvitationRequest,
): Promise<Done<{ readonly invitation: InvitationRow; readonly token: string }, 'invalid' | 'forbidden' | 'conflict'>> {
  const normal = normalEmail(email);
  if (normal === undefined) return refuse('invalid', 'this is no e-mail address');
  if (role === 'admin' && tagScope !== null) return unlimitedAdmin;
  const refused = beyond(by.access, role);
  if (refused !== undefined) return refused;
  return door.store.inOrganisation(by.access.organisation, async (transaction) => {
    if (await hasMemberWith(transaction, normal)) return refuse('conflict', 'this person is a member already');
    const now = door.now();
    const expiresAt = new Date(now.getTime() + lifetimeMs);
    const { text, hash, hint } = newToken({ kind: 'invite' }, door.random);
    const told = { email: normal, name, role, tagScope, hint };
    const row = { ...told, createdAt: now, expiresAt };
    const id = await addInvitation(transaction, { ...row, hash, createdBy: by.access.actor });
    await record(transaction, by, {
      at: now,
      action: 'invitation.create',
      subject: `invitation:${id}`,
      before: null,
      after: { ...told, expiresAt: expiresAt.toISOString() },
    });
    return { ok: true, value: { invitation: { ...row, id }, token: text } };
  });
}

export function revokeInvitation(door: PeopleDoor, by: By, id: string): Promise<Done<undefined, 'not-found'>> {
  return door.store.inOrganisation(by.access.organisation, async (transaction) => {
    const now = door.now();
    const invitation = await holdInvitation(transaction, { id }, now);
    if (invitation === undefined) return refuse('not-found', 'there is no such invitation that could still be used');
    await endInvitation(transaction, id, 'revoked', now);
    const { email, role, hint } = invitation;
    await record(transaction, by, {
      at: now,
      action: 'invitation.revoke',
      subject: `invitation:${id}`,
      before: { email, role, hint },
      after: null,
    });
    return { ok: true, value: undefined };
  });
}
