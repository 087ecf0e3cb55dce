// A thread for work that takes the processor for long, so that requests are answered meanwhile.
import { Worker } from 'node:worker_threads';

export interface Thread {
  post(message: unknown): void;
  /** Resolves when it has ended by itself; rejects with what broke it. */
  readonly ended: Promise<void>;
  terminate(): Promise<unknown>;
}

const mostMegabytes = 1_500;

/** `data` is copied. A thread that takes too much memory ends, and nothing else does. */
export function startThread(file: URL, data: unknown, onMessage: (message: unknown) => void): Thread {
  const worker = new Worker(file, {
    workerData: data,
    resourceLimits: { maxOldGenerationSizeMb: mostMegabytes },
    // What it is not told it does not know; what it prints would be no log line.
    stdout: true,
    stderr: true,
  });
  worker.stdout.resume();
  worker.stderr.resume();
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  let broken: unknown;
  worker.on('message', onMessage);
  worker.on('error', (error) => (broken = error));
  worker.on('exit', (code) => {
    if (broken !== undefined) reject(broken);
    else if (code === 0) resolve();
    else reject(new Error(`the thread ended with ${code}`));
  });
  // Whoever waits for it hears of it.
  promise.catch(() => undefined);
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- it speaks of windows; this is a thread
  const post = (message: unknown): void => worker.postMessage(message);
  return { post, ended: promise, terminate: () => worker.terminate() };
}
