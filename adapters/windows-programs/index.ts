// The windows-programs adapter: what the uninstall keys of the registry say is installed, for the machine and for its users.
import type { Package } from '@suture/core/packages/package.ts';
import { buildPurl } from '@suture/core/packages/purl.ts';
import type { Adapter, Detection, Section } from '../adapter.ts';
import { ask, failed, sectionOf } from '../ask.ts';
import type { Host } from '../host.ts';
import { regPath, softwareHive } from '../windows.ts';
import { listPrograms, readOnlyCommands, registryQueries } from './commands.ts';
import { type Program, parsePrograms, parseRegistry, type Programs } from './parse.ts';

export const windowsPrograms: Adapter = {
  name: 'windows-programs',
  capabilities: ['inventory'],
  watches: [{ path: softwareHive, with: 'itself' }],
  readOnlyCommands,
  detect,
  inventory,
};

async function detect(host: Host): Promise<Detection> {
  if (!(await host.exists(regPath))) return { present: false, reason: 'there is no Windows registry here' };
  return { present: true, version: 'uninstall keys' };
}

async function inventory(host: Host): Promise<Section<Package>> {
  const answer = await ask(host, listPrograms, 'PowerShell (programs)');
  const read = answer.ok ? parsePrograms(answer.stdout) : undefined;
  if (answer.ok && read !== undefined) return sectionFrom(read, answer.problems);
  return readRegistry(host, answer.ok ? 'PowerShell does not list the programs as JSON' : answer.why);
}

/** `why` there is no better way; other users' programs are not seen this way. */
async function readRegistry(host: Host, why: string): Promise<Section<Package>> {
  const answers = await Promise.all(registryQueries.map((query) => ask(host, query, 'reg query', [0, 1])));
  const problems: string[] = [];
  const parts = answers.map((answer, at): Programs => {
    if (!answer.ok) problems.push(answer.why);
    // Exit 1 and nothing printed: the key is not there.
    return answer.ok ? parseRegistry(answer.stdout, at === 1) : { items: [], unread: 0 };
  });
  problems.push(...answers.flatMap((answer) => (answer.ok ? answer.problems : [])));
  const items = parts.flatMap((part) => part.items);
  if (items.length === 0) return failed(why, ...problems, 'reg.exe names no program either');
  const unread = parts.reduce((sum, part) => sum + part.unread, 0);
  return sectionFrom({ items, unread }, [`${why}: programs of other users are unknown`, ...problems]);
}

function sectionFrom({ items, unread }: Programs, problems: readonly string[]): Section<Package> {
  // Windows has programs of its own in the list: none at all is no answer.
  if (items.length === 0) return failed(...problems, 'the registry names no installed program');
  return sectionOf(distinct(items).map(packageOf), [
    ...problems,
    ...(unread === 0 ? [] : [`${unread} programs of the registry have no name that can be read`]),
  ]);
}

/** On 32-bit systems both views are one. */
const distinct = (items: readonly Program[]): readonly Program[] => [
  ...new Map(items.map((item) => [JSON.stringify(item), item])).values(),
];

function packageOf({ key, name, version = 'unknown', publisher, scope, is32Bit, isMsi }: Program): Package {
  return {
    purl: buildPurl({
      type: 'generic',
      namespace: 'windows-programs',
      name,
      version,
      qualifiers: { installer: isMsi ? 'msi' : undefined, key, scope: scope === 'user' ? scope : undefined },
    }),
    ecosystem: undefined,
    name,
    version,
    arch: is32Bit ? 'x86' : undefined,
    source: { name, version },
    ...(publisher === undefined ? {} : { origin: publisher }),
  };
}
