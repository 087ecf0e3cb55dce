// The texts of permissions; one that is newer than this console is shown by its name.
import type { permission } from '../../i18n/en/settings.ts';

type Texts = typeof permission;
type Key = { [A in keyof Texts]: `permission.${A}.${keyof Texts[A] & string}` }[keyof Texts];

const KEYS = {
  'inventory.read': 'permission.inventory.read',
  'deployment.read': 'permission.deployment.read',
  'api-token.create': 'permission.api-token.create',
  'endpoint.edit': 'permission.endpoint.edit',
  'enrolment-token.create': 'permission.enrolment-token.create',
  'enrolment-token.revoke': 'permission.enrolment-token.revoke',
  'exception.create': 'permission.exception.create',
  'plan.create': 'permission.plan.create',
  'deployment.run': 'permission.deployment.run',
  'deployment.stop': 'permission.deployment.stop',
  'endpoint.approve': 'permission.endpoint.approve',
  'endpoint.revoke': 'permission.endpoint.revoke',
  'exception.approve': 'permission.exception.approve',
  'deployment.approve': 'permission.deployment.approve',
  'deployment.resume': 'permission.deployment.resume',
  'audit.read': 'permission.audit.read',
  'organisation.edit': 'permission.organisation.edit',
  'policy.edit': 'permission.policy.edit',
  'feed.edit': 'permission.feed.edit',
  'user.read': 'permission.user.read',
  'user.edit': 'permission.user.edit',
  'api-token.read': 'permission.api-token.read',
  'api-token.revoke': 'permission.api-token.revoke',
  'audit.checkpoint': 'permission.audit.checkpoint',
} as const satisfies Record<string, Key>;

export const permissionKey = (permission: string): Key | undefined =>
  Object.hasOwn(KEYS, permission) ? KEYS[permission as keyof typeof KEYS] : undefined;
