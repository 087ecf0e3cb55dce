// Has a package manager fetch as the machine's policy says: through the site's cache, and no faster than it may.
import { randomBytes } from 'node:crypto';
import type { Host } from '@suture/adapters/host.ts';
import type { Downloads } from '@suture/protocol/agent/local-policy.ts';
import { startProxy } from './proxy.ts';

type Fetched = { readonly ok: boolean; readonly cause?: string };

/** Where the cache may be what is wrong, the repositories themselves are asked. */
const worthAnother: readonly (string | undefined)[] = ['download-failed', 'download-stalled', 'hash-mismatch'];

/** `fetch` runs its commands on the host that it is given. */
export async function fetchThrough<Result extends Fetched>(
  host: Host,
  downloads: Downloads | undefined,
  fetch: (host: Host) => Promise<Result>,
): Promise<Result> {
  if (downloads === undefined) return fetch(host);
  const { from, bytesPerSecond } = downloads;
  const first = await limited(host, from, bytesPerSecond, fetch);
  if (first.ok || from === undefined || !worthAnother.includes(first.cause)) return first;
  return limited(host, undefined, bytesPerSecond, fetch);
}

async function limited<Result>(
  host: Host,
  from: string | undefined,
  bytesPerSecond: number | undefined,
  fetch: (host: Host) => Promise<Result>,
): Promise<Result> {
  if (bytesPerSecond === undefined) return fetch(from === undefined ? host : withProxy(host, from));
  const proxy = await startProxy({
    listen: { host: '127.0.0.1', port: 0 },
    hosts: 'any',
    // Nobody else on this machine is to reach the network through it.
    credential: `suture:${randomBytes(16).toString('hex')}`,
    parent: from === undefined ? undefined : new URL(from),
    bytesPerSecond,
    log: () => undefined,
  });
  try {
    return await fetch(withProxy(host, proxy.url.href));
  } finally {
    await proxy.close();
  }
}

/** What package managers and the libraries they fetch with go by. */
function withProxy(host: Host, address: string): Host {
  const env = { http_proxy: address, https_proxy: address };
  return { ...host, run: (command) => host.run({ ...command, env: { ...command.env, ...env } }) };
}
