// What every adapter must withstand: hostile machines, and the rules its commands must keep.
import { recordedHost } from './recorded-host.ts';
import type { Adapter, ChangelogRequest, ReadOnlyCommand, Section, Update } from './adapter.ts';
import type { Command, CommandResult, FileRead, Host } from './host.ts';

export interface HostileMachine {
  readonly name: string;
  readonly host: Host;
}

const maxTimeoutMs = 10 * 60_000;
const maxBytes = 256 << 20;
/** They are looked at every few minutes, for ever. */
const mostWatches = 40;
const shells = new Set(['sh', 'bash', 'dash', 'ash', 'zsh', 'ksh', 'fish', 'busybox', 'env', 'xargs', 'sudo', 'eval']);
const system = { id: 'debian', version: '12', name: 'Debian GNU/Linux 12 (bookworm)' } as const;

/** Bytes no tool writes, a terminal's escape, half a UTF-8 sequence, JSON cut off. */
const garbage = '\u0000\u0001\u001B[31m\uFFFD{"error":\n\t-: \n-- \n/../..\n{[,]}\r\n%s $(id) `id`';
const optionNames = ['--eval=x', '-o', '--config', '-rf', '$(id)', 'a\nb', '@--x', '1', 'constructor', '__proto__'];

/** A host that answers everything alike. */
export function monotonousHost(result: CommandResult, file: FileRead, names?: readonly string[], link?: string): Host {
  return {
    run: async () => result,
    readFile: async () => file,
    listDirectory: async () => names,
    readLink: async () => link,
    exists: async () => file.kind !== 'missing' || names !== undefined,
  };
}

const exited = (code: number, stdout: string, stderr = '', truncated = false): CommandResult => ({
  kind: 'exited',
  code,
  stdout,
  stderr,
  truncated,
});
const text = (content: string, truncated = false): FileRead => ({ kind: 'text', text: content, truncated });

/** Machines on which nothing can be learnt; no section may come back complete and empty from any of them. */
export const hostileMachines: readonly HostileMachine[] = [
  { name: 'where every tool and file is missing', host: recordedless({ kind: 'missing' }) },
  { name: 'where every command times out', host: recordedless({ kind: 'timeout', stdout: '', stderr: '' }) },
  {
    name: 'where every command times out after half an answer',
    host: recordedless({ kind: 'timeout', stdout: '{}\n', stderr: garbage }),
  },
  { name: 'where no command can be started', host: recordedless({ kind: 'failed', reason: 'spawn EMFILE' }) },
  { name: 'where every command fails with garbage', host: recordedless(exited(1, garbage, garbage)) },
  { name: 'where every command fails in silence', host: recordedless(exited(100, '')) },
  {
    name: 'where every output is cut off',
    host: monotonousHost(exited(0, garbage, '', true), text(garbage, true), ['1', 'dpkg']),
  },
  { name: 'where no file may be read', host: monotonousHost({ kind: 'missing' }, { kind: 'denied' }) },
  {
    name: 'where reading files fails',
    host: monotonousHost({ kind: 'missing' }, { kind: 'failed', reason: 'EIO: i/o error, read' }),
  },
  {
    name: 'where files and outputs are garbage',
    host: monotonousHost(exited(0, garbage, garbage), text(garbage), ['1', 'x'], garbage),
  },
];

/** A machine whose names look like options, paths and shell text; what an adapter finds there may be anything. */
export const namesLikeOptions: HostileMachine = {
  name: 'where every name looks like an option or a shell line',
  host: monotonousHost(
    exited(0, optionNames.join('\n')),
    text(JSON.stringify({ name: '--eval=x', version: '-1', dependencies: { '--config': { version: '-o' } } })),
    optionNames,
    '--eval=x',
  ),
};

function recordedless(result: CommandResult): Host {
  return { ...recordedHost({ commands: [], files: {} }), run: async () => result };
}

/**
 * Runs everything the adapter can do on this machine and returns what it did wrong, in words; empty when nothing.
 * With `answers: 'none'`, a section that is complete and empty is wrong.
 */
export async function violations(adapter: Adapter, host: Host, answers: 'none' | 'some'): Promise<readonly string[]> {
  const wrong: string[] = [];
  const watched = watch(host, adapter.readOnlyCommands, (what) => wrong.push(what));
  const attempt = async <T>(what: string, call: () => Promise<T> | undefined): Promise<T | undefined> => {
    try {
      return await call();
    } catch (cause) {
      wrong.push(`${what} threw: ${cause instanceof Error ? cause.stack : String(cause)}`);
      return undefined;
    }
  };
  const detection = await attempt('detect', () => adapter.detect(watched));
  if (detection?.present === false) wrong.push(...plainWords('detect', [detection.reason]));
  wrong.push(
    ...sectionFaults('inventory', answers, await attempt('inventory', () => adapter.inventory?.(watched, system))),
    ...sectionFaults('available', answers, await attempt('available', () => adapter.available?.(watched, system))),
    ...sectionFaults('needsRestart', answers, await attempt('needsRestart', () => adapter.needsRestart?.(watched))),
  );
  for (const request of [
    { scope: 'all' },
    { scope: 'packages', packages: [{ name: '--option', version: '-1' }, { name: 'openssl' }] },
  ] as const) {
    const simulated = await attempt('simulate', () => adapter.simulate?.(watched, request));
    if (simulated?.ok === false) wrong.push(...plainWords('simulate', [simulated.reason]));
    if (simulated?.ok === true && answers === 'none') wrong.push('simulate succeeded where nothing answers');
  }
  const refreshing = watch(host, adapter.refreshCommands ?? [], (what) => wrong.push(what));
  const refreshed = await attempt('refresh', () => adapter.refresh?.(refreshing));
  if (refreshed?.ok === false) wrong.push(...plainWords('refresh', [refreshed.why]));
  if (refreshed?.ok === true && answers === 'none') wrong.push('refresh succeeded where nothing answers');
  const reading = watch(host, adapter.changelogCommands ?? [], (what) => wrong.push(what));
  const read = await attempt('changelogs', () => adapter.changelogs?.(reading, changelogRequest(adapter.name)));
  if (read !== undefined) wrong.push(...plainWords('changelogs', read.problems));
  if (read?.problems.length === 0 && answers === 'none') wrong.push('changelogs has no problem where nothing answers');
  return [...new Set(wrong)];
}

function changelogRequest(adapter: string): ChangelogRequest {
  const update = (name: string, version: string): Update => ({
    adapter,
    package: name,
    arch: 'amd64',
    source: { name, version },
    installed: '1',
    candidate: version,
    origin: 'a security archive',
    security: { is: true, why: 'it says so' },
    heldBack: undefined,
    bytes: 1000,
  });
  const updates = [update('openssl', '2'), update('--option', '-1'), update('../x', '2\n')];
  return { updates, packages: [], directory: '/private', timeoutMs: 1000 };
}

/** What is wrong with an adapter's watches by themselves, in words. */
export function watchFaults({ watches }: Pick<Adapter, 'watches'>): readonly string[] {
  const paths = watches.map(({ path }) => path);
  return [
    ...(watches.length === 0 ? ['nothing is watched'] : []),
    ...(watches.length > mostWatches ? [`more than ${mostWatches} paths are watched`] : []),
    ...(new Set(paths).size < paths.length ? ['a path is watched twice'] : []),
    ...paths
      .filter((path) => !/^(?:\/[\w@.+-]+)+$/.test(path) || /\/\.\.?(?:\/|$)/.test(path))
      .map((path) => `${path} is no plain path`),
    // Its files have no times that mean anything.
    ...paths.filter((path) => path.startsWith('/proc/')).map((path) => `${path} shows no change`),
  ];
}

/**
 * What inventory and available read that is below no watched path; /proc, and what a settings file itself names, aside. Nor is root's home,
 * of which only whether it is closed is asked: the resident part may not look into it.
 */
export async function unwatched(adapter: Adapter, host: Host): Promise<readonly string[]> {
  const missed = new Set<string>();
  const note = (path: string): void => {
    const covered = adapter.watches.some((at) => path === at.path || path.startsWith(`${at.path}/`));
    if (!covered && path !== '/root' && !path.startsWith('/proc/')) missed.add(path);
  };
  const noting: Host = {
    run: (command) => host.run(command),
    readFile: (path, bytes) => (note(path), host.readFile(path, bytes)),
    listDirectory: (path) => (note(path), host.listDirectory(path)),
    readLink: (path) => (note(path), host.readLink(path)),
    exists: (path) => host.exists(path),
  };
  await adapter.inventory?.(noting, system);
  await adapter.available?.(noting, system);
  return [...missed];
}

/** The capabilities and functions an adapter declares but lacks, or has but does not declare. */
export function undeclared(adapter: Adapter): readonly string[] {
  const functions = [
    ['inventory', adapter.inventory !== undefined],
    ['available', adapter.available !== undefined],
    ['simulate', adapter.simulate !== undefined],
    ['needs-restart', adapter.needsRestart !== undefined],
    ['refresh', adapter.refresh !== undefined],
    ['changelogs', adapter.changelogs !== undefined],
  ] as const;
  return functions.flatMap(([capability, there]) =>
    adapter.capabilities.includes(capability) === there ? [] : [`${capability} is declared or there, not both`],
  );
}

function sectionFaults(
  what: string,
  answers: 'none' | 'some',
  section: Section<unknown> | undefined,
): readonly string[] {
  if (section === undefined) return [];
  const faults = plainWords(what, section.problems);
  if (section.status === 'complete') {
    if (answers === 'none' && section.items.length === 0)
      faults.push(`${what} is complete and empty where nothing answers`);
    if (section.problems.length > 0) faults.push(`${what} is complete and has problems`);
  } else if (section.problems.length === 0) {
    faults.push(`${what} is ${section.status} and does not say why`);
  }
  if (section.status === 'failed' && section.items.length > 0) faults.push(`${what} failed and has items`);
  return faults;
}

/** What is wrong with sentences for people. */
export function plainWords(what: string, problems: readonly string[]): string[] {
  return problems.flatMap((problem) => {
    const fault =
      problem.length < 10 || !problem.includes(' ')
        ? 'says too little'
        : problem.length > 600
          ? 'is too long'
          : /[\p{Cc}\uFFFD]/u.test(problem)
            ? 'passes control characters or broken text on'
            : /\bundefined\b|\[object|NaN|^\s*at |\.ts:\d/.test(problem)
              ? 'is not in plain words'
              : undefined;
    return fault === undefined ? [] : [`a problem of ${what} ${fault}: ${JSON.stringify(problem.slice(0, 200))}`];
  });
}

/** The same host, each call held to the rules. */
export function watch(host: Host, allowed: readonly ReadOnlyCommand[], wrong: (what: string) => void): Host {
  const path = (call: string, value: string): void => {
    if (!value.startsWith('/') || value.includes('\0'))
      wrong(`${call} of a path that is not absolute: ${JSON.stringify(value)}`);
    if (value.split('/').includes('..')) wrong(`${call} of a path that climbs: ${JSON.stringify(value)}`);
  };
  return {
    run: (command) => {
      for (const fault of commandFaults(command, allowed)) wrong(`${JSON.stringify(command.argv)} ${fault}`);
      return host.run(command);
    },
    readFile: (at, bytes) => {
      path('readFile', at);
      if (!(bytes > 0 && bytes <= maxBytes)) wrong(`readFile of ${at} with a cap of ${bytes} bytes`);
      return host.readFile(at, bytes);
    },
    listDirectory: (at) => (path('listDirectory', at), host.listDirectory(at)),
    readLink: (at) => (path('readLink', at), host.readLink(at)),
    exists: (at) => (path('exists', at), host.exists(at)),
  };
}

/** What is wrong with a command, in words. */
export function commandFaults(command: Command, allowed: readonly ReadOnlyCommand[]): readonly string[] {
  const { argv, timeoutMs, maxOutputBytes, directory } = command;
  const program = argv[0].slice(argv[0].lastIndexOf('/') + 1);
  const faults: string[] = [];
  if (!/^(?:\/[\w./-]+|[a-z][\w.+-]*)$/.test(argv[0])) faults.push('does not start with a program');
  if (shells.has(program)) faults.push('goes through a shell or a wrapper');
  if (!(timeoutMs > 0 && timeoutMs <= maxTimeoutMs)) faults.push(`has a timeout of ${timeoutMs} ms`);
  if (!(maxOutputBytes > 0 && maxOutputBytes <= maxBytes)) faults.push(`has an output cap of ${maxOutputBytes} bytes`);
  if (argv.some((part) => part.includes('\0'))) faults.push('has a NUL in an argument');
  if (directory !== undefined && !directory.startsWith('/'))
    faults.push('has a working directory that is not absolute');
  const declared = allowed.filter(({ begins }) => begins.every((part, at) => argv[at] === part));
  if (declared.length === 0) faults.push('is not among the declared read-only commands');
  else if (!declared.some((rule) => optionsDeclared(argv.slice(rule.begins.length), rule.options))) {
    faults.push('has an option that is not declared');
  }
  return faults;
}

function optionsDeclared(rest: readonly string[], options: readonly string[]): boolean {
  const end = rest.indexOf('--');
  return rest
    .slice(0, end === -1 ? undefined : end)
    .every(
      (part) =>
        !part.startsWith('-') ||
        options.some((option) => part === option || (option.endsWith('=') && part.startsWith(option))),
    );
}
