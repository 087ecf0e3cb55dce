// Asks the executor: over its socket where there is one, directly where this process is root itself. Believes only answers in shape.
import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { localHost } from '@suture/adapters/local-host.ts';
import type { SimulationRequest } from '@suture/protocol/deployments/simulation.ts';
import {
  executorAnswer,
  executorTimeoutMs,
  mostAnswerBytes,
  type ExecutorAnswer,
  type ExecutorRequest,
  type JobRequest,
  type Verb,
} from './executor/request.ts';
import { ownProcess } from './own-process.ts';

export interface ExecutorDoor {
  readonly socket: string;
  /** The file this process was started with. */
  readonly main: string;
  readonly policy: string;
}

/** Never throws. */
export const askExecutor = (door: ExecutorDoor, verb: Exclude<Verb, 'job' | 'simulate'>): Promise<ExecutorAnswer> =>
  send(door, { version: 1, id: randomUUID(), verb });

/** Never throws. */
export const askExecutorToSimulate = (
  door: ExecutorDoor,
  { adapter, changes }: SimulationRequest,
): Promise<ExecutorAnswer> =>
  send(door, { version: 1, id: randomUUID(), verb: 'simulate', step: { adapter, changes } });

/** Never throws. What takes long is answered as being under way, and asked again. */
export const askExecutorOfJob = (door: ExecutorDoor, job: JobRequest): Promise<ExecutorAnswer> =>
  send(door, { version: 1, id: randomUUID(), verb: 'job', job });

async function send({ socket, main, policy }: ExecutorDoor, request: ExecutorRequest): Promise<ExecutorAnswer> {
  const unavailable = (why: string): ExecutorAnswer => ({ version: 1, id: request.id, outcome: 'unavailable', why });
  const heard = process.platform === 'win32' ? nobody : await over(socket, JSON.stringify(request));
  if (heard.kind === 'line')
    return understood(heard.text) ?? unavailable('the executor said something that it never says');
  if (heard.kind === 'broken') return unavailable(`the executor did not answer: ${heard.why}`);
  if (process.geteuid !== undefined && process.geteuid() !== 0) return unavailable(`no executor listens at ${socket}`);
  const text = JSON.stringify(request);
  if (process.platform === 'win32' && text.length > mostWindowsArgument)
    return unavailable('the request is longer than Windows lets one program tell another');
  const answer = await ownProcess(localHost, main, executorAnswer, {
    args: ['executor', '--request', text, '--policy', policy],
    timeoutMs: executorTimeoutMs,
    maxOutputBytes: mostAnswerBytes,
  });
  return answer.ok ? answer.value : unavailable(answer.why.slice(0, 500));
}

function understood(text: string): ExecutorAnswer | undefined {
  try {
    const read = executorAnswer.safeParse(JSON.parse(text));
    return read.success ? read.data : undefined;
  } catch {
    return undefined;
  }
}

/** A command line has 32,767 characters, and quotation marks take two. */
const mostWindowsArgument = 14_000;
const nobody = { kind: 'nobody' } as const;

type Heard =
  | { readonly kind: 'line'; readonly text: string }
  | { readonly kind: 'broken'; readonly why: string }
  | { readonly kind: 'nobody' };

function over(path: string, request: string): Promise<Heard> {
  const { promise, resolve } = Promise.withResolvers<Heard>();
  const socket = connect(path);
  let text = '';
  const done = (heard: Heard): void => {
    clearTimeout(timer);
    socket.destroy();
    resolve(heard);
  };
  const timer = setTimeout(() => done({ kind: 'broken', why: 'it takes too long' }), executorTimeoutMs);
  socket.setEncoding('utf8');
  socket.on('connect', () => socket.write(`${request}\n`));
  socket.on('data', (chunk: string) => {
    text += chunk;
    if (text.length > mostAnswerBytes) done({ kind: 'broken', why: 'it says too much' });
    else if (text.includes('\n')) done({ kind: 'line', text: text.slice(0, text.indexOf('\n')) });
  });
  socket.on('error', (error) => {
    const code: unknown = Reflect.get(error, 'code');
    done(code === 'ENOENT' || code === 'ECONNREFUSED' ? nobody : { kind: 'broken', why: error.message });
  });
  socket.on('close', () => done({ kind: 'broken', why: 'it hung up' }));
  return promise;
}
