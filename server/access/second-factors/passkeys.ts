// Passkeys (WebAuthn Level 3): what an authenticator is asked, and whether what it says is signed by who it says.
import { createHash } from 'node:crypto';
import {
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
  type AuthenticationResponseJSON,
  type RegistrationResponseJSON,
} from '@simplewebauthn/server';

export const challengeBytes = 32;
export const challengeLifetimeMs = 5 * 60_000;
/** ES256, EdDSA, RS256 (RFC 9053, RFC 8812). */
const algorithms = [-7, -8, -257];

/** What a challenge is kept by. `challenge`: base64url. */
export const challengeDigest = (challenge: string): Buffer => createHash('sha256').update(challenge).digest();

/** The challenge that was signed, before anything of it is believed; undefined for what is none. */
export function signedChallenge(clientDataJSON: string): string | undefined {
  try {
    const data: unknown = JSON.parse(Buffer.from(clientDataJSON, 'base64url').toString());
    const { challenge } = Object(data) as { readonly challenge?: unknown };
    return typeof challenge === 'string' && challenge.length <= 200 ? challenge : undefined;
  } catch {
    return undefined;
  }
}

/** The host that a passkey of this origin is for. */
export const hostOf = (origin: string): string => new URL(origin).hostname;

export interface Person {
  readonly account: string;
  readonly email: string;
  readonly name: string;
}

/** PublicKeyCredentialCreationOptionsJSON. `known`: authenticators that the person has already. */
export const registrationOptions = (
  origin: string,
  challenge: string,
  { account, email, name }: Person,
  known: readonly { readonly credential: string; readonly transports: readonly string[] }[],
) => ({
  rp: { id: hostOf(origin), name: 'Suture' },
  user: { id: Buffer.from(account.replaceAll('-', ''), 'hex').toString('base64url'), name: email, displayName: name },
  challenge,
  pubKeyCredParams: algorithms.map((alg) => ({ type: 'public-key', alg })),
  timeout: challengeLifetimeMs,
  attestation: 'none',
  excludeCredentials: known.map(({ credential, transports }) => ({ type: 'public-key', id: credential, transports })),
  authenticatorSelection: { residentKey: 'required', requireResidentKey: true, userVerification: 'required' },
});

/** PublicKeyCredentialRequestOptionsJSON: whoever has a passkey for this host may answer. */
export const assertionOptions = (origin: string, challenge: string) => ({
  rpId: hostOf(origin),
  challenge,
  timeout: challengeLifetimeMs,
  userVerification: 'required',
});

export interface Registered {
  readonly credential: string;
  readonly publicKey: Uint8Array;
  readonly counter: number;
  readonly transports: readonly string[];
}

/** Undefined where anything about it is wrong. */
export async function readRegistration(
  response: RegistrationResponseJSON,
  challenge: string,
  origin: string,
): Promise<Registered | undefined> {
  try {
    const verified = await verifyRegistrationResponse({
      response,
      expectedChallenge: challenge,
      expectedOrigin: origin,
      expectedRPID: hostOf(origin),
      requireUserVerification: true,
      supportedAlgorithmIDs: algorithms,
    });
    if (!verified.verified) return undefined;
    const { id, publicKey, counter, transports = [] } = verified.registrationInfo.credential;
    return { credential: id, publicKey, counter, transports };
  } catch {
    return undefined;
  }
}

/** The new count of uses; undefined where anything is wrong, a count that went back included. */
export async function readAssertion(
  response: AuthenticationResponseJSON,
  challenge: string,
  origin: string,
  passkey: { readonly credential: string; readonly publicKey: Uint8Array; readonly counter: number },
): Promise<number | undefined> {
  try {
    const verified = await verifyAuthenticationResponse({
      response,
      expectedChallenge: challenge,
      expectedOrigin: origin,
      expectedRPID: hostOf(origin),
      requireUserVerification: true,
      credential: { id: passkey.credential, publicKey: new Uint8Array(passkey.publicKey), counter: passkey.counter },
    });
    return verified.verified ? verified.authenticationInfo.newCounter : undefined;
  } catch {
    return undefined;
  }
}
