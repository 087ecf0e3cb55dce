// Passkeys in the browser (WebAuthn Level 3): made, and signed in with; the server says what is to be signed.
import { api, dataOf } from './client.ts';

export type NoPasskey = 'noSupport' | 'noName';

/** Undefined where they work. Browsers keep them for names, never for addresses. */
export function whyNoPasskey(): NoPasskey | undefined {
  if (typeof PublicKeyCredential !== 'function' || !('parseCreationOptionsFromJSON' in PublicKeyCredential)) {
    return 'noSupport';
  }
  const { hostname } = window.location;
  return /^\d+(?:\.\d+){3}$/.test(hostname) || hostname.startsWith('[') ? 'noName' : undefined;
}

/** Asks the person; throws where they decline, and Refused where the server does. */
export async function makePasskey(label: string): Promise<unknown> {
  const offer = await dataOf(api.POST('/api/v1/me/passkeys/offer'));
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(
    offer as unknown as PublicKeyCredentialCreationOptionsJSON,
  );
  const credential = jsonOf(await navigator.credentials.create({ publicKey }));
  return dataOf(api.POST('/api/v1/me/passkeys', { body: { label, credential: credential as never } }));
}

/** As `makePasskey`; the session is in the cookie. */
export async function signInWithPasskey(): Promise<unknown> {
  const offer = await dataOf(api.POST('/api/v1/sessions/passkey/offer'));
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(offer);
  const credential = jsonOf(await navigator.credentials.get({ publicKey }));
  return dataOf(api.POST('/api/v1/sessions/passkey', { body: { credential: credential as never } }));
}

function jsonOf(credential: Credential | null): unknown {
  if (!(credential instanceof PublicKeyCredential)) throw new Error('no passkey was given');
  return credential.toJSON();
}
