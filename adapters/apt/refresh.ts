// Fetches apt's package indexes anew, as `apt-get update` does, and believes it only where no source was left out.
import type { Refreshed } from '../adapter.ts';
import type { Host } from '../host.ts';
import { update } from './commands.ts';
import { aptComplaint } from './simulation.ts';

/** Its last step; then lines of sources left out: before apt 2.1 there is no error mode, and a source that failed shows in these lines alone. */
const readAnew = /^Reading package lists/m;
const leftOut = /^(?:Err:\d+ |[WE]: )/m;

export async function refreshIndexes(host: Host): Promise<Refreshed> {
  const command = update();
  const result = await host.run(command);
  switch (result.kind) {
    case 'missing':
      return { ok: false, why: 'apt-get is not installed' };
    case 'timeout':
      return { ok: false, why: `apt-get update did not end within ${command.timeoutMs / 60_000} minutes` };
    case 'failed':
      return { ok: false, why: `apt-get update could not be run: ${result.reason}` };
    case 'exited':
      if (result.truncated) return { ok: false, why: 'apt-get update wrote more than Suture reads, and was ended' };
      if (result.code === 0 && readAnew.test(result.stdout) && !leftOut.test(`${result.stdout}\n${result.stderr}`)) {
        return { ok: true };
      }
      return {
        ok: false,
        why: `apt-get update failed (exit ${result.code}): ${aptComplaint(result.stderr, result.stdout)}`,
      };
  }
}
