// Why a finding has its deadline: every input with its source and date, what it is used for, and what would change it.
import type { RiskContext } from './context.ts';
import { decideDeadline, overdueDays } from './decide.ts';
import type { Deadline, PolicyName, RatedVector, Reason } from './deadline.ts';
import { readAutomatable, readEpss, readExploited, readExposed, readImpact } from './inputs.ts';
import { readSeverity } from './rating.ts';
import { reason } from './reasons.ts';
import { whatWouldChange } from './what-if.ts';
import type { Change } from './what-if.ts';

export interface Explanation {
  readonly policy: PolicyName;
  readonly deadline: Deadline;
  /** 0 on and before the due date, null where there is none. */
  readonly overdueDays: number | null;
  readonly inputs: readonly Input[];
  readonly changes: readonly Change[];
}

export interface Input {
  readonly reason: Reason;
  readonly use: InputUse;
}

/** `decides`: the policy asks for it. `orders`: it ranks findings with equal deadlines. `unused`: known, not asked for. */
export type InputUse = 'decides' | 'orders' | 'unused';

/** Explains the decision that `decideDeadline` takes of the same arguments. */
export function explain(policy: PolicyName, context: RiskContext, today: string): Explanation {
  const deadline = decideDeadline(policy, context, today);
  return {
    policy,
    deadline,
    overdueDays: overdueDays(deadline, today),
    inputs: [...decisiveInputs(policy, deadline), ...furtherInputs(context, deadline)],
    changes: whatWouldChange(policy, context, today),
  };
}

function decisiveInputs(policy: PolicyName, { reasons }: Deadline): readonly Input[] {
  return reasons.map((given) => {
    const onlyOrders = given.factor === 'exploited' && policy !== 'bod-26-04';
    return { reason: given, use: onlyOrders ? 'orders' : 'decides' };
  });
}

function furtherInputs(context: RiskContext, { reasons }: Deadline): readonly Input[] {
  const { signals, data } = context;
  const stated = new Set(reasons.map(({ factor }) => factor));
  const all: readonly Input[] = [
    { reason: readExploited(signals, data).reason, use: 'orders' },
    { reason: readEpss(signals, data), use: 'orders' },
    { reason: readSeverity(context).reason, use: 'orders' },
    { reason: readExposed(context.exposure).reason, use: 'unused' },
    { reason: readAutomatable(signals, data).reason, use: 'unused' },
    { reason: readImpact(signals).reason, use: 'unused' },
  ];
  const further = all.filter((input) => !stated.has(input.reason.factor));
  return signals.cvss.length < 2 ? further : [...further, ...signals.cvss.map(vectorInput)];
}

// Sources disagree more often than not; each vector is shown, so that the choice can be checked.
function vectorInput({ vector, source, score }: RatedVector): Input {
  const value = score === undefined ? 'unreadable' : score.toFixed(1);
  return {
    reason: reason('severity', value, { source: `CVSS (${source}) ${vector}` }),
    use: 'unused',
  };
}
