// Fetches every repository's metadata anew, and believes it only where none was left out: dnf passes over a dead mirror with exit 0.
import type { Refreshed } from '../adapter.ts';
import { ask, complaint } from '../ask.ts';
import type { Host } from '../host.ts';
import { refreshMetadata } from './commands.ts';
import { findTool } from './tool.ts';

/** Debian's dnf carries a plugin with a local repository that is not there. */
const noRepository = new Set(['_dnf_local']);

export async function refreshRepositories(host: Host): Promise<Refreshed> {
  const found = await findTool(host);
  if (!found.ok) return { ok: false, why: found.why };
  const answer = await ask(host, refreshMetadata(found.tool), 'dnf makecache');
  if (!answer.ok) return { ok: false, why: answer.why };
  if (answer.problems[0] !== undefined) return { ok: false, why: answer.problems[0] };
  const said = `${answer.stdout}\n${answer.stderr}`;
  const ignored = [...said.matchAll(/^Ignoring repositories: (.{1,2000})$/gm)]
    .flatMap((match) => (match[1] ?? '').split(/,\s*/))
    .filter((id) => id !== '' && !noRepository.has(id));
  if (ignored.length > 0) return { ok: false, why: `dnf makecache left out ${complaint('', ignored.join(', '))}` };
  if (!/^Metadata cache created/m.test(said)) {
    return {
      ok: false,
      why: `dnf makecache does not say that it is done: ${complaint(answer.stderr, answer.stdout) || 'it says nothing'}`,
    };
  }
  return { ok: true };
}
