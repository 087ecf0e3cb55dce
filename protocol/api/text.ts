// Texts that people give the HTTP API: bounded, without control characters, in one spelling.
import { filledLine } from '../agent/text.ts';
import { z } from '../agent/zod.ts';

/** Letters of tags are small, so that one tag is one tag. */
export const tag = z
  .string()
  .max(64)
  .toLowerCase()
  .regex(/^[\p{L}\p{N}][\p{L}\p{N}._:/-]*$/u)
  .meta({ description: 'up to 64 letters, digits and . _ : / -, beginning with a letter or digit', example: 'web' });

/** Each once. */
export const tags = z
  .array(tag)
  .max(100)
  .transform((all) => [...new Set(all)]);

export const label = filledLine(200);
export const email = z.string().min(3).max(254).meta({ example: 'ada@example.org' });
export const password = z.string().min(1).max(1024).meta({ format: 'password' });
export const code = z
  .string()
  .min(6)
  .max(40)
  .meta({ description: 'six digits of the authenticator, or a recovery code' });

export const idPath = z.strictObject({ id: z.uuid() });

/** What a write answers that leaves nothing to show. */
export const done = z.object({ done: z.literal(true) });
