// The kernel adapter: which kernel runs, and whether what runs is what is installed.
import type { Package } from '@suture/core/packages/package.ts';
import type { Adapter, Detection, RestartNeed, Section } from '../adapter.ts';
import { sectionOf } from '../ask.ts';
import type { Host } from '../host.ts';
import { isWindows } from '../windows.ts';
import { needrestart, needsRestarting, readOnlyCommands } from './commands.ts';
import { kernelFacts, readRunning, readVirtualization } from './facts.ts';
import { parseNeedrestart, parseNeedsRestarting } from './parse.ts';
import { processesOnOldCode } from './processes.ts';

export const kernel: Adapter = {
  name: 'kernel',
  capabilities: ['inventory', 'needs-restart'],
  watches: [
    // A reboot changes the boot id, which the agent looks at itself: the times of files in /proc say nothing.
    { path: '/run/reboot-required', with: 'itself' },
    { path: '/run/reboot-required.pkgs', with: 'itself' },
    { path: '/lib/modules', with: 'itself' },
    { path: '/usr/lib/modules', with: 'itself' },
    { path: '/vmlinuz', with: 'itself' },
    { path: '/boot', with: 'itself' },
    { path: '/sys/kernel/livepatch', with: 'itself' },
    { path: '/run/systemd/container', with: 'itself' },
  ],
  readOnlyCommands,
  detect,
  inventory,
  needsRestart,
};

async function detect(host: Host): Promise<Detection> {
  const running = await readRunning(host);
  if (running === null) return { present: false, reason: 'no Linux kernel answers here' };
  return { present: true, version: running.release };
}

/** The running kernel as one package. It has no ecosystem: the installed kernels are matched as the distribution's packages. */
async function inventory(host: Host): Promise<Section<Package>> {
  const [running, virtualization] = await Promise.all([readRunning(host), readVirtualization(host)]);
  if (running === null)
    return { status: 'failed', items: [], problems: ['the running kernel could not be determined'] };
  const version = running.packageVersion ?? running.release;
  const item: Package = {
    purl: `pkg:generic/linux@${encodeURIComponent(running.release)}`,
    ecosystem: undefined,
    name: 'linux',
    version: running.release,
    arch: undefined,
    source: { name: 'linux', version },
  };
  if (virtualization.kind !== 'container') return { status: 'complete', items: [item], problems: [] };
  const why = `this is a container (${virtualization.name}): its kernel ${running.release} belongs to the host and is patched there`;
  return { status: 'partial', items: [item], problems: [why] };
}

/** A reboot that is due, and the services and processes that still run replaced code. */
async function needsRestart(host: Host): Promise<Section<RestartNeed>> {
  // A file that runs cannot be replaced there: what is to take its place waits for a restart.
  if (await isWindows(host)) {
    const { rebootRequired, problems } = await kernelFacts(host);
    return sectionOf(
      rebootRequired.why.map((why) => ({ kind: 'reboot' as const, why })),
      problems,
    );
  }
  const [facts, processes, extra] = await Promise.all([kernelFacts(host), processesOnOldCode(host), otherTools(host)]);
  const container = facts.virtualization.kind === 'container';
  const reasons = [...facts.rebootRequired.why, ...(container ? [] : extra.reboot)];
  const found = new Set(processes.items.flatMap((need) => (need.kind === 'service' ? [need.name] : [])));
  const named = extra.services.filter((name) => name.endsWith('.service') && !found.has(name));
  const items: readonly RestartNeed[] = [
    ...(reasons.length > 0 ? [{ kind: 'reboot', why: reasons.join('; ') } as const] : []),
    ...processes.items,
    ...named.map((name): RestartNeed => ({
      kind: 'service',
      name,
      pid: undefined,
      why: 'needrestart lists it: it runs outdated code',
    })),
  ];
  // In a container the kernel is not this endpoint's to restart: that it cannot be compared leaves nothing unknown.
  const problems = [...(container ? [] : facts.problems), ...processes.problems, ...extra.problems];
  if (processes.status === 'failed' && items.length === 0) return { status: 'failed', items: [], problems };
  return problems.length === 0 ? { status: 'complete', items, problems: [] } : { status: 'partial', items, problems };
}

interface Testimony {
  readonly reboot: readonly string[];
  readonly services: readonly string[];
  readonly problems: readonly string[];
}

/** What needrestart and dnf's needs-restarting say, where they are; only their yes counts, for they say nothing without root. */
async function otherTools(host: Host): Promise<Testimony> {
  const [list, reboot] = await Promise.all([host.run(needrestart), host.run(needsRestarting)]);
  const reasons: string[] = [];
  const problems: string[] = [];
  let services: readonly string[] = [];
  if (list.kind !== 'missing') {
    const parsed =
      list.kind === 'exited' && list.code === 0 && !list.truncated ? parseNeedrestart(list.stdout) : undefined;
    if (parsed === undefined) problems.push('needrestart is installed but gave no usable answer');
    else services = parsed.services;
    if (parsed?.kernelState === 3) reasons.push('needrestart: a newer kernel is installed than runs');
    if (parsed?.kernelState === 2) reasons.push('needrestart: an updated build of the running kernel is installed');
  }
  if (reboot.kind !== 'missing') {
    const parsed = reboot.kind === 'exited' && !reboot.truncated ? parseNeedsRestarting(reboot.stdout) : undefined;
    if (parsed === undefined) problems.push('needs-restarting is installed but gave no usable answer');
    if (parsed === true) reasons.push('needs-restarting: core packages were updated since the last boot');
  }
  return { reboot: reasons, services, problems };
}
