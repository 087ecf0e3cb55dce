// Looks at this machine before and after a job: each part is read by itself, and what cannot be read is null.
import type { Adapter } from '@suture/adapters/adapter.ts';
import type { Audit } from '@suture/adapters/execution.ts';
import type { Command, Host } from '@suture/adapters/host.ts';
import { kernelFacts } from '@suture/adapters/kernel/facts.ts';
import { loadAdapter, needsRestart } from '@suture/adapters/registry.ts';
import type { CustomProbe, Observation } from '@suture/core/probes/observation.ts';
import { bootIdOf } from '../boot-id.ts';
import { failedServices, freeSpace, runningServices, startersOf } from './commands.ts';
import { askCustom } from './custom.ts';
import { countProcessors, parseBootId, parseLoad, parseOnDemand, parseSpace, parseUnits } from './parse.ts';
import { openSockets } from './sockets.ts';
import { windowsSpace } from './windows.ts';

export interface LookOptions {
  /** Of the package manager that the job is for. */
  readonly audit: () => Promise<Audit>;
  readonly custom: readonly CustomProbe[];
  /** This machine's clock minus the server's, where the server was heard of lately. */
  readonly clockSkewMs: number | null;
  readonly now: () => Date;
}

/** More services than this run nowhere; a command has room for so many names. */
const mostAsked = 1_000;

/** Never throws. Takes some seconds, and as long as the slowest custom probe. */
export async function observe(host: Host, { audit, custom, clockSkewMs, now }: LookOptions): Promise<Observation> {
  const [boot, kernel, space, whole, units, listening, oldCode, load, answers] = await Promise.all([
    bootIdOf(host),
    quietly(() => kernelFacts(host)),
    textOf(host, freeSpace),
    quietly(audit),
    unitsOf(host),
    openSockets(host),
    oldCodeOf(host),
    loadOf(host),
    Promise.all(custom.map(async (probe) => [probe.name, await askCustom(host, probe)] as const)),
  ]);
  const reboot = kernel?.rebootRequired;
  const spaces = space === null ? ((await windowsSpace()) ?? []) : parseSpace(space);
  return {
    at: now().getTime(),
    bootId: parseBootId(boot),
    runningKernel: kernel?.running?.release ?? null,
    rebootPending: reboot === undefined || reboot.is === 'unknown' ? null : { is: reboot.is, why: reboot.why },
    space: spaces.length === 0 ? null : spaces,
    audit:
      whole === null || whole.state === 'unknown'
        ? null
        : { clean: whole.state === 'clean', problems: whole.state === 'clean' ? [] : whole.problems },
    units,
    listening,
    oldCode,
    load,
    clockSkewMs,
    custom: Object.fromEntries(answers),
  };
}

async function quietly<T>(ask: () => Promise<T>): Promise<T | null> {
  try {
    return await ask();
  } catch {
    return null;
  }
}

async function textOf(host: Host, command: Command): Promise<string | null> {
  const result = await host.run(command);
  return result.kind === 'exited' && result.code === 0 && !result.truncated ? result.stdout : null;
}

async function fileOf(host: Host, path: string): Promise<string | null> {
  const read = await host.readFile(path, 1 << 20);
  return read.kind === 'text' && !read.truncated ? read.text : null;
}

async function unitsOf(host: Host): Promise<Observation['units']> {
  // Without systemd there are none to watch, and that is known.
  if (!(await host.exists('/run/systemd/system'))) return { active: [], failed: [] };
  const [running, failed] = await Promise.all([textOf(host, runningServices), textOf(host, failedServices)]);
  if (running === null || failed === null) return null;
  const active = parseUnits(running);
  // One that ends when nobody asks for it any more has not died; one that crashed is among those that failed.
  const starters = active.length === 0 ? null : await textOf(host, startersOf(active.slice(0, mostAsked)));
  const onDemand = parseOnDemand(starters ?? '');
  return { active: active.filter((name) => !onDemand.has(name)), failed: parseUnits(failed) };
}

async function oldCodeOf(host: Host): Promise<readonly string[] | null> {
  const kernel: Adapter = await loadAdapter('kernel');
  const section = await needsRestart(kernel, host);
  if (section.status !== 'complete') return null;
  const names = section.items.flatMap((need) => (need.kind === 'reboot' ? [] : [need.name]));
  return [...new Set(names)].sort();
}

async function loadOf(host: Host): Promise<number | null> {
  const [average, processors] = await Promise.all([fileOf(host, '/proc/loadavg'), fileOf(host, '/proc/cpuinfo')]);
  const load = average === null ? null : parseLoad(average);
  return load === null ? null : load / countProcessors(processors ?? '');
}
