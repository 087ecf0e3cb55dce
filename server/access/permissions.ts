// Who may do what: one table from roles to permissions. What is not in it is denied.
import type { OrganisationId } from '../store/database.ts';

export const roles = ['viewer', 'operator', 'approver', 'admin'] as const;
export type Role = (typeof roles)[number];

/** What each role may do beyond the one before it. */
const added = {
  viewer: [
    // Endpoints, packages, findings, patches, feeds, deployments: all that is known and planned.
    'inventory.read',
    'deployment.read',
    // Tokens of one's own; they hold no more than their person may.
    'api-token.create',
  ],
  operator: [
    'endpoint.edit',
    'enrolment-token.create',
    'enrolment-token.revoke',
    'exception.create',
    'plan.create',
    'deployment.run',
    // Stop always wins: whoever may start may stop, and nobody has to ask first.
    'deployment.stop',
  ],
  approver: [
    'endpoint.approve',
    'endpoint.revoke',
    'exception.approve',
    'deployment.approve',
    // Resuming after a halt is a new approval.
    'deployment.resume',
    'audit.read',
  ],
  admin: [
    'policy.edit',
    'feed.edit',
    'organisation.edit',
    'user.read',
    'user.edit',
    'api-token.read',
    'api-token.revoke',
    'audit.checkpoint',
  ],
} as const satisfies Readonly<Record<Role, readonly string[]>>;

export type Permission = (typeof added)[Role][number];

const table: ReadonlyMap<string, ReadonlySet<Permission>> = new Map(
  roles.map((role, index) => [
    role,
    new Set(roles.slice(0, index + 1).flatMap((each): readonly Permission[] => added[each])),
  ]),
);

export const permissionsOf = (role: Role): ReadonlySet<Permission> => table.get(role) ?? new Set();

/** All there are, the least first. */
export const permissions: readonly Permission[] = [...(table.get('admin') ?? [])];

/** Undefined for anything that is no permission. */
export function readPermission(text: unknown): Permission | undefined {
  return permissions.find((permission) => permission === text);
}

/** A person's place in one organisation, as it stands now. */
export interface Member {
  readonly organisation: OrganisationId;
  readonly account: string;
  readonly role: Role;
  /** Only endpoints with one of these tags; undefined for all. */
  readonly tagScope: readonly string[] | undefined;
}

/** Who asks: somebody signed in, or a program with somebody's token. */
export type Principal =
  | { readonly kind: 'session'; readonly member: Member; readonly session: string }
  | {
      readonly kind: 'api-token';
      readonly member: Member;
      readonly token: string;
      /** As stored; what is no permission counts for nothing. */
      readonly scopes: readonly string[];
    };

/** What a request may do, and where. All checks are made against this. */
export interface Access {
  readonly principal: Principal;
  readonly organisation: OrganisationId;
  readonly permissions: ReadonlySet<Permission>;
  readonly tagScope: readonly string[] | undefined;
  /** As the audit names it: `user:…` or `token:…`. */
  readonly actor: string;
}

/** A token may what its scopes say and its person may today; a role that is not in the table may nothing. */
export function accessOf(principal: Principal): Access {
  const { member } = principal;
  const allowed = table.get(member.role) ?? new Set<Permission>();
  const isToken = principal.kind === 'api-token';
  return {
    principal,
    organisation: member.organisation,
    permissions: isToken ? new Set([...allowed].filter((each) => principal.scopes.includes(each))) : allowed,
    tagScope: member.tagScope,
    actor: isToken ? `token:${principal.token}` : `user:${member.account}`,
  };
}

export function may(access: Access, permission: Permission): boolean {
  return access.permissions.has(permission);
}

/** Whether an endpoint with these tags is within reach. */
export function reaches({ tagScope }: Access, tags: readonly string[]): boolean {
  return tagScope === undefined || tagScope.some((tag) => tags.includes(tag));
}
