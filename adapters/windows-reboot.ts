// Whether Windows waits for a restart: by what its servicing, Windows Update and we ourselves leave in the registry.
// Files that are to be replaced at a restart (PendingFileRenameOperations) count for nothing: updates of browsers leave some every day.
import type { Command, Host } from './host.ts';
import { regPath } from './windows.ts';

const query = (key: string, ...more: readonly string[]): Command => ({
  argv: [regPath, 'query', key, ...more],
  timeoutMs: 15_000,
  maxOutputBytes: 1 << 20,
});

const windows = 'HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion';
/** Each is there exactly while a restart is due. */
const flags = [
  { of: query(`${windows}\\Component Based Servicing\\RebootPending`), why: 'the servicing of components asks for it' },
  { of: query(`${windows}\\WindowsUpdate\\Auto Update\\RebootRequired`), why: 'Windows Update asks for it' },
] as const;

export const restartKey = 'HKLM\\SOFTWARE\\Suture\\RestartDue';
const ownFlag = query(restartKey);

/** Every command of this file that reads. */
export const rebootQueries: readonly Command[] = [...flags.map(({ of }) => of), ownFlag];

/** Notes that an installer asked for it: under the start that it is good for, after which it says nothing any more. */
export const noteRestart = (bootId: string): readonly [string, ...string[]] => [
  regPath,
  'add',
  restartKey,
  '/v',
  bootId,
  '/t',
  'REG_DWORD',
  '/d',
  '1',
  '/f',
];

/** `bootId`: of the start that the machine is in. A registry that does not answer is `unknown`. */
export async function restartDue(
  host: Host,
  bootId: string | undefined,
): Promise<{ readonly is: boolean | 'unknown'; readonly why: readonly string[] }> {
  const answers = await Promise.all(rebootQueries.map((each) => host.run(each)));
  // Exit 1 is a key that is not there.
  const unread = answers.some((answer) => answer.kind !== 'exited' || answer.code > 1);
  const has = (at: number): boolean => {
    const answer = answers[at];
    return answer?.kind === 'exited' && answer.code === 0;
  };
  const own = answers.at(-1);
  const isNoted =
    bootId !== undefined &&
    own?.kind === 'exited' &&
    own.code === 0 &&
    own.stdout.toLowerCase().includes(` ${bootId} `);
  const why = [
    ...flags.flatMap((flag, at) => (has(at) ? [flag.why] : [])),
    ...(isNoted ? ['an installer of a package of one’s own asks for it'] : []),
  ];
  return { is: why.length > 0 ? true : unread ? 'unknown' : false, why };
}
