// The administrator's locks, from the file that `zypper addlock` keeps them in.
import type { Host } from '../host.ts';
import { parseLocks } from './parse.ts';

export const lockFile = '/etc/zypp/locks';

export interface Locks {
  /** Names, or patterns with `*` and `?`. */
  readonly patterns: readonly string[];
  readonly problems: readonly string[];
}

export async function readLocks(host: Host): Promise<Locks> {
  const read = await host.readFile(lockFile, 1 << 20);
  if (read.kind === 'missing') return { patterns: [], problems: [] };
  if (read.kind !== 'text') return { patterns: [], problems: [`${lockFile} could not be read: locks are unknown`] };
  return { patterns: parseLocks(read.text), problems: [] };
}
