// A passkey signs nobody in any more.
import { removePasskey as remove } from '../store/passkeys.ts';
import { presentAccount } from '../store/totp.ts';
import { record, refuse, staleness, type By, type Done, type PeopleDoor } from './people-door.ts';

export function removePasskey(
  door: PeopleDoor,
  by: By,
  id: string,
): Promise<Done<undefined, 'stale' | 'no-session' | 'not-found'>> {
  const { account } = by.access.principal.member;
  return door.store.inOrganisation(by.access.organisation, async (transaction) => {
    const now = door.now();
    const stale = await staleness(transaction, by.access, now);
    if (stale !== undefined) return stale;
    await presentAccount(transaction, account);
    const removed = await remove(transaction, account, id);
    if (removed === undefined) return refuse('not-found', 'you have no such passkey');
    await record(transaction, by, {
      at: now,
      action: 'passkey.remove',
      subject: `user:${account}`,
      before: { passkey: id, ...removed },
      after: null,
    });
    return { ok: true, value: undefined };
  });
}
