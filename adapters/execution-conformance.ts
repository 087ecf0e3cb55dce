// What the executing half of an adapter must withstand: nothing is begun where nothing can be learnt, and every command is a declared one.
import type { Adapter, ReadOnlyCommand } from './adapter.ts';
import { commandFaults, plainWords, watch } from './conformance.ts';
import type { ExecutionStep, InstallOptions, Staged } from './execution.ts';
import type { Host, InstallCommand, InstallingHost } from './host.ts';

const change = (name: string, from: string | null, to: string | null) => ({
  package: name,
  architecture: null,
  from,
  to,
});

/** A plain one, and one made of what no package manager should ever be passed. */
export const hostileSteps: readonly ExecutionStep[] = [
  { changes: [change('openssl', '1.0', '1.1')], removals: 'none' },
  {
    changes: [
      change('--option', '-1', '--force'),
      change('a b;$(id)', '1', '../../x'),
      change('-o=Dir::Bin=/tmp', '1', '2\n3'),
      change('gone-', '1', null),
      change('constructor', null, '__proto__'),
      { package: 'openssl', architecture: '../amd64', from: '1', to: '2' },
    ],
    removals: 'listed',
  },
];

const staging = '/var/cache/suture/conformance';
const staged: Staged = {
  ok: true,
  files: [
    {
      package: 'openssl',
      architecture: null,
      version: '1.1',
      path: `${staging}/new/openssl.deb`,
      bytes: 1,
      sha256: '0'.repeat(64),
    },
  ],
  rollback: { class: 'R0', why: ['it is a test'] },
};

/**
 * Runs everything that the executing half can do on this machine and returns what it did wrong, in words.
 * With `answers: 'none'`, whatever says that it worked is wrong, and so is every install.
 */
export async function executionViolations(
  adapter: Adapter,
  host: Host,
  answers: 'none' | 'some',
): Promise<readonly string[]> {
  const execution = await adapter.execution?.();
  if (execution === undefined) return [];
  const wrong: string[] = [];
  const note = (what: string): void => void wrong.push(what);
  const preparing = watch(host, execution.preparingCommands, note);
  let begun = 0;
  let installs = 0;
  const install = async (command: InstallCommand): ReturnType<InstallingHost['install']> => {
    installs++;
    if (begun === 0) note(`${JSON.stringify(command.argv)} was run before its beginning was on record`);
    for (const fault of installFaults(command, execution.installingCommands))
      note(`${JSON.stringify(command.argv)} ${fault}`);
    return { kind: 'ended', code: 1, output: '', overdue: false };
  };
  const installing: InstallingHost = { ...preparing, install };
  const options = (name: string): InstallOptions => ({
    staging,
    name,
    lockWaitMs: 0,
    overdueMs: 60_000,
    begin: async () => void begun++,
  });
  const attempt = async <T>(what: string, call: () => Promise<T> | undefined): Promise<T | undefined> => {
    begun = 0;
    try {
      return await call();
    } catch (cause) {
      note(`${what} threw: ${cause instanceof Error ? cause.stack : String(cause)}`);
      return undefined;
    } finally {
      if (begun > 1) note(`${what} began more than once`);
    }
  };
  const judged = (what: string, worked: boolean | undefined, why: string | undefined): void => {
    if (worked === true && answers === 'none') note(`${what} worked where nothing answers`);
    if (worked === false) wrong.push(...plainWords(what, [why ?? '']));
  };
  for (const step of hostileSteps) {
    const seen = await attempt('preview', () => execution.preview(preparing, step));
    judged('preview', seen?.ok, seen?.ok === false ? seen.why : undefined);
    const fetched = await attempt('prefetch', () => execution.prefetch(preparing, step, staging));
    judged('prefetch', fetched?.ok, fetched?.ok === false ? fetched.why : undefined);
    const applied = await attempt('apply', () => execution.apply(installing, step, staged, options('apply')));
    judged('apply', applied && applied.outcome === 'installed', applied && 'why' in applied ? applied.why : undefined);
    const found = await attempt('look', () => execution.look(preparing, step));
    judged('look', found?.ok, found?.ok === false ? found.why : undefined);
    const back = await attempt('rollback', () =>
      execution.rollback?.(installing, step.changes, [], options('rollback')),
    );
    judged('rollback', back && back.outcome === 'rolled-back', back?.outcome === 'failed' ? back.why : undefined);
  }
  const repaired = await attempt('repair', () => execution.repair?.(installing, options('repair')));
  judged(
    'repair',
    repaired && repaired.outcome !== 'failed',
    repaired?.outcome === 'failed' ? repaired.why : undefined,
  );
  for (const step of hostileSteps) {
    const why = await attempt(
      'whyNotRehearsed',
      async () => (await execution.whyNotRehearsed?.(preparing, step)) ?? '',
    );
    wrong.push(...plainWords('whyNotRehearsed', why === undefined || why === '' ? [] : [why]));
  }
  const lock = await attempt('lock', () => execution.lock(preparing));
  if (lock?.state === 'unknown') wrong.push(...plainWords('lock', [lock.why]));
  for (const check of execution.rehearsalChecks ?? []) {
    const watched = watch(host, check.commands, note);
    const names = hostileSteps.flatMap(({ changes }) => changes.map((each) => each.package));
    const said = await attempt(check.name, () => check.ask(watched, names));
    if (said !== undefined && answers === 'none') note(`${check.name} complains, or is content, where nothing answers`);
    wrong.push(...plainWords(check.name, said ?? []));
  }
  if (installs > 0 && answers === 'none') note('something was installed where nothing answers');
  return [...new Set(wrong)];
}

/** An install has no timeout; else its command keeps the same rules as those that read. */
export function installFaults(
  { argv, name, transcript, overdueMs }: InstallCommand,
  allowed: readonly ReadOnlyCommand[],
): readonly string[] {
  const asRead = commandFaults({ argv, timeoutMs: 1, maxOutputBytes: 1 }, allowed);
  return [
    ...asRead.map((fault) => fault.replace('read-only', 'installing')),
    ...(/^[A-Za-z0-9-]{1,120}$/.test(name) ? [] : ['has no plain name']),
    ...(transcript.startsWith('/') && !transcript.split('/').includes('..') ? [] : ['has no plain transcript']),
    ...(overdueMs > 0 ? [] : ['is never overdue']),
  ];
}
