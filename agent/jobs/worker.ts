// The jobs of the resident agent: takes on what check-ins bring, has the executor do it step by step, and keeps what is to be said.
import { join } from 'node:path';
import { AppError } from '@suture/core/app-error.ts';
import type { CheckInRequest, CheckInResponse } from '@suture/protocol/agent/check-in.ts';
import type { EndpointId } from '@suture/protocol/agent/text.ts';
import { MOST } from '@suture/protocol/deployments/limits.ts';
import type { HeldJob } from '@suture/protocol/deployments/work.ts';
import type { JobReport } from '@suture/protocol/deployments/job-report.ts';
import type { ServerConnection } from '../server-connection.ts';
import { isSame, openHeldJobs, without, type Held, type HeldState } from './held-jobs.ts';
import { afterReboot } from './after-reboot.ts';
import { plain, type Saying, type Stepped } from './outcome.ts';
import { step, type StepParts } from './step.ts';
import { takeOn } from './take-on.ts';

export interface Worker {
  /** What the next check-in says of jobs. */
  said(): Pick<CheckInRequest, 'jobs' | 'holds' | 'obeyed'>;
  /** A check-in with `jobs` was answered. Rejects where what follows cannot be kept: then it is answered again. */
  heard(jobs: readonly JobReport[], response: CheckInResponse, server: ServerConnection): Promise<void>;
  /** Resolves when there is something new to say, or has been since the last check-in. */
  news(): Promise<void>;
  /** What is installed changes just now, and is looked at when it has. */
  isChanging(): boolean;
  /** One step of the job whose turn it is; milliseconds until the next is due. */
  turn(): Promise<number>;
  /** Steps until it is stopped. */
  run(isStopped: () => boolean): Promise<void>;
}

export interface WorkerParts extends StepParts {
  readonly folder: string;
  readonly endpoint: EndpointId;
  readonly log: (line: string) => void;
  /** Resolves after the time, or when `wake` does. */
  readonly wait: (ms: number, wake: Promise<void>) => Promise<void>;
}

/** Bytes of a check-in that reports of jobs may take. */
const mostBytes = 24 * 1024;
const idleMs = 60_000;
/** After this long what is installed is reported however far it is. */
const longestMs = 2 * 3_600_000;
const changing: readonly Held['stage'][] = ['beginning', 'rebooting'];
/** Nothing else begins while something is being changed. */
const turns: readonly Held['stage'][] = [
  'beginning',
  'rebooting',
  'verifying',
  'asking',
  'preparing',
  'soaking',
  'rehearsing',
];

export async function openWorker(parts: WorkerParts): Promise<Worker> {
  const { folder, endpoint, log, now, wait } = parts;
  const jobs = await openHeldJobs(join(folder, 'jobs.json'), endpoint, log);
  const due = new Map<string, number>();
  let wake = Promise.withResolvers<void>();
  let news = Promise.withResolvers<void>();
  const ended = new Set<string>();
  // One change of what is kept after another: an answer of the server and one of the executor may come at once.
  let last: Promise<void> = Promise.resolve();
  const change = async (make: (before: HeldState) => HeldState): Promise<void> => {
    const turn = Promise.withResolvers<void>();
    const before = last;
    last = turn.promise;
    await before;
    try {
      const { state } = jobs;
      const next = make(state);
      if (next !== state) await jobs.write(next);
      if (next.unsaid.length > state.unsaid.length) news.resolve();
    } finally {
      turn.resolve();
    }
  };
  const write = (held: Held, { say, next }: Pick<Stepped, 'say' | 'next'>): Promise<void> =>
    change((before) => {
      const known = before.held.find(({ of }) => isSame(of, held.of));
      // Dropped meanwhile: what was about to be said of it says nothing any more.
      if (known === undefined) return before;
      const reports = say.map((saying, index) => reportOf(known, known.said + index + 1, saying, now()));
      if (next === undefined) ended.add(nameOf(known.of));
      const after = next === undefined ? [] : [{ ...merged(next, known), said: known.said + say.length }];
      for (const line of say.map((saying) => lineOf(held, saying))) log(line);
      return {
        ...before,
        held: [...before.held.filter((each) => each !== known), ...after],
        unsaid: [...before.unsaid, ...reports],
      };
    });
  for (const held of jobs.state.held) {
    const rebooted = afterReboot(held, parts.bootId(), now());
    if (rebooted !== undefined) await write(held, rebooted);
    else if (held.stage === 'beginning') await write(held, { say: [], next: { ...held, isBegun: true } });
  }
  if (jobs.state.unsaid.length > 0) news.resolve();

  const nextJob = (): Held | undefined => {
    const time = now();
    const busy = jobs.state.held.some(({ stage }) => changing.includes(stage));
    return jobs.state.held
      .filter((held) => (due.get(nameOf(held.of)) ?? 0) <= time)
      .filter(
        ({ stage, start }) => !busy || changing.includes(stage) || (stage !== 'asking' ? true : start === undefined),
      )
      .toSorted((a, b) => turns.indexOf(a.stage) - turns.indexOf(b.stage))[0];
  };
  const worker: Worker = {
    said() {
      const { held, unsaid, obeyed } = jobs.state;
      const said: JobReport[] = [];
      let bytes = 0;
      for (const report of unsaid.slice(0, MOST.reports)) {
        bytes += Buffer.byteLength(JSON.stringify(report));
        if (said.length > 0 && bytes > mostBytes) break;
        said.push(report);
      }
      return { jobs: said, holds: held.slice(0, MOST.reports).map(({ of }) => of), obeyed };
    },
    async heard(said, { work, serverTime }, server) {
      news = Promise.withResolvers<void>();
      if (said.length > 0) await change((before) => ({ ...before, unsaid: without(before.unsaid, said) }));
      if (work !== undefined) {
        const aheadMs = Date.parse(serverTime) - now();
        const before = jobs.state.held;
        await takeOn({ ...parts, jobs, change, aheadMs, server, said, isOver: (of) => ended.has(nameOf(of)) }, work);
        for (const { of } of jobs.state.held.filter((held) => !before.includes(held))) due.delete(nameOf(of));
        wake.resolve();
      }
      if (jobs.state.unsaid.length > 0) news.resolve();
    },
    news: () => news.promise,
    isChanging: () =>
      jobs.state.held.some(
        ({ stage, since }) => (stage === 'beginning' || stage === 'verifying') && now() - Date.parse(since) < longestMs,
      ),
    async turn() {
      const held = nextJob();
      if (held === undefined) {
        const times = jobs.state.held.map(({ of }) => due.get(nameOf(of)) ?? 0).filter((time) => time > now());
        return Math.min(...times, now() + idleMs) - now();
      }
      const stepped = await step(parts, held);
      await write(held, stepped);
      if (stepped.next === undefined) due.delete(nameOf(held.of));
      else due.set(nameOf(held.of), now() + stepped.waitMs);
      return 0;
    },
    async run(isStopped) {
      while (!isStopped()) {
        wake = Promise.withResolvers<void>();
        const ms = await worker.turn().catch((error: unknown) => {
          // The disk is full, most likely; what was not kept is not said, and is asked for again.
          log(`a job cannot be carried on: ${error instanceof Error ? error.message : String(error)}`);
          return 10_000;
        });
        if (ms > 0 && !isStopped()) await wait(Math.max(ms, 200), wake.promise);
      }
    },
  };
  return worker;
}

const nameOf = ({ deployment, attempt, dispatch }: HeldJob): string => `${deployment} ${attempt} ${dispatch}`;

/** What a check-in brought while the executor was asked. */
const merged = (next: Held, known: Held): Held => ({
  ...next,
  ...(next.start === undefined && next.stage === 'asking' && next.does === 'install' && known.start !== undefined
    ? { start: known.start }
    : {}),
  ...(known.soakUntil === undefined ? {} : { soakUntil: known.soakUntil }),
});

function reportOf({ of }: Held, number: number, { body, why, lines }: Saying, now: number): JobReport {
  if (number > 1_000_000) throw new AppError('environment', 'too much was said of one job');
  return {
    ...of,
    number,
    at: new Date(now).toISOString(),
    body,
    ...(why === undefined ? {} : { why: plain(why, 500) }),
    ...(lines === undefined || lines.length === 0
      ? {}
      : { lines: lines.slice(0, MOST.lines).map((line) => plain(line, 300)) }),
  };
}

const lineOf = ({ of }: Held, { body, why }: Saying): string =>
  `job ${of.deployment} attempt ${of.attempt}: ${body.kind}${'cause' in body ? ` (${body.cause})` : ''}${why === undefined ? '' : `: ${plain(why, 300)}`}`;
