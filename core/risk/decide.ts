// The deadline of a finding: the policy's days, counted from the fix, and what to do where there is none to install.
import { ruleByBod } from './bod-26-04.ts';
import type { FindingState } from '../matching/finding.ts';
import type { RiskContext } from './context.ts';
import { ruleByCvss } from './cvss-thresholds.ts';
import { addDays, daysBetween, readDay } from './days.ts';
import type { Deadline, PolicyName, Reason } from './deadline.ts';
import { readExploited } from './inputs.ts';
import { ruleByPciDss } from './pci-dss-6-3-3.ts';
import { reason } from './reasons.ts';
import { timeGiven } from './ruling.ts';
import type { Ruling } from './ruling.ts';

/** A deadline with its outcome in a few words, for comparing one decision with another. */
export interface Decision {
  readonly deadline: Deadline;
  /** `3 days + forensics`, `next upgrade`, `no fix published: 14 days once there is one`. */
  readonly outcome: string;
}

/**
 * When a finding must be closed. Total: any signals, any state. Due on the policy's days after the fix was published,
 * or after `today` (marked derived) where that is not known; no due date where there is nothing to install, where the
 * policy says "next upgrade", or where a person must look first. Policies ignore `state` otherwise.
 * @param today `YYYY-MM-DD`; anything else is the caller's mistake and throws a TypeError.
 */
export function decideDeadline(policy: PolicyName, context: RiskContext, today: string): Deadline {
  return decide(policy, context, today).deadline;
}

export function decide(policy: PolicyName, context: RiskContext, today: string): Decision {
  const now = readDay(today);
  if (now === undefined) throw new TypeError('today must be a day, YYYY-MM-DD');
  const ruling = rulings[policy](context);
  const exploited = readExploited(context.signals, context.data);
  const reasons = [...ruling.reasons];
  if (exploited.value === 'yes' && !reasons.some(({ factor }) => factor === 'exploited'))
    reasons.push(exploited.reason);
  const obstacle = obstacleTo(context);
  if (obstacle === undefined) return toInstall(ruling, reasons, context, now);

  reasons.push(fixReason(context));
  const outcome = `${obstacle.what}${obstacle.outlook(timeGiven(ruling))}`;
  const advice = exploited.value === 'yes' && obstacle.mitigate ? '; exploited: disable, isolate or remove it now' : '';
  return {
    outcome,
    deadline: {
      due: null,
      rule: `${outcome} (${ruling.policy})${advice}`,
      days: null,
      forensics: obstacle.mitigate && ruling.forensics,
      reasons,
    },
  };
}

const rulings: Readonly<Record<PolicyName, (context: RiskContext) => Ruling>> = {
  'bod-26-04': ruleByBod,
  cvss: ruleByCvss,
  'pci-dss-6.3.3': ruleByPciDss,
};

function toInstall(ruling: Ruling, reasons: readonly Reason[], context: RiskContext, today: string): Decision {
  const outcome = timeGiven(ruling);
  const rule = `${ruling.policy}: ${outcome}`;
  const { days, forensics } = ruling;
  if (days === null) {
    return {
      outcome,
      deadline: { due: null, rule, days, forensics, reasons: [...reasons, fixReason(context)] },
    };
  }
  const published = readDay(context.fixPublished);
  const from = countedFrom(context.fixPublished, today);
  const counted = reason('counted-from', from, {
    source: published === undefined ? 'today' : (context.fixPublishedFrom ?? 'publication of the fix'),
    date: published,
    derived: published === undefined ? 'it is not known when the fix was published' : undefined,
  });
  return {
    outcome,
    deadline: {
      due: addDays(from, days),
      rule,
      days,
      forensics,
      reasons: [...reasons, fixReason(context), counted],
    },
  };
}

/** The day from which a policy counts: that of the fix, else today. */
export const countedFrom = (fixPublished: string | undefined, today: string): string => readDay(fixPublished) ?? today;

/** What stands in the way of a date that would mean something. */
interface Obstacle {
  readonly what: string;
  /** Added to it, from the time the policy gives. */
  readonly outlook: (time: string) => string;
  /** The flaw is here and stays: what can be done without a fix is worth saying. */
  readonly mitigate: boolean;
  /** It stands whether a fixed version exists or not. */
  readonly always: boolean;
}

const onceFixed = (time: string): string => `: ${time} once there is one`;
const ifAffected = (time: string): string => `: check by hand; ${time} if affected`;
const withoutPromise = (): string => '';

const noFix: Obstacle = { what: 'no fix published', outlook: onceFixed, mitigate: true, always: false };

const obstacles: Readonly<Record<FindingState, Obstacle>> = {
  affected: noFix,
  'no-fix': noFix,
  postponed: { ...noFix, what: 'no fix published, postponed by the vendor' },
  'will-not-fix': {
    ...noFix,
    what: 'no fix published, the vendor will not fix it: accept, mitigate or replace',
    outlook: withoutPromise,
  },
  'end-of-life': {
    ...noFix,
    what: 'no fix published, end of life: move to a supported release',
    outlook: withoutPromise,
  },
  unimportant: {
    what: 'unimportant to the vendor: next upgrade',
    outlook: withoutPromise,
    mitigate: false,
    always: true,
  },
  undetermined: {
    what: 'the vendor has not determined who is affected',
    outlook: ifAffected,
    mitigate: false,
    always: true,
  },
  unknown: { what: 'version could not be compared', outlook: ifAffected, mitigate: false, always: true },
};

function obstacleTo({ state, fixedVersion }: RiskContext): Obstacle | undefined {
  const obstacle = obstacles[state];
  return obstacle.always || fixedVersion === null ? obstacle : undefined;
}

function fixReason({ fixedVersion, state, fixPublished, fixPublishedFrom }: RiskContext): Reason {
  if (fixedVersion === null) return reason('fix', 'none published', { source: `vendor: ${state}` });
  return reason('fix', fixedVersion, {
    source: fixPublishedFrom ?? 'advisory',
    date: readDay(fixPublished),
  });
}

/** Days past the due date: 0 on and before it, null where there is none. */
export function overdueDays({ due }: Pick<Deadline, 'due'>, today: string): number | null {
  const left = daysLeft({ due }, today);
  return left === null ? null : Math.max(0, -left);
}

/** Days until the due date, negative once it is past; null where there is none. Both days as `YYYY-MM-DD`. */
export function daysLeft({ due }: Pick<Deadline, 'due'>, today: string): number | null {
  return due === null ? null : daysBetween(today, due);
}
