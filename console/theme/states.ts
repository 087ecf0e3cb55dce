// Which level a state is shown at: what vendors say of a finding, and how far an inventory can be believed.
import type { Level } from './severity.ts';

export const FINDING_LEVEL = {
  affected: 'high',
  'no-fix': 'medium',
  'will-not-fix': 'medium',
  postponed: 'medium',
  'end-of-life': 'high',
  unimportant: 'low',
  undetermined: 'unknown',
  unknown: 'unknown',
} as const satisfies Record<string, Level>;

/** Only complete is the whole truth; nothing yet is not fine. */
export const INVENTORY_LEVEL = {
  complete: 'fine',
  partial: 'medium',
  failed: 'high',
  none: 'unknown',
} as const satisfies Record<string, Level>;

export const ENDPOINT_LEVEL = {
  active: 'fine',
  pending: 'medium',
  quarantined: 'high',
  revoked: 'unknown',
} as const satisfies Record<string, Level>;

/** Of a release of a system or of software. */
export const SUPPORT_LEVEL = {
  supported: 'fine',
  ending: 'medium',
  extended: 'medium',
  unsupported: 'high',
  unknown: 'unknown',
} as const satisfies Record<string, Level>;
