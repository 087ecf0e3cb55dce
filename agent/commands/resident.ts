// suture-agent resident: what `run` becomes. It loads neither adapters nor sets, and has other processes do what needs them.
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs, type ParseArgsConfig } from 'node:util';
import { localHost } from '@suture/adapters/local-host.ts';
import { AppError } from '@suture/core/app-error.ts';
import type { EndpointId } from '@suture/protocol/agent/text.ts';
import { askExecutor, askExecutorOfJob, askExecutorToSimulate, type ExecutorDoor } from '../executor-door.ts';
import { alone } from '../instance-lock.ts';
import { openWorker, type Worker } from '../jobs/worker.ts';
import { readBootId } from '../boot-id.ts';
import { look } from '../look.ts';
import { fetchStepFiles } from '../own-packages/fetch.ts';
import { ownProcess } from '../own-process.ts';
import { deltaMessage, mostReportBytes, reportMessage } from '../report-message.ts';
import { run, type Machine } from '../run.ts';
import { defaultExecutorSocket, defaultFolder, defaultPolicyFile } from '../system-paths.ts';
import { exitCodes, type AgentCommand } from './command.ts';

export const residentOptions = {
  state: { type: 'string', default: defaultFolder },
  policy: { type: 'string', default: defaultPolicyFile },
  executor: { type: 'string', default: defaultExecutorSocket },
  once: { type: 'boolean', default: false },
  /** For benchmarks and tests: divides every pause. */
  hasten: { type: 'string', default: '1' },
} as const satisfies ParseArgsConfig['options'];

/** A report asks every package manager of the machine in turn, each with a limit of its own below this. */
const reportTimeoutMs = 15 * 60_000;
const deltaTimeoutMs = 60_000;
const leastMs = 100;

export const residentCommand: AgentCommand = {
  async run(args, say) {
    const { values } = parseArgs({ args: [...args], options: residentOptions });
    const { state: folder, once } = values;
    const hasten = Number(values.hasten);
    if (!(hasten >= 1 && hasten <= 1_000_000)) throw new AppError('usage', '--hasten is no number from 1');
    const lock = await alone(folder);
    if (!lock.ok) {
      say(lock.why);
      return exitCodes.taken;
    }
    const stop = new AbortController();
    const end = (): void => {
      stop.abort();
      // A command under way is ended with us; what it would have said is asked for again.
      setTimeout(() => process.exit(exitCodes.done), 5_000).unref();
    };
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, end);
    let turns = 0;
    const door = { socket: values.executor, main: process.argv[1] ?? '', policy: values.policy };
    const said = new Set<string>();
    try {
      const last = await run({
        machine: {
          ...machineOf(folder, door),
          ...(once ? {} : { openWorker: (endpoint: EndpointId) => workerOf(folder, endpoint, door, say, stop.signal) }),
        },
        folder,
        now: Date.now,
        monotonic: () => performance.now() * hasten,
        random: Math.random,
        sleep: async (ms, wake) => {
          turns += 1;
          // What is waited for ends a pause early: however hasty, a server is not asked for it all the time.
          if (!once) await pause(Math.max(ms / hasten, wake === undefined ? 0 : leastMs), stop.signal, wake);
        },
        isStopped: () => stop.signal.aborted || (once && turns > 0),
        log: newsOnly(say, said),
      });
      return once && last?.kind !== 'done' ? exitCodes.failed : exitCodes.done;
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      say(error.message);
      if (error.remedy !== undefined) say(error.remedy);
      return exitCodes.needsPerson;
    } finally {
      lock.release();
    }
  },
};

/** Says a line again only after another one came in between, so that a quiet day is a line and a bad one not thousands. */
function newsOnly(say: (line: string) => void, recent: Set<string>): (line: string) => void {
  return (line) => {
    if (recent.has(line)) return;
    if (line === 'checked in' || recent.size >= 20) recent.clear();
    recent.add(line);
    say(line);
  };
}

/** Ends early where it is time to stop, or where `wake` resolves. */
async function pause(ms: number, stopped: AbortSignal, wake?: Promise<void>): Promise<void> {
  const ended = new AbortController();
  const end = (): void => ended.abort();
  stopped.addEventListener('abort', end, { once: true });
  void wake?.then(end);
  if (stopped.aborted) end();
  await delay(ms, undefined, { signal: ended.signal }).catch(() => undefined);
  stopped.removeEventListener('abort', end);
}

const workerOf = (
  folder: string,
  endpoint: EndpointId,
  door: ExecutorDoor,
  log: (line: string) => void,
  stopped: AbortSignal,
): Promise<Worker> =>
  openWorker({
    folder,
    endpoint,
    log,
    now: Date.now,
    bootId: () => readBootId(),
    wait: (ms, wake) => pause(ms, stopped, wake),
    fetchFiles: (step, server) => fetchStepFiles(server, folder, step),
    async ask(job) {
      const answer = await askExecutorOfJob(door, job);
      if (answer.outcome === 'done') return answer.job;
      log(`the executor does not carry out a job: ${answer.why}`);
      return undefined;
    },
  });

function machineOf(folder: string, door: ExecutorDoor): Machine {
  const { main, policy } = door;
  return {
    look,
    async simulate(request) {
      const answer = await askExecutorToSimulate(door, request);
      if (answer.outcome !== 'done') return { kind: 'not-simulated', why: answer.why };
      return answer.simulated ?? { kind: 'not-simulated', why: 'the executor knows no simulations' };
    },
    report: () =>
      ownProcess(localHost, main, reportMessage, {
        args: ['report', '--state', folder, '--policy', policy],
        timeoutMs: reportTimeoutMs,
        maxOutputBytes: mostReportBytes,
      }),
    async delta(base, target) {
      const args = ['delta', '--state', folder, base, target];
      const limits = { timeoutMs: deltaTimeoutMs, maxOutputBytes: 1024 };
      const answer = await ownProcess(localHost, main, deltaMessage, { args, ...limits });
      return answer.ok ? (answer.value.bytes ?? undefined) : undefined;
    },
    async takeOffer() {
      const answer = await askExecutor(door, 'take-offer');
      return answer.outcome === 'done' ? { ok: true, why: '' } : { ok: false, why: answer.why };
    },
    async refreshIndexes() {
      const answer = await askExecutor(door, 'refresh-indexes');
      return answer.outcome === 'done' ? { outcome: 'done' } : { outcome: answer.outcome, why: answer.why };
    },
  };
}
