// What a step of a job comes to: reports for the server, the next stage, and when to look again.
import type { Cause } from '@suture/core/rollouts/causes.ts';
import type { JobReport } from '@suture/protocol/deployments/job-report.ts';
import type { JobAnswer } from '../executor/job-answer.ts';
import type { Held } from './held-jobs.ts';

/** Something to tell the server of a job; number and time are given when it is written. */
export interface Saying {
  readonly body: JobReport['body'];
  readonly why?: string;
  readonly lines?: readonly string[];
}

export interface Stepped {
  readonly say: readonly Saying[];
  /** Undefined: it is over on this machine. */
  readonly next: Held | undefined;
  /** Milliseconds until it is looked at again, unless something is heard of it. */
  readonly waitMs: number;
}

export const goOn = (next: Held, say: readonly Saying[] = [], waitMs = 0): Stepped => ({ say, next, waitMs });
export const over = (...say: readonly Saying[]): Stepped => ({ say, next: undefined, waitMs: 0 });

export const toStage = (held: Held, stage: Held['stage'], now: number): Held => ({
  ...held,
  stage,
  since: new Date(now).toISOString(),
});

type Failed = Extract<JobAnswer, { kind: 'failed' | 'rollback-failed' }>;

export const sayFailed = ({ kind, cause, why, lines }: Failed): Saying => ({ body: { kind, cause }, why, lines });

/** It was not begun, or what was asked of it cannot be done. */
export function failing({ does }: Pick<Held, 'does'>, cause: Cause, why: string): Saying {
  if (does === 'rehearse') {
    return { body: { kind: 'rehearsed', result: 'not-rehearsed', says: [plain(why, 300)], seconds: 0 } };
  }
  return { body: { kind: does === 'roll-back' ? 'rollback-failed' : 'failed', cause }, why };
}

/** A rule of the endpoint as a cause that people are told. */
export function causeOfRefusal(refusal: string): Cause {
  if (refusal === 'vetoed') return 'vetoed';
  // It is signed as it has to be, and not for now: it came late, or the clock of the machine was set.
  return refusal === 'expired' || refusal === 'not-yet' ? 'not-begun' : 'not-trusted';
}

/** As the protocol takes it: one line, never empty. */
export function plain(text: string, most: number): string {
  const line = text
    .replaceAll(/[\x00-\x1f\x7f]+/g, ' ')
    .trim()
    .slice(0, most)
    .toWellFormed();
  return line === '' ? '(nothing)' : line;
}
