// Somebody wants codes of an authenticator to be asked for: they get a secret, which counts once a code of it was right.
import assert from 'node:assert/strict';
import { describeTotp, totpSecretBytes } from '../access/second-factors/totp.ts';
import { memberOf } from '../store/members.ts';
import { holdTotp, offerTotp as offer, presentAccount } from '../store/totp.ts';
import { refuse, staleness, type By, type Done, type PeopleDoor } from './people-door.ts';

/** Shown once. Nothing is recorded: nothing has changed yet. */
export function offerTotp(
  door: PeopleDoor,
  by: By,
): Promise<Done<{ readonly secret: string; readonly uri: string }, 'stale' | 'no-session' | 'conflict'>> {
  const { account } = by.access.principal.member;
  return door.store.inOrganisation(by.access.organisation, async (transaction) => {
    const now = door.now();
    const stale = await staleness(transaction, by.access, now);
    if (stale !== undefined) return stale;
    await presentAccount(transaction, account);
    const present = await holdTotp(transaction, account);
    if (present?.isConfirmed === true) return refuse('conflict', 'there is an authenticator already: remove it first');
    assert(door.seal !== undefined, 'secrets of authenticators are kept sealed');
    const secret = door.random(totpSecretBytes);
    await offer(transaction, account, door.seal.seal(secret, account), now);
    const member = await memberOf(transaction, account);
    return { ok: true, value: describeTotp(secret, member?.email ?? account) };
  });
}
