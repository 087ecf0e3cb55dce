// Reads the uninstall keys of Windows: by PowerShell, which sees every user's, else by reg.exe.
import { ask, withoutEscapes } from './ask.ts';
import type { Host } from './host.ts';
import { listPrograms, registryQueries } from './uninstall-keys-commands.ts';
import { parsePrograms, parseRegistry, type Program, type Programs } from './uninstall-keys-parse.ts';

export type UninstallKeys =
  | { readonly ok: true; readonly programs: readonly Program[]; readonly problems: readonly string[] }
  | { readonly ok: false; readonly problems: readonly string[] };

/** Never none: Windows has programs of its own in the list, and an empty one is no answer. */
export async function readUninstallKeys(host: Host): Promise<UninstallKeys> {
  const answer = await ask(host, listPrograms, 'PowerShell (programs)');
  const read = answer.ok ? parsePrograms(answer.stdout) : undefined;
  if (answer.ok && read !== undefined) return found(read, answer.problems);
  return readRegistry(host, answer.ok ? 'PowerShell does not list the programs as JSON' : answer.why);
}

/** `why` there is no better way; other users' programs are not seen this way. */
async function readRegistry(host: Host, why: string): Promise<UninstallKeys> {
  const answers = await Promise.all(registryQueries.map((query) => ask(host, query, 'reg query', [0, 1])));
  const problems: string[] = [];
  const parts = answers.map((answer, at): Programs => {
    if (!answer.ok) problems.push(answer.why);
    if (!answer.ok) return { items: [], unread: 0 };
    const text = withoutEscapes(answer.stdout);
    // Exit 1 and nothing printed: the key is not there.
    if (text.trim() !== '' && !/^HKEY_/m.test(text)) problems.push('reg query did not write what the registry has');
    return parseRegistry(text, at === 1);
  });
  problems.push(...answers.flatMap((answer) => (answer.ok ? answer.problems : [])));
  const items = parts.flatMap((part) => part.items);
  if (items.length === 0) return { ok: false, problems: [why, ...problems, 'reg.exe names no program either'] };
  const unread = parts.reduce((sum, part) => sum + part.unread, 0);
  return found({ items, unread }, [`${why}: programs of other users are unknown`, ...problems]);
}

function found({ items, unread }: Programs, problems: readonly string[]): UninstallKeys {
  if (items.length === 0) return { ok: false, problems: [...problems, 'the registry names no installed program'] };
  const lost = unread === 0 ? [] : [`${unread} programs of the registry have no name that can be read`];
  return { ok: true, programs: distinct(items), problems: [...problems, ...lost] };
}

/** On 32-bit systems both views are one. */
const distinct = (items: readonly Program[]): readonly Program[] => [
  ...new Map(items.map((item) => [JSON.stringify(item), item])).values(),
];
