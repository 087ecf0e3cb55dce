// Roots of real package managers that the lab's scripts build, as Hosts; for tests, which skip where there is none.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { CommandResult, FileRead, Host } from './host.ts';

const lab = join(import.meta.dirname, '..', '..', 'shared', 'lab');
const bases = join(process.env['LAB_CACHE'] ?? '/var/tmp/lab', 'base');

/** Why there is no such root here, as a plain sentence; undefined where there is one. `base` is what a `make-*` script built. */
export function whyNoRoot(base: string): string | undefined {
  if (process.getuid?.() !== 0) return 'real roots need root';
  if (!existsSync(join(lab, 'netns-host'))) return 'the scripts that build real roots are not here (../shared/lab)';
  if (!existsSync(join(bases, base))) return `the root ${base} has not been built (../shared/lab)`;
  return undefined;
}

export interface LabRoot {
  /** As root, in the root: for setting the scene. */
  shell(script: string): void;
  /** The door an adapter gets, as this user (a number); without root nothing can be changed through it. */
  as(user: number): Host;
  stop(): void;
}

/** A fresh copy of the base with a network of its own and the lab's repositories in reach. */
export function startRoot(base: string, name: string): LabRoot {
  const script = (tool: string, ...args: readonly string[]) =>
    spawnSync(join(lab, tool), args, { encoding: 'utf8', maxBuffer: 256 << 20, timeout: 120_000 });
  const must = (tool: string, ...args: readonly string[]): void => {
    const { status, stderr } = script(tool, ...args);
    if (status !== 0) throw new Error(`${tool} ${args[0] ?? ''} failed: ${stderr.slice(-500)}`);
  };
  must('lab-proxy', 'up');
  script('netns-host', 'down', name);
  must('netns-host', 'up', name, '--base', base);
  return {
    shell: (text) => must('netns-host', 'exec', name, 'sh', '-euc', text),
    as: (user) => hostOf((argv) => script('netns-host', 'exec', name, ...asUser(user), ...argv)),
    stop: () => void script('netns-host', 'down', name),
  };
}

const asUser = (user: number): readonly string[] => [
  ...(user === 0 ? [] : ['setpriv', `--reuid=${user}`, `--regid=${user}`, '--clear-groups']),
  'env',
  '-i',
  'LC_ALL=C.UTF-8',
  'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  `HOME=${user === 0 ? '/root' : '/nonexistent'}`,
];

type Ran = { readonly status: number | null; readonly stdout: string; readonly stderr: string };

function hostOf(exec: (argv: readonly string[]) => Ran): Host {
  return {
    run: async ({ argv, env = {} }): Promise<CommandResult> => {
      const { status, stdout, stderr } = exec([
        ...Object.entries(env).map(([key, value]) => `${key}=${value}`),
        ...argv,
      ]);
      if (status === 127 && stderr.startsWith('env: ')) return { kind: 'missing' };
      return { kind: 'exited', code: status ?? -1, stdout, stderr, truncated: false };
    },
    readFile: async (path): Promise<FileRead> => {
      const { status, stdout, stderr } = exec(['cat', '--', path]);
      if (status === 0) return { kind: 'text', text: stdout, truncated: false };
      return { kind: stderr.includes('Permission denied') ? 'denied' : 'missing' };
    },
    listDirectory: async (path) => {
      const { status, stdout } = exec(['find', path, '-mindepth', '1', '-maxdepth', '1', '-printf', '%f\\n']);
      return status === 0
        ? stdout
            .split('\n')
            .filter((name) => name !== '')
            .sort()
        : undefined;
    },
    readLink: async (path) => exec(['readlink', '--', path]).stdout.trim() || undefined,
    exists: async (path) => exec(['test', '-e', path]).status === 0,
  };
}
