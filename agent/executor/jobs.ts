// Jobs as the executor does them: each phase once at a time, answered in time, if only that it is under way.
import type { InstallingHost } from '@suture/adapters/host.ts';
import type { VersionChange } from '@suture/core/rollouts/plan-document.ts';
import type { LocalPolicy } from '@suture/protocol/agent/local-policy.ts';
import type { HeldJob } from '@suture/protocol/deployments/work.ts';
import type { JobAnswer } from './job-answer.ts';
import { act, type Telling } from './phases.ts';
import type { Rehearsed } from '../rehearsal/rehearsal.ts';
import type { RehearseOptions } from '../rehearsal/rehearse.ts';
import type { JobRequest } from './request.ts';
import { refused, take, takenOf } from './taken.ts';
import type { TrustRead } from './trust.ts';
import { mayBegin } from './may-begin.ts';

export interface JobParts {
  readonly host: InstallingHost;
  /** Root's alone: journals, what was obeyed and what was taken on. */
  readonly state: string;
  /** Downloads and transcripts; others may read it. */
  readonly cache: string;
  readonly trust: () => Promise<TrustRead>;
  readonly policy: () => Promise<LocalPolicy>;
  readonly now: () => Date;
  /** Puts files of packages of one's own where their adapter looks; why not, or undefined. Absent: there are none. */
  readonly bringFiles?: (changes: readonly VersionChange[]) => Promise<string | undefined>;
  /** Tries a step on a throw-away copy of the machine. */
  readonly rehearse: (options: Omit<RehearseOptions, 'main'>) => Promise<Rehearsed>;
  /** An answer is given by then, if only that it is under way. */
  readonly patienceMs: number;
}

export interface Jobs {
  /** Never rejects. */
  ask(request: JobRequest): Promise<JobAnswer>;
  /** Something is being done: this process should not end of its own will. */
  isBusy(): boolean;
}

interface Run {
  readonly phase: JobRequest['phase'];
  readonly done: Promise<JobAnswer>;
  answer: JobAnswer | undefined;
  overdue: boolean;
  bytes: number;
}

const nameOf = ({ deployment, attempt: number }: HeldJob): string => `${deployment}-${number}`;
const underWay = ({ overdue, bytes }: Run): JobAnswer => ({ kind: 'under-way', overdue, bytes });

export function jobsOf(parts: JobParts): Jobs {
  const runs = new Map<string, Run>();
  const under = async (
    name: string,
    phase: JobRequest['phase'],
    work: (tell: Telling) => Promise<JobAnswer>,
  ): Promise<JobAnswer> => {
    const known = runs.get(name);
    if (known !== undefined && known.answer === undefined && known.phase !== phase) return underWay(known);
    const run = known?.phase === phase ? known : started(phase, work);
    runs.set(name, run);
    const answer = await atMost(run.done, parts.patienceMs);
    if (answer === undefined) return underWay(run);
    runs.delete(name);
    return answer;
  };
  return {
    isBusy: () => [...runs.values()].some(({ answer }) => answer === undefined),
    async ask(request) {
      try {
        if (request.phase === 'take') return await take(parts, request);
        const taken = await takenOf(parts, request.of);
        if (taken === undefined) return refused('other-job', 'this job was never taken on');
        if (taken.dispatch.dispatch !== request.of.dispatch)
          return refused('other-job', 'a later dispatch was taken on');
        if (request.phase === 'begin') {
          const late = await mayBegin(parts, taken, request.start);
          // Asked again while it is under way, the token may be over by then.
          if (late !== undefined && runs.get(nameOf(request.of))?.phase !== 'begin') return late;
        }
        return await under(nameOf(request.of), request.phase, (tell) => act(parts, taken, request.phase, tell));
      } catch (error) {
        return brokenOff(request.phase, error);
      }
    },
  };
}

function started(phase: JobRequest['phase'], work: (tell: Telling) => Promise<JobAnswer>): Run {
  const { promise, resolve } = Promise.withResolvers<JobAnswer>();
  const run: Run = { phase, done: promise, answer: undefined, overdue: false, bytes: 0 };
  const ended = (answer: JobAnswer): void => {
    run.answer = answer;
    resolve(answer);
  };
  const tell: Telling = {
    overdue: () => void (run.overdue = true),
    progress: (bytes) => void (run.bytes = bytes),
  };
  work(tell).then(ended, (error: unknown) => ended(brokenOff(phase, error)));
  return run;
}

function brokenOff(phase: JobRequest['phase'], error: unknown): JobAnswer {
  // How far it came is on record: that is looked at, and not guessed.
  if (phase === 'begin') return { kind: 'begun-already' };
  const why = error instanceof Error ? error.message : String(error);
  const cause = phase === 'reconcile' ? 'interrupted' : 'precheck-failed';
  return { kind: 'failed', cause, why: `the executor broke off: ${why}`.slice(0, 500), lines: [] };
}

async function atMost<T>(promise: Promise<T>, ms: number): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), ms);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
