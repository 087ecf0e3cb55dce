// A standing policy: a rule that makes plans by itself, as a value with versions.
import type { CustomProbe } from '../probes/observation.ts';
import type { GatePolicy } from '../rollouts/gate/decide.ts';
import type { RingProbe } from '../rollouts/plan-document.ts';
import type { RingSize } from '../rollouts/ring-expression.ts';
import type { Recurrence } from '../maintenance/window.ts';
import type { Correlated } from '../query/query.ts';

/** A query with the text it was read from, which is what people see and what is stored. */
export interface ReadQuery {
  readonly text: string;
  readonly query: Correlated;
}

/** What it ships: fixes of the findings a query finds, security updates, or every update. */
export type Ships =
  | { readonly kind: 'findings'; readonly query: ReadQuery }
  | { readonly kind: 'security-updates' }
  | { readonly kind: 'all-updates' };

/** Whose yes a plan needs. */
export type Consent =
  /** People approve each plan, as many as its size asks for. */
  | { readonly kind: 'people' }
  /** Those who approved the policy approved its plans up to so many endpoints; larger plans wait for people. */
  | { readonly kind: 'standing'; readonly mostEndpoints: number };

export type RebootPolicy = 'never' | 'if-needed' | 'in-window' | 'ask';

export interface PolicyRule {
  readonly name: string;
  readonly ships: Ships;
  readonly endpoints: ReadQuery;
  /** Days on which it makes a plan; local to `zone`. */
  readonly days: Recurrence;
  readonly daysFrom: string;
  readonly zone: string;
  /** Only what has been published so long: others find out first whether it was tampered with. Exploited ones do not wait. */
  readonly waitDays: number;
  readonly rings: readonly RingSize[];
  /** Names of maintenance windows; empty is any time. */
  readonly windows: readonly string[];
  /** `after:2h`: what becomes of who is offline in its window. */
  readonly catchUp: string;
  readonly soakMinutes: number;
  readonly consent: Consent;
  readonly reboot: RebootPolicy;
  readonly restart: 'none' | 'services';
  /** Asked on each endpoint before, after and at the end of the soak. */
  readonly probes: readonly CustomProbe[];
  /** Asked by the server while a ring is under way. */
  readonly ringProbes: readonly RingProbe[];
  readonly gate: Pick<GatePolicy, 'smallRing' | 'extend'>;
  readonly isOn: boolean;
}

/** A rule as it was from a moment on. Never changed; a change is the next version. */
export interface PolicyVersion {
  /** From 1, without a gap. */
  readonly version: number;
  readonly rule: PolicyRule;
  readonly by: string;
  /** UTC milliseconds. */
  readonly at: number;
}

/** The next version; the same versions again where nothing is different. A new version needs its own approval. */
export function revise(
  versions: readonly PolicyVersion[],
  rule: PolicyRule,
  by: string,
  at: number,
): readonly PolicyVersion[] {
  const last = versions.at(-1);
  if (last !== undefined && JSON.stringify(last.rule) === JSON.stringify(rule)) return versions;
  return [...versions, { version: (last?.version ?? 0) + 1, rule, by, at }];
}

/** Whether a plan of so many endpoints may go on without people saying yes to it. Larger than one person may approve: never. */
export function isConsented(rule: PolicyRule, endpoints: number, approvalsNeeded: number): boolean {
  return rule.consent.kind === 'standing' && endpoints <= rule.consent.mostEndpoints && approvalsNeeded <= 1;
}
