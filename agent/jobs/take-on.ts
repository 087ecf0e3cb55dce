// What the answer to a check-in brings of jobs: what to drop, what to take on, what may begin, until when to watch.
import type { CheckInResponse } from '@suture/protocol/agent/check-in.ts';
import { BODY_BYTES } from '@suture/protocol/agent/limits.ts';
import { planPartPath } from '@suture/protocol/agent/paths.ts';
import { planPart } from '@suture/protocol/deployments/plan-part.ts';
import { dispatchStatement, startStatement, type DispatchStatement } from '@suture/protocol/deployments/statements.ts';
import type { JobReport } from '@suture/protocol/deployments/job-report.ts';
import type { HeldJob } from '@suture/protocol/deployments/work.ts';
import { unverifiedPayload, type Envelope } from '@suture/protocol/trust/envelope.ts';
import type { ServerConnection } from '../server-connection.ts';
import { isSame, type Held, type HeldJobs, type HeldState } from './held-jobs.ts';
import { causeOfRefusal, failing, plain } from './outcome.ts';
import type { StepParts } from './step.ts';

export interface TakingOn extends StepParts {
  readonly jobs: HeldJobs;
  readonly change: (make: (before: HeldState) => HeldState) => Promise<void>;
  /** The server's clock against this machine's, in milliseconds. */
  readonly aheadMs: number;
  readonly server: ServerConnection;
  /** What this check-in said: the server answered before it looked at it, as before it heard what is unsaid yet. */
  readonly said: readonly JobReport[];
  /** What came to its end on this machine a moment ago, and the server may not have looked at yet. */
  readonly isOver: (of: HeldJob) => boolean;
  readonly log: (line: string) => void;
}

type Work = NonNullable<CheckInResponse['work']>;

/** Not believed here: the executor verifies all of it. It is read to know which job it is about. */
export async function takeOn(taking: TakingOn, { dispatches, starts, drop, soaks }: Work): Promise<void> {
  const { change, aheadMs } = taking;
  await change((before) =>
    dropping(
      before,
      drop.filter((of) => ![...taking.said, ...before.unsaid].some((report) => isSame(report, of))),
      taking.now(),
    ),
  );
  for (const given of dispatches) await take(taking, given);
  await change((before) => {
    const held = before.held.map((each) => told(each, { starts, soaks }, aheadMs));
    return held.every((each, index) => each === before.held[index]) ? before : { ...before, held };
  });
}

/** What is said of one job; the same where nothing new is. */
function told(held: Held, { starts, soaks }: Pick<Work, 'starts' | 'soaks'>, aheadMs: number): Held {
  const start = starts.find((each) => isStartOf(each, held.of));
  const mayStart = held.stage === 'asking' || (held.stage === 'beginning' && held.does === 'roll-back');
  const until = soaks.find((each) => isSame(each, held.of))?.until;
  const named = until === undefined ? undefined : Date.parse(until) - aheadMs;
  // The difference of the clocks is measured anew each time; what is nearly the same is the same.
  const isKnown = named === undefined || Math.abs(named - Date.parse(held.soakUntil ?? '')) < 2_000;
  if ((start === undefined || !mayStart) && isKnown) return held;
  return {
    ...held,
    ...(start !== undefined && mayStart ? { start } : {}),
    ...(isKnown ? {} : { soakUntil: new Date(named).toISOString() }),
  };
}

function isStartOf(given: Envelope, of: HeldJob): boolean {
  const read = startStatement.safeParse(unverifiedPayload(given));
  return read.success && isSame(read.data, of);
}

const ends: readonly Held['stage'][] = ['rehearsing', 'preparing', 'asking', 'soaking'];

/** What has begun goes on to its end, and says so. */
function dropping(before: HeldState, drop: readonly HeldJob[], now: number): HeldState {
  const dropped = before.held.filter(({ of }) => drop.some((each) => isSame(each, of)));
  const gone = dropped.filter(({ stage }) => ends.includes(stage));
  if (gone.length === 0) return before;
  // The server may count it as one that might have begun: it is told that it has not.
  const unbegun = gone.filter(({ stage, does }) => stage === 'asking' && does === 'install');
  return {
    ...before,
    held: before.held.filter((held) => !gone.includes(held)),
    unsaid: [
      ...before.unsaid,
      ...unbegun.map(({ of, said }) => ({
        ...of,
        number: said + 1,
        at: new Date(now).toISOString(),
        body: { kind: 'failed', cause: 'not-begun' } as const,
        why: 'it was called back before it began',
      })),
    ],
  };
}

async function take(taking: TakingOn, given: Envelope): Promise<void> {
  const { ask, jobs, server, isOver, log } = taking;
  const read = dispatchStatement.safeParse(unverifiedPayload(given));
  if (!read.success) return log('a job of the server cannot be read, and is left alone');
  const { data: dispatch } = read;
  const of = { deployment: dispatch.deployment, attempt: dispatch.attempt, dispatch: dispatch.dispatch };
  // Given again until the server has heard of it.
  if (isOver(of) || jobs.state.held.some((held) => isSame(held.of, of))) return;
  const part = await server.ask(planPart, {
    method: 'GET',
    path: planPartPath(dispatch.plan),
    mostBytes: BODY_BYTES.planPart,
  });
  if (part.kind !== 'answer') return log('the part of a plan could not be fetched, and is asked for again');
  const { step } = part.value;
  // It is given again at the next check-in, and the files go on where they stopped.
  const isOwn = step.adapter === 'own' && dispatch.does !== 'roll-back';
  const missing = isOwn ? await taking.fetchFiles?.(step, server) : undefined;
  if (missing !== undefined) return log(`a job waits for its files: ${plain(missing, 300)}`);
  const answer = await ask({ phase: 'take', dispatch: given, part: part.value });
  if (answer === undefined) return log('the executor does not answer, so a job waits');
  if (answer.kind === 'taken') return keep(taking, dispatch, { obeyed: answer.obeyed });
  if (answer.kind !== 'refused') return log(`a job could not be taken on: the executor answered ${answer.kind}`);
  // It was taken on, and then what we knew of it was lost: the executor says how far it came.
  if (answer.refusal === 'replayed') return keep(taking, dispatch, { isAdopted: true });
  log(`a job was refused: ${answer.refusal}: ${plain(answer.why, 300)}`);
  return keep(taking, dispatch, {
    refused: answer,
    ...(answer.obeyed === undefined ? {} : { obeyed: answer.obeyed }),
  });
}

async function keep(
  { change, now, bootId }: TakingOn,
  { deployment, attempt, dispatch, does }: DispatchStatement,
  came: {
    readonly obeyed?: HeldState['obeyed'];
    readonly isAdopted?: boolean;
    readonly refused?: { readonly refusal: string; readonly why: string };
  },
): Promise<void> {
  const of = { deployment, attempt, dispatch };
  const at = new Date(now()).toISOString();
  const { refused, obeyed, isAdopted = false } = came;
  // Reports that were sent before have lower numbers, and one with the same number would pass for one of them.
  const first = isAdopted ? 100_000 + (Math.floor(now() / 1000) % 800_000) : 1;
  await change((before) => {
    const known = obeyed === undefined ? before : { ...before, obeyed };
    if (refused !== undefined) {
      // A server of the past is told by the epoch that was obeyed, and is to wait.
      if (refused.refusal === 'fenced') return known;
      const { body } = failing({ does }, causeOfRefusal(refused.refusal), refused.why);
      return { ...known, unsaid: [...known.unsaid, { ...of, number: 1, at, body, why: plain(refused.why, 500) }] };
    }
    const held: Held = {
      of,
      does,
      stage: does === 'rehearse' ? 'rehearsing' : 'preparing',
      since: at,
      said: does === 'install' ? first : first - 1,
      isBegun: false,
      isInstallingSaid: false,
      bootId: bootId(),
      boots: 0,
      rebootPlanned: false,
    };
    const heard = { ...of, number: first, at, body: { kind: 'prechecking' } } as const;
    // A later dispatch of the same attempt takes the place of the one before.
    const others = known.held.filter(({ of: each }) => each.deployment !== deployment || each.attempt !== attempt);
    return { ...known, held: [...others, held], unsaid: does === 'install' ? [...known.unsaid, heard] : known.unsaid };
  });
}
