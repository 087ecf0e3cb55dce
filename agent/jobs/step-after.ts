// The steps after an install: whether it took effect, and whether that lasts.
import type { Held } from './held-jobs.ts';
import { causeOfRefusal, failing, goOn, over, sayFailed, toStage, type Saying, type Stepped } from './outcome.ts';
import type { StepParts } from './step.ts';

const minuteMs = 60_000;
const againMs = 10_000;
/** Services that were just started anew take a moment. */
const settleMs = 30_000;
const looksMs = 5 * minuteMs;
const patienceMs = 20 * minuteMs;

export async function verify({ ask, now }: StepParts, held: Held): Promise<Stepped> {
  const answer = await ask({ phase: 'verify', of: held.of });
  const age = now() - Date.parse(held.since);
  switch (answer?.kind) {
    case 'verified': {
      const { evidence, says } = answer;
      const why = says.length === 0 ? {} : { why: says.join('; ') };
      const say: Saying = { body: { kind: 'verified', evidence }, ...why };
      if (evidence === null) {
        // By then the server has given up, and says what to do.
        return age > patienceMs ? over(say) : goOn(held, age < againMs ? [say] : [], againMs);
      }
      if (!evidence.newCodeRuns && age < settleMs) return goOn(held, [], againMs);
      if (evidence.versionsAsPlanned && evidence.newCodeRuns) return goOn(toStage(held, 'soaking', now()), [say]);
      return over(say);
    }
    case 'failed':
      return over(sayFailed(answer));
    case 'refused':
      return over(failing(held, causeOfRefusal(answer.refusal), answer.why));
    default:
      return goOn(held, [], answer === undefined ? againMs : 0);
  }
}

/** Looked at now and then, and at the end, which the server names and decides. */
export async function soak({ ask, now }: StepParts, held: Held): Promise<Stepped> {
  // Until the server has heard of the verification it has no end to name.
  if (held.soakUntil === undefined) return goOn(held, [], minuteMs);
  const left = Date.parse(held.soakUntil) - now();
  const answer = await ask({ phase: 'soak', of: held.of });
  switch (answer?.kind) {
    case 'verified': {
      const { evidence, probesPass, boots, says } = answer;
      const why = says.length === 0 ? {} : { why: says.join('; ') };
      const body = { kind: 'soaked', evidence: evidence === null ? null : { probesPass, boots } } as const;
      if (left > 0) return goOn(held, [], Math.min(looksMs, left));
      return goOn(held, [{ body, ...why }], minuteMs);
    }
    case 'failed':
      return over(sayFailed(answer));
    case 'refused':
      return over(failing(held, causeOfRefusal(answer.refusal), answer.why));
    default:
      return goOn(held, [], againMs);
  }
}
