// Finds the dnf of a machine: dnf 4, dnf 5, or an old yum that Suture only takes the inventory beside.
import { ask, complaint } from '../ask.ts';
import type { Host } from '../host.ts';
import { dnfVersion, type Tool } from './commands.ts';
import { parseVersion } from './parse.ts';

export type Found =
  | { readonly ok: true; readonly tool: Tool; readonly version: string }
  | { readonly ok: false; readonly why: string };

export async function findTool(host: Host): Promise<Found> {
  for (const program of ['dnf', 'dnf5', 'yum'] as const) {
    const answer = await ask(host, dnfVersion(program), `${program} --version`);
    if (!answer.ok && answer.missing) continue;
    if (!answer.ok) return { ok: false, why: answer.why };
    const found = parseVersion(answer.stdout);
    if (found === undefined) {
      return {
        ok: false,
        why: `${program} does not say its version: ${complaint('', answer.stdout) || 'it says nothing'}`,
      };
    }
    if (found.generation === 3 || program === 'yum') {
      return { ok: false, why: `yum ${found.version} is too old to say reliably which updates there are` };
    }
    return { ok: true, tool: { program, generation: found.generation }, version: found.version };
  }
  return { ok: false, why: 'dnf is not installed' };
}
