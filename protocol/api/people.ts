// People in the HTTP API: who is signed in, users with their roles, invitations and sessions.
import { z } from '../agent/zod.ts';
import { instant, pageOf } from './page.ts';
import { code, email, label, password, tags } from './text.ts';

const role = z.enum(['viewer', 'operator', 'approver', 'admin']);
const tagScope = z
  .array(z.string())
  .readonly()
  .nullable()
  .meta({ description: 'only endpoints with one of these tags; null for all' });
const givenScope = tags
  .pipe(z.array(z.string()).min(1))
  .nullable()
  .meta({ description: 'null for all; never of an admin' });

export const session = z.object({
  id: z.uuid(),
  address: z.string().nullable(),
  createdAt: instant,
  expiresAt: instant,
  isCurrent: z.boolean(),
});
export const sessionList = z.object({ items: z.array(session).readonly() });

/** The session itself is in the cookie. */
export const signedIn = z.object({ session: z.uuid(), account: z.uuid(), expiresAt: instant });

export const signInRequest = z.strictObject({
  email,
  password,
  code: code.optional(),
  organisation: z.uuid().optional().meta({ description: 'for who belongs to several; else the first' }),
});

export const firstUserRequest = z.strictObject({
  token: z.string().max(200).meta({ description: 'from the link that the server printed' }),
  email,
  name: label,
  password,
});
export const firstUser = z.object({ account: z.uuid() });

export const organisation = z.object({ id: z.uuid(), name: z.string() });
export const organisationChange = z.strictObject({ name: label });

export const me = z.object({
  kind: z.enum(['session', 'api-token']),
  account: z.uuid(),
  email: z.string(),
  name: z.string(),
  organisation,
  role,
  permissions: z.array(z.string()).readonly(),
  tagScope,
});

export const passwordRequest = z.strictObject({ current: password, new: password });

export const user = z.object({
  id: z.uuid(),
  email: z.string(),
  name: z.string(),
  role,
  tagScope,
  since: instant,
  builtIn: z.boolean().meta({
    description: 'an account that the server makes for itself, such as that of its own machine; nobody changes it',
  }),
});
export const userPage = pageOf(user);

export const userChange = z.strictObject({
  role: role.optional(),
  tagScope: givenScope.optional(),
  name: label.optional(),
});

export const invitation = z.object({
  id: z.uuid(),
  email: z.string(),
  name: z.string(),
  role,
  tagScope,
  hint: z.string().meta({ description: 'the last characters of its token' }),
  createdAt: instant,
  expiresAt: instant,
});
export const invitationList = z.object({ items: z.array(invitation).readonly() });
export const invitationRequest = z.strictObject({
  email,
  name: label,
  role,
  tagScope: givenScope.default(null),
});
export const newInvitation = invitation.extend({
  token: z.string().meta({ description: 'shown once' }),
  link: z.string().meta({ description: 'to hand over; works once, for three days' }),
});
export const acceptance = z.strictObject({
  token: z.string().max(200),
  password: password.meta({ description: 'a new one; the present one of who has an account already' }),
  code: code.optional(),
});

export const roleList = z.object({
  items: z
    .array(z.object({ name: role, permissions: z.array(z.string()).readonly() }))
    .readonly()
    .meta({ description: 'the least first; each may all that the one before may' }),
});
