// A repository over HTTP, as hosts of the lab fetch it; and a bad mirror on demand.
import { readFile } from 'node:fs/promises';
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename, join } from 'node:path';

/** `truncate`: it breaks off half way. `corrupt`: some bytes are others. */
export type MirrorFault = 'down' | '503' | 'hang' | 'truncate' | 'corrupt';

export interface Mirror {
  readonly port: number;
  /** What goes wrong with files whose name has this in it, from now on; undefined: nothing any more. */
  fault(part: string, fault: MirrorFault | undefined): void;
  /** How often files whose name has this in it were asked for. */
  asked(part: string): number;
  stop(): Promise<void>;
}

/** Serves the files of one folder, to whoever reaches this machine. */
export async function startMirror(folder: string): Promise<Mirror> {
  const faults = new Map<string, MirrorFault>();
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const name = basename(decodeURIComponent(request.url ?? ''));
    asked.push(name);
    const [, fault] = [...faults].find(([part]) => name.includes(part)) ?? [];
    void answer(response, join(folder, name), fault);
  });
  server.listen(0);
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    fault(part, fault) {
      if (fault === undefined) faults.delete(part);
      else faults.set(part, fault);
    },
    asked: (part) => asked.filter((name) => name.includes(part)).length,
    async stop() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function answer(response: ServerResponse, path: string, fault: MirrorFault | undefined): Promise<void> {
  const bytes = await readFile(path).catch(() => undefined);
  if (bytes === undefined || fault === '503') {
    response.writeHead(bytes === undefined ? 404 : 503).end();
    return;
  }
  switch (fault) {
    case 'hang':
      return;
    case 'down':
      response.socket?.resetAndDestroy();
      return;
    case 'truncate':
      response.writeHead(200, { 'content-length': bytes.length });
      response.write(bytes.subarray(0, bytes.length >> 1), () => response.socket?.destroy());
      return;
    case 'corrupt':
      response.writeHead(200, { 'content-length': bytes.length });
      response.end(bytes.fill(0x2a, bytes.length >> 1, (bytes.length >> 1) + 16));
      return;
    case undefined:
      response.writeHead(200, { 'content-length': bytes.length });
      response.end(bytes);
  }
}
