// Tokens in the HTTP API: for programs, and for machines that are to join. The text of each is shown once.
import { z } from '../agent/zod.ts';
import { instant } from './page.ts';
import { label, tags } from './text.ts';

const hint = z.string().meta({ description: 'the last characters of its text' });

export const apiToken = z.object({
  id: z.uuid(),
  account: z.uuid(),
  label: z.string(),
  hint,
  scopes: z.array(z.string()).readonly(),
  createdAt: instant,
  expiresAt: instant,
  revokedAt: instant.nullable(),
});
export const apiTokenList = z.object({ items: z.array(apiToken).readonly() });
export const apiTokenListRequest = z.strictObject({
  of: z.enum(['me', 'all']).default('me').meta({ description: 'all needs the permission api-token.read' }),
});
export const apiTokenRequest = z.strictObject({
  label,
  scopes: z
    .array(z.string().max(100))
    .min(1)
    .max(100)
    .meta({ description: 'permissions; none that its maker has not' }),
  expiresAt: z.iso.datetime().meta({ description: 'at most a year from now' }),
});
export const newApiToken = z.object({ id: z.uuid(), hint, token: z.string().meta({ description: 'shown once' }) });

export const enrolmentToken = z.object({
  id: z.uuid(),
  hint,
  tags: z.array(z.string()).readonly(),
  uses: z.int().nullable().meta({ description: 'null where it is not known' }),
  usesLeft: z.int().min(0),
  autoApprove: z.boolean(),
  createdAt: instant,
  createdBy: z.string(),
  expiresAt: instant,
  revokedAt: instant.nullable(),
});
export const enrolmentTokenList = z.object({ items: z.array(enrolmentToken).readonly() });
export const enrolmentTokenRequest = z.strictObject({
  tags: tags.default([]).meta({ description: 'put on each endpoint that joins with it' }),
  uses: z.int().min(1).max(10_000).default(1),
  expiresInSeconds: z
    .int()
    .min(60)
    .max(30 * 86_400)
    .default(3600),
  autoApprove: z.boolean().default(false).meta({ description: 'needs the permission endpoint.approve' }),
});
export const newEnrolmentToken = enrolmentToken.extend({
  token: z.string().meta({ description: 'shown once' }),
  line: z.string().meta({ description: 'to copy to the machine that is to join' }),
});
