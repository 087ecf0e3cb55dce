// Check-ins that say nothing new, by hand over TLS, so that what makes the load takes little of the machine.
import { connect, type ConnectionOptions, type TLSSocket } from 'node:tls';
import { agentPaths } from '@suture/protocol/agent/paths.ts';
import type { Door, SimulatedEndpoint, State } from '@suture/server/simulated-endpoints.fixture.ts';

export interface Load {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

export interface Caller {
  readonly endpoint: SimulatedEndpoint;
  /** What it has, and was acknowledged. */
  readonly state: State;
}

/** Each caller asks again once it is answered. `anew`: after each answer it hangs up, and resumes its session the next time. */
export async function checkInAgain(
  door: Door,
  callers: readonly Caller[],
  milliseconds: number,
  { anew }: { readonly anew: boolean },
): Promise<Load> {
  const times: number[] = [];
  const begun = performance.now();
  await Promise.all(
    callers.map(async ({ endpoint, state }) => {
      const line = lineOf(door, endpoint);
      while (performance.now() - begun < milliseconds) {
        const asked = performance.now();
        const status = await line.ask(JSON.stringify(endpoint.message(state)));
        if (status !== 200) throw new Error(`a check-in was answered with ${status}`);
        times.push(performance.now() - asked);
        if (anew) line.hangUp();
      }
      line.hangUp();
    }),
  );
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.floor(sorted.length * share)] ?? Number.NaN;
  return { perSecond: (times.length * 1_000) / (performance.now() - begun), p50Ms: at(0.5), p99Ms: at(0.99) };
}

interface Line {
  /** The status. Rejects where the connection breaks. */
  ask(body: string): Promise<number>;
  hangUp(): void;
}

function lineOf({ port, root }: Door, endpoint: SimulatedEndpoint): Line {
  const tls: ConnectionOptions = {
    host: '127.0.0.1',
    port,
    ca: root,
    minVersion: 'TLSv1.3',
    ...endpoint.credentials(),
  };
  let socket: TLSSocket | undefined;
  let session: Buffer | undefined;
  let answered: (status: number) => void = () => undefined;
  let broken: (error: Error) => void = () => undefined;
  let text = '';
  const open = (): TLSSocket => {
    // As the agent does it.
    const resumed = session === undefined ? {} : { session, ecdhCurve: 'X25519' };
    const made = connect({ ...tls, ...resumed });
    made.setNoDelay(true);
    made.on('session', (next) => (session = next));
    made.on('error', (error) => socket === made && broken(error));
    made.on('close', () => socket === made && broken(new Error('hung up')));
    made.on('data', (chunk: Buffer) => {
      text += chunk.toString('latin1');
      const head = text.indexOf('\r\n\r\n');
      if (head === -1) return;
      const length = Number(/\r\ncontent-length: (\d+)/i.exec(text.slice(0, head + 2))?.[1]);
      if (text.length < head + 4 + length) return;
      const status = Number(text.slice(9, 12));
      text = '';
      answered(status);
    });
    return made;
  };
  return {
    ask(body) {
      socket ??= open();
      const { promise, resolve, reject } = Promise.withResolvers<number>();
      answered = resolve;
      broken = reject;
      const head = `POST ${agentPaths.checkIn} HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\n`;
      socket.write(`${head}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
      return promise;
    },
    hangUp() {
      const last = socket;
      socket = undefined;
      last?.destroy();
      text = '';
    },
  };
}
