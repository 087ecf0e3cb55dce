// Authenticator apps (TOTP, RFC 6238) and passkeys (WebAuthn) in the HTTP API.
import { z } from '../agent/zod.ts';
import { instant } from './page.ts';
import { code, label } from './text.ts';

export const totpOffer = z.object({
  secret: z.string().meta({ description: 'base32, to type in; shown once' }),
  uri: z.string().meta({ description: 'otpauth: URI, to show as a QR code' }),
});
export const totpState = z.object({ isOn: z.boolean(), recoveryCodesLeft: z.int().min(0) });
export const totpConfirmationRequest = z.strictObject({ code });
export const totpConfirmed = z.object({
  recoveryCodes: z
    .array(z.string())
    .readonly()
    .meta({ description: 'each signs in once in place of a code; shown once' }),
});

/** As the browser takes and gives it (WebAuthn Level 3, 5.1.8); judged in full where its signature is checked. */
const base64url = (most: number) =>
  z
    .string()
    .min(1)
    .max(most)
    .regex(/^[A-Za-z0-9_-]+$/);
const credential = {
  id: base64url(1400),
  rawId: base64url(1400),
  type: z.literal('public-key'),
  authenticatorAttachment: z.enum(['platform', 'cross-platform']).nullish(),
  clientExtensionResults: z.looseObject({}).default({}),
};

export const passkeyOptions = z.looseObject({ challenge: z.string() }).meta({
  description: 'for navigator.credentials, after PublicKeyCredential.parse…OptionsFromJSON',
});
export const passkeyRegistration = z.strictObject({
  label,
  credential: z.object({
    ...credential,
    response: z.object({
      clientDataJSON: base64url(8_192),
      attestationObject: base64url(32_768),
      transports: z
        .array(
          z
            .string()
            .max(20)
            .regex(/^[a-z-]+$/),
        )
        .max(10)
        .optional(),
    }),
  }),
});
export const passkeyAssertion = z.strictObject({
  organisation: z.uuid().optional(),
  credential: z.object({
    ...credential,
    response: z.object({
      clientDataJSON: base64url(8_192),
      authenticatorData: base64url(8_192),
      signature: base64url(2_048),
      userHandle: base64url(200).nullish(),
    }),
  }),
});
export const passkey = z.object({
  id: z.uuid(),
  label: z.string(),
  host: z.string(),
  createdAt: instant,
  usedAt: instant.nullable(),
});
export const passkeyList = z.object({ items: z.array(passkey).readonly() });
