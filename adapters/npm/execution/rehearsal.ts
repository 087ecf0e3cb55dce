// What npm itself says of its global packages after an upgrade that was tried: what one of them needs and does not find, or not in that version.
// Source: npm-ls(1), which ends with 1 and says it in lines of errors.
import type { RehearsalCheck } from '../../execution.ts';
import { complaintsOf, type LineRead } from '../../rehearsal-lines.ts';

const list = ['npm', 'ls', '-g', '--depth=1'] as const;

export const rehearsalChecks: readonly RehearsalCheck[] = [
  {
    name: 'npm ls -g',
    verdict: 'warn',
    commands: [{ begins: list, options: [] }],
    ask: (host) => complaintsOf(host, list, readProblem, false),
  },
];

/** Source: npm 9 to 11, for real. The folder, which the tree begins with, is an answer too. */
export function readProblem(line: string): LineRead {
  const [, kind, rest = ''] = /^npm (?:ERR!|error) (missing|invalid): ([^\n]{1,300})$/.exec(line) ?? [];
  if (kind !== undefined) return `${rest} is ${kind}`;
  return /^\/(?:[\w.@+-]+\/){0,20}lib$/.test(line) ? true : undefined;
}
