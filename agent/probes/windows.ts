// What a look sees of Windows beside the rest: open ports by netstat, and the space on the system's drive.
import { statfs } from 'node:fs/promises';
import type { Command, Host } from '@suture/adapters/host.ts';
import { isWindows } from '@suture/adapters/windows.ts';
import type { FileSystemSpace } from '@suture/core/probes/observation.ts';
import { systemDrive } from '../system-paths.ts';
import { ephemeral } from './parse.ts';

const connections: Command = {
  argv: ['/Windows/System32/netstat.exe', '-an'],
  timeoutMs: 20_000,
  maxOutputBytes: 4 * 1024 * 1024,
};

/** Null where this is no Windows, or it does not answer. */
export async function windowsSockets(host: Host): Promise<readonly string[] | null> {
  if (!(await isWindows(host))) return null;
  const result = await host.run(connections);
  return result.kind === 'exited' && result.code === 0 && !result.truncated ? parseNetstat(result.stdout) : null;
}

/** By their other end, which nobody is at: the word for "listening" is of the machine's language. Source: netstat's page of Microsoft. */
export function parseNetstat(text: string): readonly string[] {
  const sockets = text.split(/\r?\n/).flatMap((line) => {
    const [kind = '', local = '', other = ''] = line.trim().split(/\s+/);
    const port = Number(local.slice(local.lastIndexOf(':') + 1));
    const isOpen = /^(?:0\.0\.0\.0:0|\[::\]:0|\*:\*)$/.test(other);
    if (!/^(?:TCP|UDP)$/.test(kind) || !isOpen || !(port > 0 && port < ephemeral)) return [];
    return [`${kind.toLowerCase()} ${local.slice(0, 100)}`];
  });
  return [...new Set(sockets)].sort();
}

/** Of the system's drive; null elsewhere. */
export async function windowsSpace(): Promise<readonly FileSystemSpace[] | null> {
  if (process.platform !== 'win32') return null;
  try {
    const { bavail, bsize, blocks } = await statfs(`${systemDrive}\\`);
    return [{ path: systemDrive, freeBytes: bavail * bsize, sizeBytes: blocks * bsize }];
  } catch {
    return null;
  }
}
