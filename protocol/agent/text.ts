// The texts of the agent protocol: bounded, without control characters, and branded where one must not pass for another.
import { z } from './zod.ts';
import { TEXT } from './limits.ts';

/** One line of text a person may read and PostgreSQL can store: no control characters, no half characters. */
export const line = (most: number) =>
  z
    .string()
    .max(most)
    .refine((text) => !/[\x00-\x1f\x7f]/.test(text) && text.isWellFormed(), 'control characters or broken Unicode');

/** A line that says something. */
export const filledLine = (most: number) => line(most).min(1);

/** A word of ours in kebab-case: `apt`, `refresh-indexes`. */
export const word = z
  .string()
  .max(TEXT.word)
  .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Given by the server at enrolment; also the name in the endpoint's certificate. */
export const endpointId = z.string().max(36).regex(UUID).brand<'EndpointId'>();
export type EndpointId = z.infer<typeof endpointId>;

/** Another one after each start of the machine. Linux: /proc/sys/kernel/random/boot_id. */
export const bootId = z.string().max(36).regex(UUID).brand<'BootId'>();

/** SHA-256 over the canonical bytes of a package set (core/packages/package-set.ts) or of a policy file. */
export const digest = z
  .string()
  .max(71)
  .regex(/^sha256:[0-9a-f]{64}$/)
  .brand<'Digest'>();
export type Digest = z.infer<typeof digest>;

/** Whole numbers that JSON carries exactly. */
export const count = (most: number) => z.int().min(0).max(most);

/** RFC 3339 in UTC with milliseconds, as `Date.prototype.toISOString` writes it. */
export const instant = z
  .string()
  .max(24)
  .regex(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/)
  .refine(isRealInstant, 'no such day');

/** Date.parse takes 30 February for 1 March. */
function isRealInstant(text: string): boolean {
  const milliseconds = Date.parse(text);
  return !Number.isNaN(milliseconds) && new Date(milliseconds).toISOString() === text;
}

/** One PEM block of this label and nothing beside it. What is inside is judged by the code that reads certificates. */
export const pem = (label: 'CERTIFICATE' | 'CERTIFICATE REQUEST') =>
  z
    .string()
    .max(TEXT.pem)
    .regex(new RegExp(`^-----BEGIN ${label}-----\\r?\\n[A-Za-z0-9+/=\\r\\n]+-----END ${label}-----\\r?\\n?$`));
