// Somebody follows an invitation: with a new account and a new password, or with the account they have elsewhere.
import { hashPassword, passwordCost, passwordProblem } from '../access/passwords/password.ts';
import { presentedTokenHash } from '../access/tokens/token.ts';
import { appendAudit } from '../store/audit.ts';
import type { OrganisationId, Transaction } from '../store/database.ts';
import { endInvitation, holdInvitation, type InvitationRow } from '../store/invitations.ts';
import { organisationOf } from '../store/presented-token.ts';
import { accountByEmail, addAccount, addMember } from '../store/users.ts';
import { refuse, type Done, type PeopleDoor, type Refusal } from './people-door.ts';
import { proveFurther, provePassword, type TooSoon } from './prove.ts';

export interface Acceptance {
  readonly token: string;
  readonly password: string;
  readonly code?: string | undefined;
  readonly address: string | null;
}

export interface Accepted {
  readonly account: string;
  readonly organisation: OrganisationId;
}

const dead = refuse('link', 'there is no such invitation, or it was used or withdrawn, or its time is over');

export async function acceptInvitation(
  door: PeopleDoor,
  acceptance: Acceptance,
): Promise<Done<Accepted, 'link' | 'invalid' | 'wrong' | 'second-factor' | 'taken'> | TooSoon> {
  const hash = presentedTokenHash(acceptance.token, 'invite');
  // Nobody without a link makes the server hash a password.
  const organisation = hash === undefined ? undefined : await organisationOf(door.store, 'invitation', hash);
  if (hash === undefined || organisation === undefined) return dead;
  const { email, exists } = await door.store.inOrganisation(organisation, async (transaction) => {
    const invitation = await holdInvitation(transaction, { hash }, door.now());
    if (invitation === undefined) return { email: undefined, exists: false };
    const account = await accountByEmail(transaction, invitation.email);
    return { email: invitation.email, exists: account !== undefined };
  });
  if (email === undefined) return dead;
  const prove = exists ? await present(door, { ...acceptance, email }) : await fresh(door, acceptance.password);
  if ('ok' in prove) return prove;

  return door.store.inOrganisation(
    organisation,
    async (transaction): Promise<Done<Accepted, 'link' | 'wrong' | 'second-factor' | 'taken'>> => {
      const now = door.now();
      const invitation = await holdInvitation(transaction, { hash }, now);
      if (invitation === undefined) return dead;
      const account = await prove.account(transaction, invitation, now);
      if (typeof account !== 'string') return account;
      const { name, role, tagScope, hint, id } = invitation;
      if (!(await addMember(transaction, { account, role, tagScope: tagScope ?? undefined }, now))) {
        return refuse('taken', 'this person is a member already');
      }
      await endInvitation(transaction, id, 'used', now);
      await appendAudit(transaction, {
        at: now,
        actor: `user:${account}`,
        address: acceptance.address,
        action: 'user.create',
        subject: `user:${account}`,
        before: null,
        after: { email, name, role, tagScope, invitation: hint },
      });
      return { ok: true, value: { account, organisation } };
    },
  );
}

/** How the account comes about, in the transaction that makes it a member. */
interface Proof {
  readonly account: (
    transaction: Transaction,
    invitation: InvitationRow,
    now: Date,
  ) => Promise<string | Refusal<'wrong' | 'second-factor' | 'taken'>>;
}

async function fresh(door: PeopleDoor, password: string): Promise<Proof | Refusal<'invalid'>> {
  const problem = passwordProblem(password);
  if (problem !== undefined) return refuse('invalid', problem);
  const stored = await hashPassword(password, door.random, door.passwordCost ?? passwordCost);
  return {
    account: async (transaction, { email, name }, now) =>
      (await addAccount(transaction, { email, name, password: stored }, now)) ??
      refuse('taken', 'this address has just got an account: try again with its password'),
  };
}

async function present(
  door: PeopleDoor,
  { email, password, code, address }: Acceptance & { readonly email: string },
): Promise<Proof | Refusal<'wrong'> | TooSoon> {
  const known = await provePassword(door, { email, password, code, address });
  if (!known.ok) {
    return known.cause === 'wrong'
      ? refuse('wrong', 'this address has an account already: send its present password')
      : known;
  }
  return {
    account: async (transaction, _invitation, now) => {
      const proven = await proveFurther(door, transaction, known, code, now);
      return proven.ok ? known.account.id : proven;
    },
  };
}
