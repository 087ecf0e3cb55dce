// What the checks of a rehearsal have in common: which files count, and how what a tool says of them is read.
import type { Command, Host } from './host.ts';
import { plainText } from './transcripts.ts';

/** Empty in a rehearsal, or its own; or left out on purpose by many images: what is missing there says nothing. */
const elsewhere =
  /^\/(?:run|dev|proc|sys|tmp|var\/(?:run|lock|cache|log)|usr\/share\/(?:doc|man|info|locale|lintian))(?:\/|$)/;

export const counts = (path: string): boolean => path.startsWith('/') && !elsewhere.test(path);

const checkCommand = (argv: Command['argv']): Command => ({
  argv,
  timeoutMs: 300_000,
  maxOutputBytes: 8 << 20,
});

/** What a line says: that something is wrong (a sentence), that all is well (true), or nothing that is known. */
export type LineRead = string | true | undefined;

/**
 * The complaints of a check; undefined where it gave no answer: it broke off, or wrote nothing that is known. It may be silent
 * where all is well only if `silent`.
 */
export async function complaintsOf(
  host: Host,
  argv: Command['argv'],
  read: (line: string) => LineRead,
  silent: boolean,
): Promise<readonly string[] | undefined> {
  const result = await host.run(checkCommand(argv));
  if (result.kind !== 'exited' || result.code > 1 || result.truncated) return undefined;
  const said = plainText(result.stdout).trim();
  const known = plainText(`${result.stdout}\n${result.stderr}`).split('\n').map(read);
  const answers = known.filter((line) => line !== undefined);
  const isAnswer = answers.length > 0 || (silent && result.code === 0 && said === '');
  return isAnswer ? [...new Set(answers.filter((line) => line !== true))] : undefined;
}

/** A line as `S.5....T.  c /etc/x` or `missing     /usr/x`. Configuration and ghosts are the administrator's and the scripts' to change. */
export function readVerified(line: string): LineRead {
  const [, marks, kind = '', path = ''] =
    /^(missing|[A-Z0-9?.]{8,12}) {1,8}(?:([a-z]) )? {0,8}(\/.{1,400}?)(?: \(.{1,200}\))?$/.exec(line) ?? [];
  if (marks === undefined) return undefined;
  if (/[cgd]/.test(kind) || !counts(path)) return true;
  if (marks === 'missing') return `${path} is missing`;
  return /[5LD]/.test(marks) ? `${path} is not as its package has it` : true;
}
