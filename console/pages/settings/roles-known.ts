// The roles there are, the least first, and how a form says one.
import { textOf, wordsOf } from '../../components/form-fields.ts';

export const ROLES = ['viewer', 'operator', 'approver', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** Of `RoleFields`. No tag at all is every endpoint. */
export function roleOf(form: FormData): { readonly role: Role; readonly tagScope: string[] | null } {
  const role = ROLES.find((each) => each === textOf(form, 'role')) ?? 'viewer';
  const tags = wordsOf(form, 'tags');
  return { role, tagScope: role === 'admin' || tags.length === 0 ? null : tags };
}
