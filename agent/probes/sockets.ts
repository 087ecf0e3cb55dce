// Which ports are open: asked of ss, and where that is not installed, read from the kernel's own tables.
import type { Host } from '@suture/adapters/host.ts';
import { listeningSockets } from './commands.ts';
import { ephemeral, parseSockets } from './parse.ts';
import { windowsSockets } from './windows.ts';

/** Null where neither can be had. */
export async function openSockets(host: Host): Promise<readonly string[] | null> {
  const result = await host.run(listeningSockets);
  if (result.kind === 'missing') return (await windowsSockets(host)) ?? socketsFromTables(host);
  return result.kind === 'exited' && result.code === 0 && !result.truncated ? parseSockets(result.stdout) : null;
}

/** Where the state is one of these it listens (tcp) or waits without a peer (udp). Source: proc_net_tcp.txt of the kernel. */
const tables = { tcp: '0A', tcp6: '0A', udp: '07', udp6: '07' } as const;
const row = /^\s*\d+: ([0-9A-F]{8}|[0-9A-F]{32}):([0-9A-F]{4}) [0-9A-F]+:[0-9A-F]{4} ([0-9A-F]{2}) /;

async function socketsFromTables(host: Host): Promise<readonly string[] | null> {
  const found = new Set<string>();
  for (const [table, state] of Object.entries(tables)) {
    const read = await host.readFile(`/proc/net/${table}`, 4 * 1024 * 1024);
    // A kernel without IPv6 has two of them.
    if (read.kind === 'missing' && table.endsWith('6')) continue;
    if (read.kind !== 'text' || read.truncated) return null;
    for (const line of read.text.split('\n').slice(1)) {
      const [, address = '', port = '', is] = row.exec(line) ?? [];
      const number = Number.parseInt(port, 16);
      if (is === state && number > 0 && number < ephemeral)
        found.add(`${table.slice(0, 3)} ${hostOf(address)}:${number}`);
    }
  }
  return [...found].sort();
}

/** Words of four bytes, each in the order of the processor; an address of IPv6 stays as it stands there. */
const hostOf = (address: string): string =>
  address.length === 8
    ? (address.match(/../g) ?? [])
        .toReversed()
        .map((byte) => Number.parseInt(byte, 16))
        .join('.')
    : `[${address.toLowerCase()}]`;
