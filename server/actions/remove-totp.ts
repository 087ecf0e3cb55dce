// Somebody's authenticator is asked for no more, and its recovery codes are void.
import { holdTotp, presentAccount, removeTotp as remove } from '../store/totp.ts';
import { record, refuse, staleness, type By, type Done, type PeopleDoor } from './people-door.ts';

export function removeTotp(door: PeopleDoor, by: By): Promise<Done<undefined, 'stale' | 'no-session' | 'not-found'>> {
  const { account } = by.access.principal.member;
  return door.store.inOrganisation(by.access.organisation, async (transaction) => {
    const now = door.now();
    const stale = await staleness(transaction, by.access, now);
    if (stale !== undefined) return stale;
    await presentAccount(transaction, account);
    const totp = await holdTotp(transaction, account);
    if (totp === undefined) return refuse('not-found', 'there is no authenticator');
    await remove(transaction, account);
    if (totp.isConfirmed) {
      await record(transaction, by, {
        at: now,
        action: 'totp.remove',
        subject: `user:${account}`,
        before: { isOn: true },
        after: { isOn: false },
      });
    }
    return { ok: true, value: undefined };
  });
}
