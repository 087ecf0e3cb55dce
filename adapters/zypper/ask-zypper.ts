// Asks zypper, whose complaints are XML on stdout like its answers, and turns every way of failing into a sentence.
import { complaint } from '../ask.ts';
import type { Command, Host } from '../host.ts';
import { complaintsIn, messagesIn } from './parse.ts';
import { parseXml, type Element } from './xml.ts';

export type Reply =
  | { readonly ok: true; readonly code: number; readonly root: Element; readonly problems: readonly string[] }
  | { readonly ok: false; readonly why: string };

/** Exit codes that are answers: done, and what zypper calls informational. 106: repositories were left out. */
const answers: ReadonlySet<number> = new Set([0, 100, 101, 102, 103, 106]);

export async function askZypper(host: Host, command: Command, name: string): Promise<Reply> {
  const result = await host.run(command);
  switch (result.kind) {
    case 'missing':
      return { ok: false, why: 'zypper is not installed' };
    case 'timeout':
      return { ok: false, why: `${name} did not end within ${Math.round(command.timeoutMs / 1000)} s` };
    case 'failed':
      return { ok: false, why: `${name} could not be run: ${complaint(result.reason, '')}` };
    case 'exited': {
      if (result.truncated) return { ok: false, why: `${name} wrote more than Suture reads` };
      const xml = parseXml(result.stdout);
      if (!answers.has(result.code)) {
        const said = (xml.ok ? complaintsIn(xml.root) : '') || complaint(result.stderr, result.stdout);
        return { ok: false, why: `${name} failed (exit ${result.code})${said === '' ? '' : `: ${said}`}` };
      }
      if (!xml.ok) return { ok: false, why: `${name} wrote XML that cannot be read: ${xml.why}` };
      const skipped = messagesIn(xml.root).flatMap(
        ({ text }) => /Skipping repository '([^'\n]{1,100})'/.exec(text)?.[1] ?? [],
      );
      const problems = skipped.map(
        (alias) => `zypper left out the repository ${complaint(alias, '')}: its updates are unknown`,
      );
      if (result.code === 106 && problems.length === 0)
        problems.push(`${name} left out repositories without naming them`);
      return { ok: true, code: result.code, root: xml.root, problems };
    }
  }
}
