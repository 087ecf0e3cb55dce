// A Debian system as a host of its own: root, name, processes and network apart from the machine's; gone when it stops.
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { keep, start } from './host-scripts.ts';
import { runProgram, type Ended } from './programs.ts';

export interface HostOptions {
  /** A folder of `debianBase`. */
  readonly base: string;
  readonly name: string;
  /** `systemd`: started as a machine is; `none`: nothing runs, as in a chroot. */
  readonly init: 'systemd' | 'none';
  /** A folder of this machine that the host sees, read-only, as `/lab`. */
  readonly shown: string;
  /** 1 to 250, used by no other host: it is at 10.78.N.2, and this machine at 10.78.N.1. Without it there is no way out. */
  readonly network?: number;
}

export interface Host {
  /** The process id of its first process, as this machine counts. Throws while it is off. */
  pid(): number;
  /** While it is off, everything ends with 127. */
  exec(...argv: readonly [string, ...string[]]): Promise<Ended>;
  /** Takes the cable out, or puts it back; for hosts with a network. */
  cable(plugged: boolean): Promise<void>;
  /** Everything that runs in it is gone at once; its disk stays. */
  powerOff(): Promise<void>;
  /** Resolves as `startHost` does. A host that restarts itself needs nobody. */
  powerOn(): Promise<void>;
  stop(): Promise<void>;
}

/** Resolves when commands can be run in it, with systemd when it has started everything. Throws with what it said where it does not. */
export async function startHost({ base, name, init, shown, network }: HostOptions): Promise<Host> {
  const folder = mkdtempSync(join(tmpdir(), 'suture-lab-'));
  const group = controlGroup(basename(folder));
  // Whatever ends this process, the host ends too.
  const apart = '--pdeathsig KILL unshare --propagation private --mount --net'.split(' ');
  const child = spawn('setpriv', [...apart, 'sh', '-c', keep, 'keep', base, folder, name, init, shown, start], {
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  // Before it goes into a namespace of its own, so that this group is the root of what it sees.
  if (group !== undefined && child.pid !== undefined) writeFileSync(join(group, 'cgroup.procs'), String(child.pid));
  await said(child, 'kept');
  const keeper = child.pid ?? 0;
  if (network !== undefined) await connect(keeper, network);
  const exec: Host['exec'] = async (...argv) => {
    const pid = firstOf(keeper);
    if (pid === undefined) return { code: 127, out: '', said: 'the host is off' };
    const path = 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
    const into = ['nsenter', '--target', String(pid), '--all', '--root', '--wd'] as const;
    const given = ['env', '-i', path, 'LC_ALL=C.UTF-8', 'HOME=/root', 'DEBIAN_FRONTEND=noninteractive'] as const;
    return runProgram([...into, ...given, ...argv]);
  };
  const stop = async (): Promise<void> => {
    const ended = new Promise((resolve) => child.once('close', resolve));
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGKILL');
      await ended;
    }
    rmSync(folder, { recursive: true, force: true });
    if (group !== undefined) await runProgram(['find', group, '-depth', '-type', 'd', '-exec', 'rmdir', '{}', ';']);
  };
  const powerOn: Host['powerOn'] = async () => {
    const isReady = said(child, 'ready');
    child.stdin.write('on\n');
    await isReady;
    if (init === 'none') return;
    const state = await settled(exec);
    if (state !== 'running' && state !== 'degraded') {
      throw new Error(`systemd does not start in a namespace here: ${state}`);
    }
  };
  const powerOff: Host['powerOff'] = async () => {
    const isOff = said(child, 'off');
    process.kill(firstOf(keeper) ?? -1, 'SIGKILL');
    await isOff;
  };
  const cable: Host['cable'] = (plugged) =>
    run(['ip', 'link', 'set', linkOf(network ?? 0), plugged ? 'up' : 'down'], 'the cable cannot be moved');
  try {
    await powerOn();
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    pid() {
      const pid = firstOf(keeper);
      if (pid === undefined) throw new Error(`${name} is off`);
      return pid;
    },
    exec,
    cable,
    powerOff,
    powerOn,
    stop,
  };
}

/** The host's first process: the child of what made its namespaces, which is the keeper's only child. */
function firstOf(keeper: number): number | undefined {
  const childOf = (pid: string): string =>
    readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ')[0] ?? '';
  try {
    const pid = Number(childOf(childOf(String(keeper))));
    return pid > 0 ? pid : undefined;
  } catch {
    return undefined;
  }
}

async function run(argv: readonly [string, ...string[]], otherwise: string): Promise<void> {
  const { code, said: why } = await runProgram(argv);
  if (code !== 0) throw new Error(`${otherwise}: ${why.trim()}`);
}

const linkOf = (network: number): string => `suture${network}`;

/** Both ends go when the host does. */
async function connect(pid: number, network: number): Promise<void> {
  const link = linkOf(network);
  const inside = ['nsenter', '--target', String(pid), '--net', 'ip'] as const;
  const steps = [
    ['ip', 'link', 'add', link, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', String(pid)],
    ['ip', 'address', 'add', `10.78.${network}.1/24`, 'dev', link],
    ['ip', 'link', 'set', link, 'up'],
    [...inside, 'address', 'add', `10.78.${network}.2/24`, 'dev', 'eth0'],
    [...inside, 'link', 'set', 'eth0', 'up'],
    [...inside, 'link', 'set', 'lo', 'up'],
  ] as const;
  for (const step of steps) await run(step, 'the host has no network');
}

/** From now on, on a line of its own. */
function said(child: ChildProcess, word: string): Promise<void> {
  let text = '';
  return new Promise((resolve, reject) => {
    const hear = (chunk: Buffer): void => {
      text = (text + chunk.toString()).slice(-20_000);
      if (!text.split('\n').includes(word)) return;
      child.stdout?.off('data', hear);
      resolve();
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    child.once('error', reject);
    child.once('close', () => reject(new Error(`the host did not start: ${text.trim()}`)));
  });
}

/** Asked again and again, as there is nobody to ask at first. */
async function settled(exec: Host['exec']): Promise<string> {
  let state = '';
  for (let left = 300; left > 0; left -= 1) {
    state = (await exec('systemctl', 'is-system-running')).out.trim();
    if (state === 'running' || state === 'degraded') return state;
    await delay(200);
  }
  return state || 'it does not answer';
}

/** A group of processes in the unified hierarchy, which systemd needs for its own; undefined where there is none. */
function controlGroup(name: string): string | undefined {
  const root = ['/sys/fs/cgroup/unified', '/sys/fs/cgroup'].find((path) => existsSync(join(path, 'cgroup.procs')));
  if (root === undefined) return undefined;
  const group = join(root, name);
  try {
    mkdirSync(group, { recursive: true });
    return group;
  } catch {
    return undefined;
  }
}
