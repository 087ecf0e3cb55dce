// A wire between the agent and its server that counts what passes.
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

export interface CountedWire {
  readonly port: number;
  /** So far: connections, and bytes of both directions above TCP. */
  readonly seen: () => { readonly connections: number; readonly bytes: number };
  close(): void;
}

/** From a port of this machine to another one. */
export async function countedWire(to: number): Promise<CountedWire> {
  let connections = 0;
  let bytes = 0;
  const open = new Set<Socket>();
  const server = createServer((near) => {
    connections += 1;
    const far = connect(to, '127.0.0.1');
    for (const [from, into] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(from);
      from.on('data', (chunk) => (bytes += chunk.length));
      from.on('error', () => into.destroy());
      from.on('close', () => open.delete(from));
      from.pipe(into);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  return {
    port: (server.address() as AddressInfo).port,
    seen: () => ({ connections, bytes }),
    close: () => {
      for (const socket of open) socket.destroy();
      server.close();
    },
  };
}
