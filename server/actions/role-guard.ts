// Who gives a role gives no more than they have themselves: else a token, or a person, could raise itself by a detour.
import { may, permissionsOf, type Access, type Role } from '../access/permissions.ts';
import { refuse, type Refusal } from './people-door.ts';

/** Undefined where the role may be given, and its holder may be changed. */
export function beyond(access: Access, role: Role): Refusal<'forbidden'> | undefined {
  const missing = [...permissionsOf(role)].find((permission) => !may(access, permission));
  return missing && refuse('forbidden', `the role ${role} may ${missing}, which you may not yourself`);
}
