// The executor's socket: one request at a time, each of one line and in time, and an end when nobody asks any more.
import { createServer, type Server, type Socket } from 'node:net';
import { mostRequestBytes, type ExecutorAnswer } from './request.ts';

export interface ServeOptions {
  /** A path, or a file descriptor that the system manager listens on already. */
  readonly on: { readonly path: string } | { readonly fd: number };
  readonly execute: (text: string) => Promise<ExecutorAnswer>;
  /** Ends after this long without a request; milliseconds. */
  readonly idleMs: number;
  /** Something goes on that no peer waits for: it does not end meanwhile. */
  readonly isBusy?: () => boolean;
  /** A peer that does not finish its line in this time is left; milliseconds. */
  readonly readMs: number;
}

/** More wait in the kernel's queue; who comes beyond both is refused at once. */
const mostWaiting = 4;

export interface Serving {
  readonly ended: Promise<void>;
  close(): void;
}

/** Rejects where it cannot listen. */
export async function serve({ on, execute, idleMs, readMs, isBusy = () => false }: ServeOptions): Promise<Serving> {
  const { promise: ended, resolve: end } = Promise.withResolvers<void>();
  let waiting = 0;
  let last: Promise<void> = Promise.resolve();
  // Half open: the peer may end its side after the request.
  const server: Server = createServer({ allowHalfOpen: true });
  const rest = (): void => {
    if (isBusy()) idle = setTimeout(rest, idleMs);
    else server.close();
  };
  let idle = setTimeout(rest, idleMs);
  server.on('connection', (socket) => {
    socket.on('error', () => socket.destroy());
    if (waiting >= mostWaiting) {
      answer(socket, { version: 1, id: '', outcome: 'refused', why: 'the executor has others before you' });
      return;
    }
    clearTimeout(idle);
    waiting += 1;
    const before = last;
    last = turn(socket, before);
  });
  const turn = async (socket: Socket, before: Promise<void>): Promise<void> => {
    await before;
    try {
      const text = await lineFrom(socket, readMs);
      if (text !== undefined) answer(socket, await execute(text));
    } catch {
      // Its peer hears nothing, and asks again.
    }
    socket.destroySoon();
    waiting -= 1;
    if (waiting === 0) idle = setTimeout(rest, idleMs);
  };
  server.on('close', () => end());
  const { promise: listening, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject);
  server.listen(on, () => resolve());
  await listening;
  server.on('error', () => server.close());
  return {
    ended,
    close: () => {
      clearTimeout(idle);
      server.close();
    },
  };
}

function answer(socket: Socket, said: ExecutorAnswer): void {
  socket.end(`${JSON.stringify(said)}\n`);
}

/** The first line; undefined, with the connection ended, where none comes in time or it is too long. */
function lineFrom(socket: Socket, readMs: number): Promise<string | undefined> {
  const { promise, resolve } = Promise.withResolvers<string | undefined>();
  let text = '';
  const timer = setTimeout(() => done(undefined), readMs);
  const done = (line: string | undefined): void => {
    clearTimeout(timer);
    socket.removeListener('data', onData);
    socket.resume();
    if (line === undefined) socket.destroy();
    resolve(line);
  };
  const onData = (chunk: string): void => {
    text += chunk;
    const at = text.indexOf('\n');
    if (text.length > mostRequestBytes) done(undefined);
    else if (at >= 0) done(text.slice(0, at));
  };
  socket.setEncoding('utf8');
  socket.on('data', onData);
  socket.once('close', () => done(undefined));
  socket.once('end', () => done(undefined));
  return promise;
}
