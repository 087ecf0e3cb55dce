// A standing policy as one who acts: it makes plans and begins deployments in its own name.
import type { Access } from '../access/permissions.ts';
import type { OrganisationId } from '../store/database.ts';
import type { By } from './people-door.ts';

/** As the audit and approvals name it. */
const policyName = (id: string): string => `policy:${id}`;

/** With no more permissions than that takes, which are not asked where the server itself calls. */
export function policyActor(organisation: OrganisationId, id: string): By {
  const member = { organisation, account: id, role: 'operator', tagScope: undefined } as const;
  const access: Access = {
    principal: { kind: 'session', member, session: id },
    organisation,
    permissions: new Set(['plan.create', 'deployment.run']),
    tagScope: undefined,
    actor: policyName(id),
  };
  return { access, address: null };
}
