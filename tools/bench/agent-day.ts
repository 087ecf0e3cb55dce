// What a day of the idle agent costs its machine: memory, processor and bytes on the wire, the day lived through in half a minute.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { bundle } from '../package/bundle.ts';
import { countedWire, type CountedWire } from './counted-wire.ts';
import type { Row, Section } from './report.ts';
import type { Workshop } from './workshop.ts';

const intervalSeconds = 300;
const jitterSeconds = 30;
/** Check-ins of a day, at the mean of what the jitter adds. */
const checkIns = Math.round(86_400 / (intervalSeconds + jitterSeconds / 2));
/** Pauses are shortened this much: one of 315 s takes an eighth of a second. */
const hasten = 2_500;

export async function agentDay(workshop: Workshop): Promise<Section> {
  if (process.platform !== 'linux') throw new Error('memory and processor time of another process are read from /proc');
  // Not in the workshop: as root the database runs as another user, who may not go in there.
  const database = mkdtempSync(join(tmpdir(), 'suture-agent-day-'));
  chmodSync(database, 0o711);
  const agent = join(workshop.directory, 'agent.mjs');
  writeFileSync(agent, (await bundle('agent/main.ts')).code);
  const server = await startServer(join(database, 'server'));
  const wire = await countedWire(server.port);
  const state = join(workshop.directory, 'agent-state');
  try {
    const origin = `https://127.0.0.1:${wire.port}`;
    const given = ['enrol', '--server', origin, '--token', server.token, '--state', state];
    const enrolling = spawn(process.execPath, [agent, ...given], { stdio: ['ignore', 'ignore', 'inherit'] });
    if ((await once(enrolling, 'close'))[0] !== 0) throw new Error('it could not be enrolled');
    const run = ['run', '--state', state, '--hasten', String(hasten), '--executor', join(state, 'no-executor.sock')];
    const child = spawn(process.execPath, [agent, ...run], { stdio: ['ignore', 'ignore', 'pipe'] });
    try {
      return section(await liveThrough(child, wire));
    } finally {
      child.kill('SIGTERM');
      if (child.exitCode === null) await once(child, 'close');
    }
  } finally {
    wire.close();
    await server.end();
    for (const folder of [state, database]) rmSync(folder, { recursive: true, force: true });
  }
}

interface Day {
  /** Check-ins that were made, and the bytes of all but the first. */
  readonly calls: number;
  readonly bytes: number;
  readonly firstBytes: number;
  readonly residentMb: number;
  readonly peakMb: number;
  readonly ownMb: number;
  /** Seconds, of the agent and of all that it started. */
  readonly reportSeconds: number;
  readonly allSeconds: number;
}

async function liveThrough(child: ChildProcess, wire: CountedWire): Promise<Day> {
  const { pid = 0 } = child;
  let said = '';
  child.stderr?.on('data', (chunk) => (said += chunk));
  const until = async (done: () => boolean): Promise<void> => {
    for (let waited = 0; !done(); waited += 20) {
      if (child.exitCode !== null || waited > 240_000) throw new Error(`it did not check in: ${said.trim()}`);
      await delay(20);
    }
  };
  const before = wire.seen();
  await until(() => said.includes('checked in'));
  const first = wire.seen();
  const firstSeconds = processorSeconds(pid);
  await until(() => wire.seen().connections - first.connections >= checkIns);
  const last = wire.seen();
  const memory = memoryOf(pid);
  return {
    ...memory,
    calls: last.connections - first.connections,
    bytes: last.bytes - first.bytes,
    firstBytes: first.bytes - before.bytes,
    reportSeconds: firstSeconds,
    allSeconds: processorSeconds(pid),
  };
}

const mb = (kilobytes: number): number => kilobytes / 1024;

function memoryOf(pid: number): Pick<Day, 'residentMb' | 'peakMb' | 'ownMb'> {
  const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const of = (text: string, name: string): number =>
    mb(Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(text)?.[1]));
  return { residentMb: of(rollup, 'Rss'), peakMb: of(status, 'VmHWM'), ownMb: of(rollup, 'Private_Dirty') };
}

/** User and system time, of ended children too: fields 14 to 17 of proc_pid_stat(5), in hundredths of a second. */
function processorSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0) / 100;
}

interface ServerProcess {
  readonly port: number;
  readonly token: string;
  end(): Promise<void>;
}

async function startServer(directory: string): Promise<ServerProcess> {
  const main = join(import.meta.dirname, 'agent-server.fixture.ts');
  const args = [main, directory, String(intervalSeconds), String(jitterSeconds)];
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  let said = '';
  child.stdout.on('data', (chunk) => (said += chunk));
  while (!said.includes('\n')) {
    if (child.exitCode !== null) throw new Error('the server of this benchmark did not start');
    await delay(50);
  }
  const { port, token } = JSON.parse(said) as { readonly port: number; readonly token: string };
  const end = async (): Promise<void> => {
    child.stdin.end();
    if (child.exitCode === null) await once(child, 'close');
  };
  return { port, token, end };
}

function section(day: Day): Section {
  const row = (what: string, value: string, target = '', met?: boolean): Row => ({
    what,
    value,
    spread: '',
    target,
    met,
  });
  const perDay = (day.bytes / day.calls) * checkIns;
  // A day has one report, and as many check-ins as were made here.
  const share = (day.allSeconds / 86_400) * 100;
  return {
    title: `A day of the idle agent: ${day.calls} check-ins with nothing new, and one report`,
    rows: [
      row('resident memory after the day', `${day.residentMb.toFixed(1)} MB`, 'under 75 MB', day.residentMb < 75),
      row('of it its own, not Node’s file', `${day.ownMb.toFixed(1)} MB`),
      row('peak, with the report', `${day.peakMb.toFixed(1)} MB`),
      row('processor time of the day', `${day.allSeconds.toFixed(1)} s`),
      row('of it for start and report', `${day.reportSeconds.toFixed(1)} s`),
      row('share of one core', `${share.toFixed(3)} %`, 'under 0.2 %', share < 0.2),
      row('bytes of one check-in', (day.bytes / day.calls).toFixed(0)),
      row('traffic of the day', `${(perDay / 1e6).toFixed(2)} MB`, 'under 1 MB', perDay < 1e6),
      row('bytes of the first check-in with its uploads', day.firstBytes.toFixed(0)),
    ],
    remarks: [
      `Every ${intervalSeconds} s and up to ${jitterSeconds} s more, over a connection of its own each time, as agents hang up in between.`,
      'Bytes are those of TLS and all above, both ways. TCP and IP add some 40 to each packet.',
      'Reports are made of this machine’s own packages; their processes have ended when memory is looked at.',
    ],
  };
}
