// Fetches every repository's metadata anew.
import type { Refreshed } from '../adapter.ts';
import type { Host } from '../host.ts';
import { askZypper } from './ask-zypper.ts';
import { refreshRepositories } from './commands.ts';
import { complaintsIn, messagesIn } from './parse.ts';

/** zypper says so when it has asked all; where it skipped one it exits 4, and says which. */
export async function refresh(host: Host): Promise<Refreshed> {
  const reply = await askZypper(host, refreshRepositories, 'zypper refresh');
  if (!reply.ok) return { ok: false, why: reply.why };
  const complaints = complaintsIn(reply.root);
  if (complaints !== '' || reply.problems.length > 0) {
    return { ok: false, why: complaints === '' ? (reply.problems[0] ?? '') : `zypper refresh: ${complaints}` };
  }
  const done = messagesIn(reply.root).some(({ text }) => text.startsWith('All repositories have been refreshed'));
  return done ? { ok: true } : { ok: false, why: 'zypper refresh does not say that all repositories were asked' };
}
