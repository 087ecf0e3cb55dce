// One step of a job: asks the executor for the phase that its stage is at, and says what follows from the answer.
import type { PlanStep } from '@suture/core/rollouts/plan-document.ts';
import type { JobAnswer } from '../executor/job-answer.ts';
import type { ServerConnection } from '../server-connection.ts';
import type { JobRequest } from '../executor/request.ts';
import type { Held } from './held-jobs.ts';
import {
  causeOfRefusal,
  failing,
  goOn,
  over,
  plain,
  sayFailed,
  toStage,
  type Saying,
  type Stepped,
} from './outcome.ts';
import { soak, verify } from './step-after.ts';

export interface StepParts {
  /** Undefined where the executor does not answer. */
  readonly ask: (request: JobRequest) => Promise<JobAnswer | undefined>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly bootId: () => string;
  /** Fetches what the step installs of packages of one's own; why it is not all here yet. Absent: nothing is fetched. */
  readonly fetchFiles?: (step: Pick<PlanStep, 'changes'>, server: ServerConnection) => Promise<string | undefined>;
}

const minuteMs = 60_000;
/** Asked again after this long where the executor did not answer. */
const absentMs = 5_000;
const lockMs = 15_000;
/** Then it is given back: somebody else may need the slot. */
const lockPatienceMs = 5 * minuteMs;
const windowPatienceMs = 30 * minuteMs;
/** Between requests for a start token, ever longer. */
const askAgainMs = { least: 15_000, most: 5 * minuteMs };
const pollMs = 5_000;
/** Shorter than the server takes for a machine that is lost while it restarts. */
const askedMs = 50 * minuteMs;

export async function step(parts: StepParts, held: Held): Promise<Stepped> {
  switch (held.stage) {
    case 'rehearsing':
      return rehearse(parts, held);
    case 'preparing':
      return prepare(parts, held);
    case 'asking':
      return askToStart(parts, held);
    case 'beginning':
      return held.isBegun && held.does === 'install' ? reconcile(parts, held) : begin(parts, held);
    case 'rebooting':
      return reboot(parts, held);
    case 'verifying':
      return verify(parts, held);
    case 'soaking':
      return soak(parts, held);
  }
}

/** Nothing of the machine is changed by it, so that it can be begun anew whatever comes in between. */
async function rehearse({ ask }: StepParts, held: Held): Promise<Stepped> {
  const answer = await ask({ phase: 'rehearse', of: held.of });
  if (answer === undefined) return goOn(held, [], absentMs);
  switch (answer.kind) {
    case 'under-way':
      return goOn(held, [], pollMs);
    case 'rehearsed': {
      const { lines, says, ...rest } = answer;
      return over({ body: { ...rest, says: says.slice(0, 20).map((text) => plain(text, 300)) }, lines });
    }
    case 'refused':
    case 'failed':
      return over(failing(held, 'precheck-failed', answer.why));
    default:
      return unexpected(held, answer);
  }
}

const ageOf = ({ since }: Held, now: number): number => now - Date.parse(since);

async function prepare({ ask, now }: StepParts, held: Held): Promise<Stepped> {
  const answer = await ask({ phase: 'prepare', of: held.of });
  if (answer === undefined) return goOn(held, [], absentMs);
  switch (answer.kind) {
    case 'under-way':
      return answer.bytes > 0 ? goOn(held, [{ body: { kind: 'progress' } }], minuteMs) : goOn(held);
    case 'staged': {
      const why = answer.why[0] === undefined ? {} : { why: `rollback ${answer.rollback}: ${answer.why.join('; ')}` };
      const say: readonly Saying[] = held.does === 'install' ? [{ body: { kind: 'progress' }, ...why }] : [];
      return goOn(toStage(held, 'asking', now()), say);
    }
    case 'not-applicable':
      return over({ body: { kind: 'not-applicable' } });
    case 'deferred':
      if (ageOf(held, now()) < lockPatienceMs) return goOn(held, [], lockMs);
      return over(failing(held, answer.cause, answer.why));
    case 'begun-already':
      return goOn({ ...toStage(held, 'beginning', now()), isBegun: true });
    case 'failed':
      return over(sayFailed(answer));
    case 'refused':
      // The executor has none, or a later one: the server will send it, or has sent it, anew.
      if (answer.refusal === 'other-job') return over();
      return over(failing(held, causeOfRefusal(answer.refusal), answer.why));
    default:
      return unexpected(held, answer);
  }
}

async function askToStart({ ask, now }: StepParts, held: Held): Promise<Stepped> {
  // On record before it is asked to begin: a crash in between is looked into, never begun twice.
  if (held.start !== undefined) return goOn(toStage(held, 'beginning', now()));
  const age = ageOf(held, now());
  if (held.does === 'roll-back') return goOn(held, [], minuteMs);
  const answer = await ask({ phase: 'ready', of: held.of });
  if (answer === undefined) return goOn(held, [], absentMs);
  switch (answer.kind) {
    case 'ready':
      return goOn(
        held,
        [{ body: { kind: 'start-requested' } }],
        Math.min(Math.max(age, askAgainMs.least), askAgainMs.most),
      );
    case 'deferred':
      return age < windowPatienceMs ? goOn(held, [], minuteMs) : over(failing(held, answer.cause, answer.why));
    case 'under-way':
      return goOn(held, [], pollMs);
    case 'refused':
      if (answer.refusal === 'other-job') return over();
      return over(failing(held, causeOfRefusal(answer.refusal), answer.why));
    default:
      return unexpected(held, answer);
  }
}

const installing: Saying = { body: { kind: 'installing' } };

/** Says once that it has begun. */
const saysInstalling = (held: Held): readonly Saying[] =>
  held.isInstallingSaid || held.does === 'roll-back' ? [] : [installing];

async function begin({ ask, now }: StepParts, held: Held): Promise<Stepped> {
  const answer = await ask({ phase: 'begin', of: held.of, start: held.start });
  if (answer === undefined) return goOn({ ...held, isBegun: true }, [], absentMs);
  switch (answer.kind) {
    case 'under-way':
      return goOn({ ...held, isInstallingSaid: true }, saysInstalling(held));
    case 'begun-already':
      return goOn({ ...held, isBegun: true });
    case 'installed':
      return installed(held, answer, saysInstalling(held), now());
    case 'deferred':
      return over(failing(held, answer.cause, answer.why));
    case 'refused': {
      // Each check-in brings another token for what a person ordered.
      if (held.does === 'roll-back' && answer.refusal === 'expired') {
        const { start: _, ...rest } = held;
        return goOn(toStage(rest, 'asking', now()));
      }
      const cause = answer.refusal === 'vetoed' ? 'vetoed' : 'not-begun';
      return over(failing(held, cause, answer.why));
    }
    case 'rolled-back':
      return over({ body: { kind: 'rolled-back' } });
    case 'failed':
    case 'rollback-failed':
      return over(sayFailed(answer));
    case 'still-installing':
      return goOn(held, [], pollMs);
    default:
      return unexpected(held, answer);
  }
}

/** After a crash of the executor, of this process or of the machine: the executor looks at what there is. */
async function reconcile(parts: StepParts, held: Held): Promise<Stepped> {
  const answer = await parts.ask({ phase: 'reconcile', of: held.of });
  if (answer === undefined) return goOn(held, [], absentMs);
  switch (answer.kind) {
    case 'under-way':
      return goOn(held);
    case 'still-installing':
      return goOn({ ...held, isInstallingSaid: true }, saysInstalling(held), pollMs);
    case 'not-begun':
      if (held.start !== undefined) return begin(parts, { ...held, isBegun: false });
      return over(failing(held, 'not-begun', 'it was cut off before anything was begun'));
    case 'installed':
      return installed(held, answer, [{ body: { kind: 'reconciling' } }], parts.now());
    case 'failed':
      return over({ body: { kind: 'reconciling' } }, sayFailed(answer));
    case 'refused':
      return over(failing(held, 'interrupted', answer.why));
    default:
      return unexpected(held, answer);
  }
}

function installed(
  held: Held,
  { reboot: next, kept }: Extract<JobAnswer, { kind: 'installed' }>,
  say: readonly Saying[],
  now: number,
): Stepped {
  if (next !== 'none') {
    const why =
      next === 'asked' ? { why: 'whoever is on it is asked to restart it; it waits for that for 50 minutes' } : {};
    const rebooting: Saying = { body: { kind: 'rebooting' }, ...why };
    return goOn({ ...toStage(held, 'rebooting', now), rebootPlanned: true }, [...say, rebooting]);
  }
  const verifying: Saying = { body: { kind: 'verifying', boots: held.boots, rebootPlanned: false } };
  const left = kept.length === 0 ? {} : { why: `kept as the administrator has it: ${kept.join(', ')}` };
  return goOn(toStage(held, 'verifying', now), [...say, { ...verifying, ...left }]);
}

/** It may go down at any moment from here on. */
async function reboot({ ask, now, bootId }: StepParts, held: Held): Promise<Stepped> {
  if (held.boots > 0 || bootId() !== held.bootId) {
    const boots = Math.max(held.boots, 1);
    const say: Saying = { body: { kind: 'verifying', boots, rebootPlanned: true } };
    return goOn({ ...toStage(held, 'verifying', now()), bootId: bootId(), boots }, [say]);
  }
  const answer = await ask({ phase: 'reboot', of: held.of });
  switch (answer?.kind) {
    case 'failed':
      // Asked already, and it has not gone down yet.
      if (ageOf(held, now()) < 10 * minuteMs && /rebooted for this attempt already/.test(answer.why)) {
        return goOn(held, [], pollMs);
      }
      return over(sayFailed(answer));
    case 'refused':
      return over(failing(held, causeOfRefusal(answer.refusal), answer.why));
    default:
      // A person was asked, and takes their time.
      if (ageOf(held, now()) < askedMs) return goOn(held, [], pollMs);
      return over(failing(held, 'old-code-running', 'it was not restarted within 50 minutes'));
  }
}

const unexpected = (held: Held, answer: JobAnswer): Stepped =>
  over(failing(held, held.isBegun ? 'interrupted' : 'precheck-failed', `the executor answered ${answer.kind}`));
