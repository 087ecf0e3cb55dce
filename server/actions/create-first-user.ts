// The first user of an organisation: whoever sees the server's console gets a link that works once, and nobody else.
import { hashPassword, passwordCost, passwordProblem } from '../access/passwords/password.ts';
import { judgeToken, newToken, presentedTokenHash } from '../access/tokens/token.ts';
import { appendAudit } from '../store/audit.ts';
import type { OrganisationId } from '../store/database.ts';
import { organisationOf } from '../store/presented-token.ts';
import { holdSetupLink, replaceSetupLinks, useSetupLink } from '../store/setup-links.ts';
import { addAccount, addMember, hasMembers, holdOrganisation, normalEmail } from '../store/users.ts';
import { refuse, type Done, type PeopleDoor } from './people-door.ts';

const linkLifetimeMs = 3_600_000;

/** The token for the link to print, in place of any made before; undefined where the organisation has its users already. */
export function offerFirstUser(
  door: PeopleDoor,
  organisation: OrganisationId,
): Promise<{ readonly token: string; readonly expiresAt: Date } | undefined> {
  return door.store.inOrganisation(organisation, async (transaction) => {
    await holdOrganisation(transaction);
    if (await hasMembers(transaction)) return undefined;
    const now = door.now();
    const expiresAt = new Date(now.getTime() + linkLifetimeMs);
    const { text, hash, hint } = newToken({ kind: 'setup' }, door.random);
    await replaceSetupLinks(transaction, { hash, hint, createdAt: now, expiresAt });
    await appendAudit(transaction, {
      at: now,
      actor: 'server',
      address: null,
      action: 'setup-link.create',
      subject: null,
      before: null,
      after: { hint, expiresAt: expiresAt.toISOString() },
    });
    return { token: text, expiresAt };
  });
}

export interface FirstUserRequest {
  /** From the link. */
  readonly token: string;
  readonly email: string;
  readonly name: string;
  readonly password: string;
  readonly address: string | null;
}

export interface FirstUser {
  readonly account: string;
  readonly organisation: OrganisationId;
}

export async function createFirstUser(
  door: PeopleDoor,
  { token, email, name, password, address }: FirstUserRequest,
): Promise<Done<FirstUser, 'link' | 'invalid' | 'taken'>> {
  const hash = presentedTokenHash(token, 'setup');
  // Nobody without a link makes the server hash a password.
  const organisation = hash === undefined ? undefined : await organisationOf(door.store, 'setup_link', hash);
  if (hash === undefined || organisation === undefined) return refuse('link', 'there is no such link');
  const normal = normalEmail(email);
  if (normal === undefined) return refuse('invalid', 'this is no e-mail address');
  if (name.length < 1 || name.length > 200 || !name.isWellFormed() || /\p{Cc}/u.test(name)) {
    return refuse('invalid', 'a name has 1 to 200 characters, and none for control');
  }
  const problem = passwordProblem(password);
  if (problem !== undefined) return refuse('invalid', problem);
  const stored = await hashPassword(password, door.random, door.passwordCost ?? passwordCost);

  return door.store.inOrganisation(organisation, async (transaction): Promise<Done<FirstUser, 'link' | 'taken'>> => {
    const now = door.now();
    await holdOrganisation(transaction);
    const link = await holdSetupLink(transaction, hash);
    const verdict = link === undefined ? undefined : judgeToken(link, now);
    if (verdict?.ok !== true) return refuse('link', verdict?.why ?? 'there is no such link');
    if (await hasMembers(transaction)) return refuse('link', 'the organisation has its first user already');
    const account = await addAccount(transaction, { email: normal, name, password: stored }, now);
    if (account === undefined) return refuse('taken', 'this e-mail address has an account already');
    await addMember(transaction, { account, role: 'admin', tagScope: undefined }, now);
    await useSetupLink(transaction, hash, now);
    await appendAudit(transaction, {
      at: now,
      actor: `user:${account}`,
      address,
      action: 'user.create',
      subject: `user:${account}`,
      before: null,
      after: { email: normal, name, role: 'admin', setupLink: link?.hint ?? null },
    });
    return { ok: true, value: { account, organisation } };
  });
}
