// What an authenticator is asked to sign: to become somebody's passkey, or to sign somebody in with one.
import {
  assertionOptions,
  challengeBytes,
  challengeDigest,
  challengeLifetimeMs,
  registrationOptions,
} from '../access/second-factors/passkeys.ts';
import type { Transaction } from '../store/database.ts';
import { memberOf } from '../store/members.ts';
import { addChallenge, passkeysOf } from '../store/passkeys.ts';
import { presentAccount } from '../store/totp.ts';
import { NOBODY } from '../store/users.ts';
import { staleness, type By, type Done, type PeopleDoor } from './people-door.ts';

async function challenged(door: PeopleDoor, transaction: Transaction, account: string | undefined): Promise<string> {
  const challenge = Buffer.from(door.random(challengeBytes)).toString('base64url');
  const expiresAt = new Date(door.now().getTime() + challengeLifetimeMs);
  await addChallenge(transaction, challengeDigest(challenge), account, expiresAt);
  return challenge;
}

/** `origin`: of the pages that people use. */
export function offerPasskey(
  door: PeopleDoor,
  by: By,
  origin: string,
): Promise<Done<ReturnType<typeof registrationOptions>, 'stale' | 'no-session'>> {
  const { account } = by.access.principal.member;
  return door.store.inOrganisation(by.access.organisation, async (transaction) => {
    const stale = await staleness(transaction, by.access, door.now());
    if (stale !== undefined) return stale;
    await presentAccount(transaction, account);
    const { email = '', name = '' } = (await memberOf(transaction, account)) ?? {};
    const known = await passkeysOf(transaction, account);
    const challenge = await challenged(door, transaction, account);
    return { ok: true, value: registrationOptions(origin, challenge, { account, email, name }, known) };
  });
}

/** Of nobody yet. */
export function offerPasskeySignIn(door: PeopleDoor, origin: string): Promise<ReturnType<typeof assertionOptions>> {
  return door.store.inOrganisation(NOBODY, async (transaction) =>
    assertionOptions(origin, await challenged(door, transaction, undefined)),
  );
}
