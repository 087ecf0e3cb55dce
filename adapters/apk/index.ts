// The apk adapter: Alpine, Wolfi, Chainguard and their relatives, through apk's database and fetched indexes.
import { ecosystemOf, schemeOf } from '@suture/core/packages/ecosystems.ts';
import type { OperatingSystem, Package } from '@suture/core/packages/package.ts';
import { buildPurl } from '@suture/core/packages/purl.ts';
import type { Adapter, Detection, Refreshed, Section, Watch } from '../adapter.ts';
import { ask, complaint, failed, sectionOf } from '../ask.ts';
import type { Host } from '../host.ts';
import { indexFolder, readAvailable, warningsIn } from './available.ts';
import { apkVersion, readOnlyCommands, refreshCommands, updateIndexes } from './commands.ts';
import { databases, readDatabase, readPins, worldFile } from './database.ts';
import { simulate } from './simulate.ts';

const watches: readonly Watch[] = [
  ...databases.map((path) => ({ path, with: 'itself' }) as const),
  { path: worldFile, with: 'itself' },
  { path: '/etc/apk/repositories', with: 'itself' },
  { path: indexFolder, with: 'entries' },
];

export const apk: Adapter = {
  name: 'apk',
  capabilities: ['inventory', 'available', 'simulate', 'refresh'],
  watches,
  readOnlyCommands,
  detect,
  inventory,
  available: readAvailable,
  simulate,
  refreshCommands,
  refresh,
};

/** Present where apk keeps a database; an image without apk still has an inventory. */
async function detect(host: Host): Promise<Detection> {
  const there = await Promise.all(databases.map((path) => host.exists(path)));
  if (!there.includes(true)) return { present: false, reason: 'there is no apk database' };
  const answer = await ask(host, apkVersion, 'apk --version');
  const version = answer.ok ? /^apk-tools (\d[\w.]{0,40})/m.exec(answer.stdout)?.[1] : undefined;
  return { present: true, version: version ?? 'none (an apk database without a working apk)' };
}

async function inventory(host: Host, system: OperatingSystem): Promise<Section<Package>> {
  const [database, world] = await Promise.all([readDatabase(host), readPins(host)]);
  if (database.packages.length === 0) return failed(...database.problems);
  const { ecosystem } = ecosystemOf(system);
  const own = ecosystem !== undefined && schemeOf(ecosystem) === 'apk' ? ecosystem : undefined;
  const distro = system.version === '' ? system.id : `${system.id}-${system.version}`;
  const items = database.packages.map(({ name, version, arch, origin }): Package => ({
    purl: buildPurl({
      type: 'apk',
      namespace: system.id,
      name,
      version,
      qualifiers: { arch, distro, upstream: origin === name ? undefined : origin },
    }),
    ecosystem: own,
    name,
    version,
    arch,
    source: { name: origin, version },
    ...(world.pins.has(name) ? { hold: true as const } : {}),
  }));
  return sectionOf(items, [...database.problems, ...world.problems]);
}

/** apk warns of a repository it cannot reach and, in older versions, exits 0. */
async function refresh(host: Host): Promise<Refreshed> {
  const answer = await ask(host, updateIndexes, 'apk update');
  if (!answer.ok) return { ok: false, why: answer.why };
  const [problem] = [...answer.problems, ...warningsIn(`${answer.stderr}\n${answer.stdout}`)];
  if (problem !== undefined) return { ok: false, why: problem };
  if (/^OK: \d+ distinct packages available/m.test(answer.stdout)) return { ok: true };
  return {
    ok: false,
    why: `apk update does not say that it is done: ${complaint(answer.stderr, answer.stdout) || 'it says nothing'}`,
  };
}
