// Enrolment and renewal: an endpoint's own key gets a certificate from the server's authority.
import { z } from './zod.ts';
import { PROTOCOL } from './check-in.ts';
import { endpointFacts } from './facts.ts';
import { INTERVAL, LIST, TEXT } from './limits.ts';
import { endpointId, instant, pem } from './text.ts';

/** The secret of the one-line command. Opaque here: the server made it. */
const enrolmentToken = z
  .string()
  .min(16)
  .max(TEXT.token)
  .regex(/^[A-Za-z0-9._~-]+$/)
  .brand<'EnrolmentToken'>();

/** The only request without a client certificate: the token stands for it. */
export const enrolmentRequest = z.object({
  protocol: z.literal(PROTOCOL),
  token: enrolmentToken,
  /** PKCS #10 (RFC 2986), signed by the endpoint's key. Its subject is ignored: the server gives the name. */
  csr: pem('CERTIFICATE REQUEST'),
  facts: endpointFacts,
});
export type EnrolmentRequest = z.infer<typeof enrolmentRequest>;

const issued = {
  protocol: z.literal(PROTOCOL),
  certificate: pem('CERTIFICATE'),
  /** The authorities to trust the server by, the newest first. */
  authorities: z.array(pem('CERTIFICATE')).min(1).max(LIST.certificates),
  /** What the server signs work with, as `writeSigningKey` gives it (protocol/trust/keys.ts); absent: it gives none. */
  signingKeys: z.array(z.string().max(200)).max(LIST.certificates).optional(),
  /** Renew from here on, before `notAfter`. */
  renewAfter: instant,
  notAfter: instant,
};

export const enrolmentResponse = z.object({
  ...issued,
  endpoint: endpointId,
  /** Whose endpoint it is: what is signed for another organisation is refused. */
  organisation: z.uuid().max(36).optional(),
  /** A pending endpoint has its certificate and checks in; nothing else is asked of it until it is approved. */
  state: z.enum(['pending', 'active']),
  intervalSeconds: z.int().min(INTERVAL.least).max(INTERVAL.most),
});
export type EnrolmentResponse = z.infer<typeof enrolmentResponse>;

/** Sent over a connection with the certificate to replace; the key may be a new one. */
export const renewalRequest = z.object({ protocol: z.literal(PROTOCOL), csr: pem('CERTIFICATE REQUEST') });
export type RenewalRequest = z.infer<typeof renewalRequest>;

/** For an endpoint that joined before it was told, and after the server came to sign with another key. */
export const signersResponse = z.object({
  protocol: z.literal(PROTOCOL),
  endpoint: endpointId,
  organisation: z.uuid().max(36),
  /** As in `issued`; none where it gives out no work. */
  signingKeys: z.array(z.string().max(200)).max(LIST.certificates),
});
export type SignersResponse = z.infer<typeof signersResponse>;

export const renewalResponse = z.object(issued);
export type RenewalResponse = z.infer<typeof renewalResponse>;
