// Puts a question to snapd and gives its answer, or why there is none.
import { ask } from '../ask.ts';
import type { Command, Host } from '../host.ts';
import { listSnaps } from './commands.ts';
import { type Answered, parseSnaps, type Snap } from './parse.ts';

export async function askSnapd<T>(
  host: Host,
  command: Command,
  what: string,
  parse: (text: string) => Answered<T>,
): Promise<Answered<T>> {
  const answer = await ask(host, command, `snapd (${what})`);
  if (!answer.ok)
    return { ok: false, why: answer.missing ? 'curl is not installed, so snapd cannot be asked' : answer.why };
  const [cut] = answer.problems;
  if (cut !== undefined) return { ok: false, why: cut };
  const read = parse(answer.stdout);
  return read.ok ? read : { ok: false, why: `${what}: ${read.why}` };
}

export const askSnaps = (host: Host): Promise<Answered<readonly Snap[]>> =>
  askSnapd(host, listSnaps, 'snaps', parseSnaps);

export const unreadSnaps = (what: string, unread: number): readonly string[] =>
  unread === 0 ? [] : [`snapd names ${unread} ${what} that cannot be read`];
