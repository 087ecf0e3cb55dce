// The server on this machine, as the file says that it leaves for programs of its own user.
import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import type { ServerToAsk } from './ask.ts';

export interface LocalServer extends ServerToAsk {
  /** What endpoints connect to; an https origin. */
  readonly agents: string;
  readonly pid: number;
}

/** `$XDG_STATE_HOME/suture` or below `~/.local/state`; for root `/var/lib/suture`, as PostgreSQL's account cannot enter its home. */
export function stateFolder(env: Readonly<Record<string, string | undefined>>, uid = process.geteuid?.()): string {
  const [given, state] = [env['SUTURE_STATE'], env['XDG_STATE_HOME']];
  if (given !== undefined && given !== '') return given;
  if (state !== undefined && isAbsolute(state)) return join(state, 'suture');
  return uid === 0 ? '/var/lib/suture' : join(env['HOME'] ?? homedir(), '.local', 'state', 'suture');
}

/** Undefined where no server has left one that this user can read. */
export async function localServer(state: string): Promise<LocalServer | undefined> {
  let held: Readonly<Record<string, unknown>>;
  try {
    held = Object(JSON.parse(await readFile(join(state, 'server', 'local-access.json'), 'utf8')));
  } catch {
    return undefined;
  }
  const { url, agents, authority, token, pid } = held;
  if (typeof url !== 'string' || typeof agents !== 'string' || typeof authority !== 'string') return undefined;
  if (typeof token !== 'string' || typeof pid !== 'number') return undefined;
  return { url, agents, authority, token, pid };
}
