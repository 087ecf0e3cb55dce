// An admin takes off what somebody lost: their authenticator and their passkeys. A password is then enough to sign in.
import { memberOf } from '../store/members.ts';
import { passkeysOf, removePasskey } from '../store/passkeys.ts';
import { endSessions } from '../store/sessions.ts';
import { holdTotp, presentAccount, removeTotp } from '../store/totp.ts';
import { belongsElsewhere } from '../store/users.ts';
import { noUser, serversOwn } from './change-user.ts';
import { record, refuse, type By, type Done, type PeopleDoor } from './people-door.ts';
import { beyond } from './role-guard.ts';

export function resetSecondFactors(
  door: PeopleDoor,
  by: By,
  id: string,
): Promise<Done<undefined, 'not-found' | 'forbidden' | 'conflict'>> {
  return door.store.inOrganisation(by.access.organisation, async (transaction) => {
    const member = await memberOf(transaction, id);
    if (member === undefined) return noUser;
    if (member.builtIn) return serversOwn;
    const refused = beyond(by.access, member.role);
    if (refused !== undefined) return refused;
    await presentAccount(transaction, id);
    // They protect that organisation too, which has not been asked.
    if (await belongsElsewhere(transaction, id)) {
      return refuse('conflict', 'this person belongs to another organisation as well: they take them off themselves');
    }
    const totp = await holdTotp(transaction, id);
    const passkeys = await passkeysOf(transaction, id);
    if (totp === undefined && passkeys.length === 0) return { ok: true, value: undefined };
    const now = door.now();
    await removeTotp(transaction, id);
    for (const passkey of passkeys) await removePasskey(transaction, id, passkey.id);
    const sessionsEnded = await endSessions(transaction, id, now);
    await record(transaction, by, {
      at: now,
      action: 'user.reset-second-factors',
      subject: `user:${id}`,
      before: { authenticator: totp?.isConfirmed === true, passkeys: passkeys.length },
      after: { authenticator: false, passkeys: 0, sessionsEnded },
    });
    return { ok: true, value: undefined };
  });
}
