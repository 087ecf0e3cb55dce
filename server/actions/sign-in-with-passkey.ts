// Signing in with a passkey: it is something one has and, verified by the authenticator, something one knows or is.
import type { AuthenticationResponseJSON } from '@simplewebauthn/server';
import { challengeDigest, hostOf, readAssertion, signedChallenge } from '../access/second-factors/passkeys.ts';
import { accountOfCredential, holdPasskey, takeChallenge, usePasskey } from '../store/passkeys.ts';
import { takeBackAttempt } from '../store/sign-in-counts.ts';
import { presentAccount } from '../store/totp.ts';
import { refuse, type Done, type PeopleDoor } from './people-door.ts';
import { countedAttempt, type TooSoon } from './prove.ts';
import { openSession, organisationFor, type SignedIn } from './sign-in.ts';

export interface PasskeySignIn {
  readonly credential: AuthenticationResponseJSON;
  readonly organisation: string | undefined;
  readonly address: string | null;
}

const wrong = refuse('wrong', 'this passkey signs nobody in, or it was asked too long ago: begin again');

export async function signInWithPasskey(
  door: PeopleDoor,
  origin: string,
  { credential, organisation: wanted, address }: PasskeySignIn,
): Promise<Done<SignedIn, 'wrong'> | TooSoon> {
  const attempt = await countedAttempt(door, `passkey ${credential.id}`, address, async (transaction) => {
    const challenge = signedChallenge(credential.response.clientDataJSON);
    if (challenge === undefined) return undefined;
    const isOurs = await takeChallenge(transaction, challengeDigest(challenge), undefined, door.now());
    return isOurs ? challenge : undefined;
  });
  if (!attempt.ok) return attempt;
  const { found: challenge, counters, pair, failures } = attempt;
  if (challenge === undefined) return wrong;
  const account = await accountOfCredential(door.store, credential.id);
  const organisation = account === undefined ? undefined : await organisationFor(door, account, wanted);
  if (account === undefined || organisation === undefined) return wrong;
  return door.store.inOrganisation(organisation, async (transaction) => {
    const now = door.now();
    await presentAccount(transaction, account);
    const passkey = await holdPasskey(transaction, credential.id);
    if (passkey === undefined || passkey.host !== hostOf(origin)) return wrong;
    const counter = await readAssertion(credential, challenge, origin, passkey);
    if (counter === undefined) return wrong;
    await usePasskey(transaction, passkey.id, counter, now);
    await takeBackAttempt(transaction, counters, pair, now);
    return { ok: true, value: await openSession(door, transaction, { account, address, method: 'passkey', failures }) };
  });
}
