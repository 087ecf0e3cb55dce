// The deadline of a finding: the policy's days, counted from the fix, and what to do where there is none to install.
import { ruleByBod } from './bod-26-04.ts';
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
  const ruling = rulingOf(policy, context);
  const exploited = readExploited(context.signals, context.data);
  const reasons = [...ruling.reasons];
  if (exploited.value === 'yes' && !reasons.some(({ factor }) => factor === 'exploited'))
    reasons.push(exploited.reason);
  const obstacle = obstacleTo(context);
  if (obstacle === undefined) return toInstall(ruling, reasons, context, now);

  reasons.push(fixReason(context));
  const outcome = `${obstacle.what}${obstacle.then(timeGiven(ruling))}`;
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

function rulingOf(policy: PolicyName, context: RiskContext): Ruling {
  switch (policy) {
    case 'bod-26-04':
      return ruleByBod(context);
    case 'cvss':
      return ruleByCvss(context);
    case 'pci-dss-6.3.3':
      return ruleByPciDss(context);
  }
}

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
  const countedFrom = published ?? today;
  const counted = reason('counted-from', countedFrom, {
    source: published === undefined ? 'today' : (context.fixPublishedFrom ?? 'publication of the fix'),
    date: published,
    derived: published === undefined ? 'it is not known when the fix was published' : undefined,
  });
  return {
    outcome,
    deadline: {
      due: addDays(countedFrom, days),
      rule,
      days,
      forensics,
      reasons: [...reasons, fixReason(context), counted],
    },
  };
}

interface Obstacle {
  readonly what: string;
  readonly then: (time: string) => string;
  /** The flaw is here and stays: what can be done without a fix is worth saying. */
  readonly mitigate: boolean;
}

const onceFixed = (time: string): string => `: ${time} once there is one`;
const ifAffected = (time: string): string => `: check by hand; ${time} if affected`;
const silent = (): string => '';

const versionUnknown: Obstacle = {
  what: 'version could not be compared',
  then: ifAffected,
  mitigate: false,
};
const undetermined: Obstacle = {
  what: 'the vendor has not determined who is affected',
  then: ifAffected,
  mitigate: false,
};
const unimportant: Obstacle = {
  what: 'unimportant to the vendor: next upgrade',
  then: silent,
  mitigate: false,
};
const noFix: Obstacle = { what: 'no fix published', then: onceFixed, mitigate: true };
const postponed: Obstacle = {
  what: 'no fix published, postponed by the vendor',
  then: onceFixed,
  mitigate: true,
};
const willNotFix: Obstacle = {
  what: 'no fix published, the vendor will not fix it: accept, mitigate or replace',
  then: silent,
  mitigate: true,
};
const endOfLife: Obstacle = {
  what: 'no fix published, end of life: move to a supported release',
  then: silent,
  mitigate: true,
};

/** Why a date would be empty words; undefined where a fixed version is there to install. */
function obstacleTo({ state, fixedVersion }: RiskContext): Obstacle | undefined {
  switch (state) {
    case 'unknown':
      return versionUnknown;
    case 'undetermined':
      return undetermined;
    case 'unimportant':
      return unimportant;
    case 'affected':
    case 'no-fix':
      return fixedVersion === null ? noFix : undefined;
    case 'postponed':
      return fixedVersion === null ? postponed : undefined;
    case 'will-not-fix':
      return fixedVersion === null ? willNotFix : undefined;
    case 'end-of-life':
      return fixedVersion === null ? endOfLife : undefined;
  }
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
