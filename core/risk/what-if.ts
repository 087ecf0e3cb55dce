// What would change a deadline: the same decision taken again with one input turned over.
import type { SeverityWord } from '../advisories/severity.ts';
import type { RiskContext } from './context.ts';
import { decide } from './decide.ts';
import type { PolicyName, RatedSignals, Reason } from './deadline.ts';
import { readAutomatable, readExploited, readExposed, readImpact } from './inputs.ts';
import { readSeverity } from './rating.ts';

/** One input turned over, and where that leads. */
export interface Change {
  readonly factor: Reason['factor'];
  /** `if this endpoint were internal`. */
  readonly condition: string;
  /** The outcome as it is and as it would be: `14 days` -> `next upgrade`. */
  readonly from: string;
  readonly to: string;
  readonly due: string | null;
}

interface Turn {
  readonly factor: Reason['factor'];
  readonly condition: string;
  readonly context: RiskContext;
}

/** Every single input that, turned over alone, leads to another outcome. Empty: no one input does. */
export function whatWouldChange(policy: PolicyName, context: RiskContext, today: string): readonly Change[] {
  const now = decide(policy, context, today);
  const changes: Change[] = [];
  for (const { factor, condition, context: turned } of [...turnsOf(policy, context), ...fixTurns(context, today)]) {
    const then = decide(policy, turned, today);
    if (then.outcome === now.outcome) continue;
    changes.push({
      factor,
      condition,
      from: now.outcome,
      to: then.outcome,
      due: then.deadline.due,
    });
  }
  return changes;
}

function turnsOf(policy: PolicyName, context: RiskContext): readonly Turn[] {
  return policy === 'bod-26-04' ? bodTurns(context) : severityTurns(context);
}

function bodTurns(context: RiskContext): readonly Turn[] {
  const { signals, exposure, data } = context;
  const withSignals = (changed: Partial<RatedSignals>): RiskContext => ({
    ...context,
    signals: { ...signals, ...changed },
  });
  const ssvc = signals.ssvc ?? { exploitation: '', automatable: '', technicalImpact: '', date: '' };
  const isExploited = readExploited(signals, data).value === 'yes';
  const isExposed = readExposed(exposure).value === 'yes';
  const isAutomatable = readAutomatable(signals, data).value === 'yes';
  const isTotal = readImpact(signals).value === 'total';
  return [
    {
      factor: 'exploited',
      condition: isExploited ? 'if it were not known to be exploited' : 'if it were listed in KEV',
      context: isExploited
        ? withSignals({ exploited: undefined, ssvc: { ...ssvc, exploitation: 'none' } })
        : withSignals({ exploited: { added: '', due: undefined, ransomware: false } }),
    },
    {
      factor: 'exposed',
      condition: isExposed ? 'if this endpoint were internal' : 'if this endpoint faced the internet',
      context: { ...context, exposure: isExposed ? 'internal' : 'internet' },
    },
    {
      factor: 'automatable',
      condition: isAutomatable
        ? 'if its exploitation could not be automated'
        : 'if its exploitation could be automated',
      context: withSignals({ ssvc: { ...ssvc, automatable: isAutomatable ? 'no' : 'yes' } }),
    },
    {
      factor: 'impact',
      condition: isTotal ? 'if it gave an attacker only partial control' : 'if it gave an attacker total control',
      context: withSignals({ ssvc: { ...ssvc, technicalImpact: isTotal ? 'partial' : 'total' } }),
    },
  ];
}

const ratings: readonly (readonly [SeverityWord, string])[] = [
  ['critical', 'if it were rated critical'],
  ['high', 'if it were rated high'],
  ['medium', 'if it were rated medium'],
  ['low', 'if it were rated low'],
];

function severityTurns(context: RiskContext): readonly Turn[] {
  const current = readSeverity(context).value;
  const turns: Turn[] = [];
  for (const [word, condition] of ratings) {
    if (word === current) continue;
    const signals = { ...context.signals, cvss: [] };
    turns.push({
      factor: 'severity',
      condition,
      context: { ...context, signals, vendorSeverity: { word, source: 'what if' } },
    });
  }
  return turns;
}

function fixTurns(context: RiskContext, today: string): readonly Turn[] {
  const { state, fixedVersion } = context;
  if (state === 'unknown' || state === 'undetermined') {
    const affected: RiskContext = { ...context, state: 'affected' };
    return [
      {
        factor: 'fix',
        condition: 'if the installed version were found to be affected',
        context: affected,
      },
    ];
  }
  if (fixedVersion !== null || state === 'unimportant') return [];
  const fixed: RiskContext = {
    ...context,
    state: 'affected',
    fixedVersion: 'a fixed version',
    fixPublished: today,
  };
  return [{ factor: 'fix', condition: 'if a fix were published today', context: fixed }];
}
