// Rehearses a step on a throw-away overlay of this machine: starts the inside in namespaces of its own, with limits, and leaves nothing behind.
import { existsSync } from 'node:fs';
import { chmod, mkdir, readFile, realpath, rm, rmdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as only from '@suture/adapters/execute-step.ts';
import type { Adapter } from '@suture/adapters/adapter.ts';
import type { ExecutionStep } from '@suture/adapters/execution.ts';
import { localHost } from '@suture/adapters/local-host.ts';
import type { Downloads } from '@suture/protocol/agent/local-policy.ts';
import { whyReadOnly } from '../execution/read-only.ts';
import { ownProcess } from '../own-process.ts';
import { failedBefore, insideAnswer, type Rehearsed } from './rehearsal.ts';
import { servicesOn } from './restarts.ts';

export interface RehearseOptions {
  readonly adapter: Adapter;
  readonly step: ExecutionStep;
  /** Where a folder of this rehearsal alone is to be, for downloads; who asks for it removes it. */
  readonly staging: string;
  /** The file this process was started with. */
  readonly main: string;
  /** At most so much is written; memory is what it is written to. */
  readonly mostBytes: number;
  readonly timeoutMs: number;
  /** How package files are fetched; undefined: as the package manager does by itself. */
  readonly downloads?: Downloads | undefined;
}

const no = (why: string): Rehearsed => ({ kind: 'not-rehearsed', why: why.slice(0, 500) });
/** On /run, which is memory and gone after a crash of the machine. */
const work = '/run/suture-rehearsal';

/**
 * Whatever ends it, the kernel ends the rest: every process of a PID namespace with its first one, its mounts with the last of
 * them, and with the mounts the memory they are in. Never throws.
 */
const apart = [
  'unshare',
  '--mount',
  // Else what is asked of a process by its number in there (setpriv asks for its own capabilities) is told of another one.
  '--mount-proc',
  '--pid',
  '--uts',
  '--ipc',
  '--fork',
  '--kill-child=KILL',
  '--propagation=private',
];

export async function rehearse(options: RehearseOptions): Promise<Rehearsed> {
  const { adapter, step, staging, main, mostBytes, timeoutMs, downloads } = options;
  const { neverRehearsed, rehearsalChecks } = (await adapter.execution?.()) ?? {};
  if (neverRehearsed !== undefined) return no(neverRehearsed);
  // Who says nothing about it may reach a service of the live system in spite of the overlay.
  if (rehearsalChecks === undefined) return no(`steps of ${adapter.name} are not rehearsed`);
  const why = await only.whyNotRehearsed(adapter, localHost, step);
  if (why !== undefined) return no(why);
  if (process.platform !== 'linux') return no('overlays need Linux');
  if (process.geteuid?.() !== 0) return no('an overlay of the system needs root');
  if (!existsSync('/proc/self/ns/pid')) return no('this kernel has no namespaces');
  const memory = await freeMemory();
  if (memory === undefined || memory < 256 << 20) return no('there is too little memory to rehearse in');
  // An overlay can be written where the live system cannot: it would pass, and the install would not begin.
  const shut = await whyReadOnly(localHost, adapter.name);
  if (shut !== undefined) return { kind: 'rehearsed', ...failedBefore(`precheck-failed: ${shut}`), restarts: [] };
  // What is half written is nothing to try an upgrade on.
  const lock = await only.lock(adapter, localHost);
  if (lock.state === 'held') return no(`${adapter.name} is locked by ${lock.owner?.name ?? 'another process'}`);
  const roomless = await makeStaging(staging);
  if (roomless !== undefined) return no(roomless);
  const task = join(staging, 'rehearsal.json');
  const taken = await takeFolder();
  if (taken !== undefined) return no(taken);
  try {
    const bytes = Math.min(mostBytes, Math.floor(memory / 2));
    const real = await realpath(staging);
    await writeFile(task, JSON.stringify({ adapter: adapter.name, step, staging: real, work, bytes, downloads }), {
      mode: 0o600,
    });
    const limited = [...(existsSync('/run/systemd/system') ? inUnit(bytes, timeoutMs) : []), ...(await yielding())];
    const host = {
      run: (command: Parameters<typeof localHost.run>[0]) =>
        localHost.run({ ...command, argv: ['env', ...limited, ...apart, ...command.argv] }),
    };
    const answer = await ownProcess(host, main, insideAnswer, {
      args: ['rehearse-inside', '--task', task],
      timeoutMs,
      maxOutputBytes: 1 << 20,
    });
    if (!answer.ok) return no(answer.why);
    const { code, ...said } = answer.value;
    return { kind: 'rehearsed', ...said, restarts: await servicesOn(localHost, code) };
  } catch (error) {
    return no(error instanceof Error ? error.message : String(error));
  } finally {
    await rmdir(work).catch(() => undefined);
    await rm(`${work}.pid`, { force: true }).catch(() => undefined);
  }
}

/** Root's, and package managers fetch into it as users of their own. Why it cannot be made; undefined where it was. */
async function makeStaging(folder: string): Promise<string | undefined> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o755 });
    await chmod(folder, 0o755);
    return undefined;
  } catch (error) {
    return `there is no room for its downloads: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** Why it cannot be had; undefined where it is ours. One that was killed leaves an empty folder, one that goes on has mounted on it. */
async function takeFolder(): Promise<string | undefined> {
  const mounts = await readFile('/proc/self/mountinfo', 'utf8').catch(() => '');
  if (mounts.includes(` ${work} `)) return 'another rehearsal is mounted here';
  const lock = `${work}.pid`;
  const other = Number(await readFile(lock, 'utf8').catch(() => ''));
  if (other > 0 && existsSync(`/proc/${other}`)) return 'another rehearsal goes on';
  try {
    await writeFile(lock, String(process.pid), { mode: 0o600 });
    await mkdir(work, { recursive: true, mode: 0o700 });
    return undefined;
  } catch (error) {
    return `${work} cannot be made: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/**
 * One processor of those that this program may use, however many processes are started; and less than anything that works here.
 * A unit's quota alone would not do: in many containers systemd has no control over processors, and says nothing.
 * Source: Linux Documentation/filesystems/proc.rst (Cpus_allowed_list), taskset(1), ionice(1).
 */
async function yielding(): Promise<readonly string[]> {
  const status = await readFile('/proc/self/status', 'utf8').catch(() => '');
  // The last, as the first is where most interrupts are served.
  const processor = /^Cpus_allowed_list:\s+(?:\S*[,-])?(\d{1,5})$/m.exec(status)?.[1] ?? '0';
  return ['nice', '-n', '10', 'ionice', '-c', 'idle', 'taskset', '-c', processor];
}

/** Memory for what is written and for what writes it; one processor's time, and less than anything that works here. */
function inUnit(bytes: number, timeoutMs: number): readonly string[] {
  const properties = [
    `MemoryMax=${bytes + (768 << 20)}`,
    'MemorySwapMax=0',
    'TasksMax=512',
    'CPUWeight=10',
    'IOWeight=10',
    'CPUQuota=100%',
    `RuntimeMaxSec=${Math.ceil(timeoutMs / 1000)}`,
    'KillMode=control-group',
  ];
  return [
    'systemd-run',
    '--quiet',
    '--pipe',
    '--wait',
    '--collect',
    ...properties.map((property) => `--property=${property}`),
    '--',
  ];
}

async function freeMemory(): Promise<number | undefined> {
  const text = await readFile('/proc/meminfo', 'utf8').catch(() => '');
  const found = /^MemAvailable:\s+(\d{1,15}) kB$/m.exec(text)?.[1];
  return found === undefined ? undefined : Number(found) * 1024;
}
