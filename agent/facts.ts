// The facts of this machine as check-ins carry them, read through the Host.
import { arch, hostname, machine, release, uptime } from 'node:os';
import type { Watch } from '@suture/adapters/adapter.ts';
import type { Host } from '@suture/adapters/host.ts';
import { kernelFacts } from '@suture/adapters/kernel/facts.ts';
import { readLocalSystem } from '@suture/adapters/local-system.ts';
import { AppError } from '@suture/core/app-error.ts';
import type { OperatingSystem } from '@suture/core/packages/package.ts';
import { endpointFacts, type EndpointFacts } from '@suture/protocol/agent/facts.ts';
import { LIST, TEXT } from '@suture/protocol/agent/limits.ts';
import { bootIdFile, bootIdOf } from './boot-id.ts';
import manifest from './package.json' with { type: 'json' };

export const agentVersion: string = manifest.version;

const unknownSystem: OperatingSystem = { id: 'unknown', version: '' };

/** Where a change of these facts shows, beside what adapters watch; the boot id and the host name are looked at themselves. */
export const factsWatches: readonly Watch[] = [
  { path: '/etc/os-release', with: 'itself' },
  { path: '/usr/lib/os-release', with: 'itself' },
  { path: '/var/lib/ubuntu-advantage/status.json', with: 'itself' },
];

/** Throws AppError where the machine has no boot id, without which a clone could not be told from it. */
export async function readFacts(
  host: Host,
): Promise<{ readonly facts: EndpointFacts; readonly system: OperatingSystem }> {
  const [{ system = unknownSystem }, kernel, bootId] = await Promise.all([
    readLocalSystem(host),
    kernelFacts(host),
    bootIdOf(host),
  ]);
  const subscriptions = system.subscriptions?.slice(0, LIST.subscriptions);
  const read = endpointFacts.safeParse({
    hostname: plain(hostname(), TEXT.name) || 'unnamed',
    os: {
      id: system.id,
      version: system.version,
      ...(system.name === undefined ? {} : { name: plain(system.name, TEXT.name) }),
      ...(subscriptions === undefined ? {} : { subscriptions }),
    },
    kernel: plain(kernel.running?.release ?? release(), TEXT.name),
    arch: plain(machine() || arch(), TEXT.short),
    bootId,
    agentVersion,
    uptimeSeconds: Math.floor(uptime()),
    rebootRequired: kernel.rebootRequired.is === 'unknown' ? null : kernel.rebootRequired.is,
    virtualization: virtualizationOf(kernel.virtualization),
  });
  if (read.success) return { facts: read.data, system };
  const places = read.error.issues.map(({ path }) => path.join('.')).join(', ');
  throw new AppError('environment', `the facts of this machine cannot be read: ${places}`, `Is ${bootIdFile} there?`);
}

const plain = (text: string, most: number): string =>
  text
    .replaceAll(/[\x00-\x1f\x7f]/g, '')
    .slice(0, most)
    .toWellFormed();

function virtualizationOf(found: Awaited<ReturnType<typeof kernelFacts>>['virtualization']): string | null {
  if (found.kind === 'unknown') return null;
  const name = found.kind === 'none' ? 'none' : found.name;
  return /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name) && name.length <= TEXT.word ? name : null;
}
