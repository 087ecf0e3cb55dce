// The adapter of packages of one's own: what the organisation publishes itself, verified by the executor before it is shown here.
import { choices, NOT_INSTALLED } from '@suture/core/own-packages/choose.ts';
import { compareOwn } from '@suture/core/own-packages/compare.ts';
import { buildPurl } from '@suture/core/packages/purl.ts';
import type { OperatingSystem, Package } from '@suture/core/packages/package.ts';
import type { Adapter, Section, Update } from '../adapter.ts';
import { failed, sectionOf } from '../ask.ts';
import type { Host } from '../host.ts';
import { readOnlyCommands } from './commands.ts';
import { softwareHive } from '../windows.ts';
import { changedFile, unixPlaces, windowsPlaces } from './places.ts';
import { type Found, isCarriedOut, lookFor, machineOf, placesOf, readOffer } from './standing.ts';

export const own: Adapter = {
  name: 'own',
  capabilities: ['inventory', 'available', 'execute', 'rollback', 'rehearse'],
  watches: [
    { path: unixPlaces.offer, with: 'itself' },
    { path: windowsPlaces.offer, with: 'itself' },
    { path: softwareHive, with: 'itself' },
    { path: changedFile, with: 'itself' },
    { path: '/var/lib/dpkg/status', with: 'itself' },
    { path: '/usr/lib/sysimage/rpm/rpmdb.sqlite', with: 'itself' },
    { path: '/var/lib/rpm/rpmdb.sqlite', with: 'itself' },
  ],
  readOnlyCommands,
  detect: async (host) =>
    (await host.exists((await placesOf(host)).offer))
      ? { present: true, version: '1' }
      : { present: false, reason: 'the organisation offers no packages of its own here' },
  inventory,
  available,
  execution: async () => (await import('./execution/index.ts')).execution,
};

const problemsOf = ({ unknown }: Found): readonly string[] =>
  [...unknown].map(([name, why]) => `whether ${name} is installed is not known: ${why}`);

async function inventory(host: Host, system: OperatingSystem): Promise<Section<Package>> {
  const offer = await readOffer(host);
  if (!offer.ok) return failed(offer.why);
  const found = await lookFor(host, offer, await machineOf(host, system));
  const items = [...found.installed].map(([name, { version }]): Package => ({
    purl: buildPurl({ type: 'generic', namespace: 'own', name, version }),
    ecosystem: undefined,
    name,
    version,
    arch: undefined,
    source: { name, version },
  }));
  return sectionOf(items, [...offer.problems, ...problemsOf(found)]);
}

/** The newest release that fits, also where none is installed: that is how a package comes to a machine at first. */
async function available(host: Host, system: OperatingSystem): Promise<Section<Update>> {
  const offer = await readOffer(host);
  if (!offer.ok) return failed(offer.why);
  const machine = await machineOf(host, system);
  const found = await lookFor(host, offer, machine);
  const items: Update[] = [];
  for (const [name, { release, installer }] of choices(offer.releases, machine)) {
    const now = found.installed.get(name);
    if (found.unknown.has(name) || !isCarriedOut(installer)) continue;
    if (now !== undefined && compareOwn(installer.kind, now.version, release.version) >= 0) continue;
    items.push({
      adapter: 'own',
      package: name,
      arch: undefined,
      source: { name, version: release.version },
      installed: now?.version ?? NOT_INSTALLED,
      candidate: release.version,
      origin: `own:${release.vendor}`,
      security: { is: 'unknown', why: 'a package of one’s own does not say what it fixes' },
      heldBack: undefined,
      bytes: installer.file.bytes,
    });
  }
  return sectionOf(items, [...offer.problems, ...problemsOf(found)]);
}
