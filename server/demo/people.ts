// The demo's people, each with a role; all with one password, which is no secret.
import { randomUUID } from 'node:crypto';
import { hashPassword } from '../access/passwords/password.ts';
import { accessOf, type Role } from '../access/permissions.ts';
import type { By, PeopleDoor } from '../actions/people-door.ts';
import type { OrganisationId } from '../store/database.ts';
import { addAccount, addMember } from '../store/users.ts';

export const DEMO_PASSWORD = 'all of it is made up';
const ROLES = { ada: 'admin', ben: 'approver', cleo: 'operator', vera: 'viewer' } as const satisfies Record<
  string,
  Role
>;

export type DemoPerson = keyof typeof ROLES;
export const DEMO_EMAILS: readonly string[] = Object.keys(ROLES).map((name) => `${name}@demo.example`);

/** As they act, whoever asks for it. */
export async function demoPeople(
  door: PeopleDoor,
  organisation: OrganisationId,
  now: Date,
): Promise<Readonly<Record<DemoPerson, By>>> {
  const password = await hashPassword(DEMO_PASSWORD, door.random, door.passwordCost);
  const people = {} as Record<DemoPerson, By>;
  for (const [name, role] of Object.entries(ROLES) as [DemoPerson, Role][]) {
    const shown = `${name[0]?.toUpperCase()}${name.slice(1)}`;
    const account = await door.store.inOrganisation(organisation, async (transaction) => {
      const id = await addAccount(transaction, { email: `${name}@demo.example`, name: shown, password }, now);
      if (id === undefined) throw new Error(`there is a ${name} already`);
      await addMember(transaction, { account: id, role, tagScope: undefined }, now);
      return id;
    });
    const member = { organisation, account, role, tagScope: undefined };
    people[name] = { access: accessOf({ kind: 'session', member, session: randomUUID() }), address: '192.0.2.10' };
  }
  return people;
}
