// The windows-update adapter: Windows itself with its build, the updates it has, what its update service offers, and restarts.
import type { Package } from '@suture/core/packages/package.ts';
import { buildPurl } from '@suture/core/packages/purl.ts';
import type { Adapter, Detection, RestartNeed, Section, Update } from '../adapter.ts';
import { ask, failed, sectionOf } from '../ask.ts';
import type { Command, Host } from '../host.ts';
import { softwareHive } from '../windows.ts';
import { agentLibrary, findUpdates, listInstalled, readOnlyCommands, rebootState } from './commands.ts';
import { offersOf } from './offers.ts';
import { type Answered, parseRebootState, parseSearch, type Searched, type WindowsSystem } from './parse.ts';

export const windowsUpdate: Adapter = {
  name: 'windows-update',
  capabilities: ['inventory', 'available', 'needs-restart'],
  watches: [
    { path: softwareHive, with: 'itself' },
    { path: '/Windows/SoftwareDistribution/ReportingEvents.log', with: 'itself' },
  ],
  readOnlyCommands,
  detect,
  inventory,
  available,
  needsRestart,
};

async function detect(host: Host): Promise<Detection> {
  if (!(await host.exists(agentLibrary))) return { present: false, reason: 'there is no Windows Update here' };
  return { present: true, version: 'Windows Update Agent' };
}

async function search(host: Host, command: Command, name: string): Promise<Answered<Searched>> {
  const answer = await ask(host, command, name);
  if (!answer.ok) return { ok: false, why: answer.why };
  const [cut] = answer.problems;
  return cut === undefined ? parseSearch(answer.stdout) : { ok: false, why: cut };
}

const problemsOf = ({ isPart, unread, system }: Searched): readonly string[] => [
  ...(isPart ? ['Windows Update answered with errors: there may be more updates'] : []),
  ...(unread === 0 ? [] : [`Windows Update names ${unread} updates that cannot be read`]),
  ...(system === undefined ? ['the build of Windows cannot be read, so how far it is patched is unknown'] : []),
];

async function inventory(host: Host): Promise<Section<Package>> {
  const answer = await search(host, listInstalled, 'Windows Update (installed)');
  if (!answer.ok) return failed(answer.why);
  const { system, updates } = answer.value;
  const packages = [
    ...(system === undefined ? [] : [systemPackage(system)]),
    ...updates.map(({ kbs, title, revision, id, isRemovable }): Package => {
      const name = kbs[0] ?? title;
      const version = String(revision);
      const qualifiers = { removable: isRemovable ? 'yes' : 'no', update: id };
      return {
        purl: buildPurl({ type: 'generic', namespace: 'windows-update', name, version, qualifiers }),
        ecosystem: undefined,
        name,
        version,
        arch: undefined,
        source: { name, version },
        origin: 'Microsoft',
      };
    }),
  ];
  if (packages.length === 0)
    return failed('Windows Update names neither the system nor an update', ...problemsOf(answer.value));
  return sectionOf(packages, problemsOf(answer.value));
}

/** Judged by MSRC's advisories, within its own line of builds. */
const systemPackage = ({ name, build, architecture }: WindowsSystem): Package => ({
  purl: buildPurl({ type: 'generic', namespace: 'microsoft', name, version: build }),
  ecosystem: 'Windows',
  name,
  version: build,
  arch: architecture,
  source: { name, version: build },
  origin: 'Microsoft',
});

async function available(host: Host): Promise<Section<Update>> {
  const answer = await search(host, findUpdates, 'Windows Update (search)');
  return answer.ok ? sectionOf(offersOf(answer.value), problemsOf(answer.value)) : failed(answer.why);
}

async function needsRestart(host: Host): Promise<Section<RestartNeed>> {
  const answer = await ask(host, rebootState, 'Windows Update (restart)');
  if (!answer.ok) return failed(answer.why);
  const state = parseRebootState(answer.stdout);
  if (state === undefined) return failed('whether Windows needs a restart cannot be read');
  const whys = [
    ...(state.updates ? ['an update that was installed takes effect with a restart'] : []),
    ...(state.servicing ? ['servicing of components waits for a restart'] : []),
    ...(state.renames ? ['files in use are replaced at the next start'] : []),
  ];
  const [why] = whys;
  return sectionOf(why === undefined ? [] : [{ kind: 'reboot' as const, why: whys.join('; ') }], []);
}
