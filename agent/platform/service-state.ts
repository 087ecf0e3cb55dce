// How what starts the agent on this system says it is: systemd's units, the task of Windows, the daemon of macOS; each by its own words.
// Sources: systemctl(1); Microsoft's pages on Get-ScheduledTask and schtasks; launchctl(1).
import { powershell, system32 } from '@suture/adapters/windows.ts';
import type { Machine } from './machine.ts';
import { agentUnit, executorSocketUnit, windowsTaskName } from './places.ts';

/** `unknown` where what starts programs here does not answer. `no-part`: this system has none of it. */
export type UnitState = 'running' | 'stopped' | 'failed' | 'not-installed' | 'unknown' | 'no-part';

export interface ServiceState {
  readonly service: UnitState;
  /** On Linux its socket: the executor itself is started when it is needed. Elsewhere it has no part of its own. */
  readonly executor: UnitState;
}

/** As a person calls what starts the agent, who answers for it, and what is to be known of its executor. */
export interface ServiceWords {
  readonly service: string;
  readonly manager: string;
  readonly executor: string;
}

export function serviceWords(platform: NodeJS.Platform): ServiceWords {
  switch (platform) {
    case 'win32':
      return { service: 'The task', manager: 'the task scheduler', executor: 'it starts the executor by itself' };
    case 'darwin':
      return { service: 'The daemon', manager: 'launchd', executor: 'nothing is carried out on macOS yet' };
    default:
      return { service: 'The service', manager: 'systemd', executor: 'there is no executor' };
  }
}

export function stateWords(state: UnitState, { manager, executor }: ServiceWords): string {
  switch (state) {
    case 'running':
      return 'runs';
    case 'stopped':
      return 'is stopped';
    case 'failed':
      return 'has failed';
    case 'not-installed':
      return 'is not installed';
    case 'unknown':
      return `cannot be asked about, as ${manager} does not answer`;
    case 'no-part':
      return executor;
  }
}

/** Never throws. */
export async function serviceState(machine: Machine): Promise<ServiceState> {
  if (machine.platform === 'win32') return { service: await taskState(machine), executor: 'no-part' };
  if (machine.platform === 'darwin') return { service: await daemonState(machine), executor: 'no-part' };
  const [service, executor] = await Promise.all([
    unitState(machine, agentUnit),
    unitState(machine, executorSocketUnit),
  ]);
  return { service, executor };
}

const limits = { timeoutMs: 10_000, maxOutputBytes: 65_536 } as const;

async function unitState({ host }: Machine, unit: string): Promise<UnitState> {
  const argv = ['systemctl', 'show', '--property=LoadState,ActiveState', unit] as const;
  const asked = await host.run({ argv, ...limits });
  if (asked.kind !== 'exited' || asked.code !== 0) return 'unknown';
  if (/^LoadState=not-found$/m.test(asked.stdout)) return 'not-installed';
  switch (/^ActiveState=(.*)$/m.exec(asked.stdout)?.[1]) {
    case 'active':
    case 'activating':
    case 'reloading':
      return 'running';
    case 'inactive':
    case 'deactivating':
      return 'stopped';
    case 'failed':
      return 'failed';
    case undefined:
    default:
      return 'unknown';
  }
}

const [, taskFolder = '', taskName = ''] = /^(.*\\)([^\\]+)$/.exec(windowsTaskName) ?? [];
/** Numbers, as the words of schtasks are in the language of the system. */
export const askTask = powershell(
  [
    `$task = Get-ScheduledTask -TaskPath '${taskFolder}' -TaskName '${taskName}' -ErrorAction SilentlyContinue`,
    "if ($null -eq $task) { 'none' } else { [int]$task.State }",
  ],
  30,
);
export const findTask = { argv: [`${system32}/schtasks.exe`, '/query', '/tn', windowsTaskName], ...limits } as const;

/** TASK_STATE: 1 disabled, 2 queued, 3 ready, 4 running. */
const taskStates: Readonly<Record<string, UnitState>> = {
  none: 'not-installed',
  '1': 'stopped',
  '2': 'running',
  '3': 'stopped',
  '4': 'running',
};

async function taskState({ host }: Machine): Promise<UnitState> {
  const asked = await host.run(askTask);
  const state = asked.kind === 'exited' && asked.code === 0 ? taskStates[asked.stdout.trim()] : undefined;
  if (state !== undefined) return state;
  // Without PowerShell it can be told whether it is there, and not whether it runs.
  const found = await host.run(findTask);
  return found.kind === 'exited' && found.code === 1 ? 'not-installed' : 'unknown';
}

const notFound = 113;
export const askDaemon = { argv: ['/bin/launchctl', 'print', 'system/suture-agent'], ...limits } as const;

async function daemonState({ host }: Machine): Promise<UnitState> {
  const asked = await host.run(askDaemon);
  if (asked.kind !== 'exited') return 'unknown';
  if (asked.code === notFound) return 'not-installed';
  if (asked.code !== 0) return 'unknown';
  switch (/^\tstate = (.*)$/m.exec(asked.stdout)?.[1]) {
    case 'running':
      return 'running';
    case 'not running':
    case 'waiting':
      return /^\tlast exit code = (?!0\b|\(never exited\))/m.test(asked.stdout) ? 'failed' : 'stopped';
    case undefined:
    default:
      return 'unknown';
  }
}
