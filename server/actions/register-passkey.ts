// An authenticator has signed what it was asked to: from now on it signs its person in.
import type { RegistrationResponseJSON } from '@simplewebauthn/server';
import { challengeDigest, hostOf, readRegistration, signedChallenge } from '../access/second-factors/passkeys.ts';
import { addPasskey, takeChallenge } from '../store/passkeys.ts';
import { presentAccount } from '../store/totp.ts';
import { record, refuse, staleness, type By, type Done, type PeopleDoor } from './people-door.ts';

export interface PasskeyRequest {
  readonly label: string;
  readonly credential: RegistrationResponseJSON;
}

export interface RegisteredPasskey {
  readonly id: string;
  readonly label: string;
  readonly host: string;
  readonly createdAt: Date;
  readonly usedAt: Date | null;
}

const invalid = refuse('invalid', 'this is not signed as it was asked for, or too late: begin again');

export function registerPasskey(
  door: PeopleDoor,
  by: By,
  origin: string,
  { label, credential }: PasskeyRequest,
): Promise<Done<RegisteredPasskey, 'stale' | 'no-session' | 'invalid' | 'conflict'>> {
  const { account } = by.access.principal.member;
  return door.store.inOrganisation(by.access.organisation, async (transaction) => {
    const now = door.now();
    const stale = await staleness(transaction, by.access, now);
    if (stale !== undefined) return stale;
    const challenge = signedChallenge(credential.response.clientDataJSON);
    if (challenge === undefined) return invalid;
    if (!(await takeChallenge(transaction, challengeDigest(challenge), account, now))) return invalid;
    const registered = await readRegistration(credential, challenge, origin);
    if (registered === undefined) return invalid;
    await presentAccount(transaction, account);
    const made = { label, host: hostOf(origin), createdAt: now };
    const id = await addPasskey(transaction, { ...registered, ...made, account });
    if (id === undefined) return refuse('conflict', 'this authenticator is known already');
    await record(transaction, by, {
      at: now,
      action: 'passkey.create',
      subject: `user:${account}`,
      before: null,
      after: { passkey: id, label, host: made.host },
    });
    return { ok: true, value: { id, ...made, usedAt: null } };
  });
}
