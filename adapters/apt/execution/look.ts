// Looks at what is there: the state of each package in dpkg's own words, and whether its records are whole.
import type { VersionChange } from '@suture/core/rollouts/plan-document.ts';
import type { Audit, ExecutionStep, PackagePresence, Standing } from '../../execution.ts';
import type { Host } from '../../host.ts';
import { plainText } from '../../transcripts.ts';
import { ask } from '../ask.ts';
import { isPackageName } from '../policy-names.ts';
import { allPackages, auditDatabase, fieldSeparator } from './commands.ts';

export interface Present {
  readonly name: string;
  readonly arch: string;
  readonly version: string;
  readonly whole: boolean;
  readonly reinstall: boolean;
  readonly held: boolean;
  readonly state: string;
}

/** By name; several of one name where architectures live side by side. */
export type Packages = ReadonlyMap<string, readonly Present[]>;

const absent = new Set(['not-installed', 'config-files']);

export async function readPackages(host: Host): Promise<{ ok: true; packages: Packages } | { ok: false; why: string }> {
  const answer = await ask(host, allPackages(), parsePackages);
  if (!answer.ok) return answer;
  if (answer.problems[0] !== undefined) return { ok: false, why: answer.problems[0] };
  if (answer.value.size === 0) return { ok: false, why: 'dpkg-query lists no package' };
  return { ok: true, packages: answer.value };
}

function parsePackages(text: string): Packages {
  const packages = new Map<string, Present[]>();
  for (const line of text.split('\n')) {
    const [name = '', arch = '', version = '', state = '', flag = '', want = ''] = line.split(fieldSeparator);
    if (!isPackageName(name) || version === '' || absent.has(state)) continue;
    const found = packages.get(name) ?? [];
    found.push({
      name,
      arch,
      version,
      whole: state === 'installed' && flag !== 'reinstreq',
      reinstall: flag === 'reinstreq',
      held: want === 'hold',
      state,
    });
    packages.set(name, found);
  }
  return packages;
}

/** A package may go from an architecture to `all` and back: where there is one of a name, it is that. */
function find(packages: Packages, { package: name, architecture }: VersionChange): Present | undefined {
  const found = packages.get(name) ?? [];
  if (architecture === null || found.length === 1) return found[0];
  return found.find(({ arch }) => arch === architecture) ?? found.find(({ arch }) => arch === 'all');
}

export const presenceIn = (packages: Packages, change: VersionChange): PackagePresence => {
  const found = find(packages, change);
  return { change, now: found?.version ?? null, whole: found?.whole ?? true, held: found?.held ?? false };
};

export async function look(host: Host, step: ExecutionStep): Promise<Standing> {
  const read = await readPackages(host);
  if (!read.ok) return read;
  const audit = await auditOf(host, read.packages);
  return { ok: true, present: step.changes.map((change) => presenceIn(read.packages, change)), audit };
}

/** What dpkg leaves in its journal folder while it works, and when it is interrupted. */
const journal = '/var/lib/dpkg/updates';

export async function auditOf(host: Host, packages: Packages): Promise<Audit> {
  const [pending, audited] = await Promise.all([host.listDirectory(journal), ask(host, auditDatabase(), plainText)]);
  if (!audited.ok) return { state: 'unknown', why: audited.why };
  const broken = [...packages.values()].flat().filter(({ whole }) => !whole);
  const interrupted = pending?.some((name) => /^\d+$/.test(name)) === true;
  const said = audited.value.trim();
  if (broken.length === 0 && !interrupted && said === '') return { state: 'clean' };
  const reinstall = broken.filter((found) => found.reinstall);
  const problems = [
    ...(interrupted ? ['dpkg was interrupted and has not been finished'] : []),
    ...broken.slice(0, 10).map(({ name, version, state }) => `${name} ${version} is ${state}`),
    ...(broken.length === 0 && said !== '' ? [`dpkg --audit: ${said.replace(/\s+/g, ' ').slice(0, 200)}`] : []),
  ];
  const cure = reinstall.length > 0 ? 'reinstall' : interrupted || broken.length > 0 ? 'finish' : 'person';
  return { state: 'broken', cure, problems };
}

/** What differs between two looks, as changes. */
export function differenceOf(before: Packages, after: Packages): readonly VersionChange[] {
  const key = ({ name, arch }: Present): string => `${name}:${arch}`;
  const was = new Map([...before.values()].flat().map((found) => [key(found), found]));
  const is = new Map([...after.values()].flat().map((found) => [key(found), found]));
  const changes: VersionChange[] = [];
  for (const [id, now] of is) {
    const then = was.get(id);
    if (then?.version === now.version) continue;
    // From an architecture to `all`: the same package, not one gone and one new.
    const moved = then ?? [...was.values()].find(({ name, arch }) => name === now.name && !is.has(`${name}:${arch}`));
    changes.push({ package: now.name, architecture: now.arch, from: moved?.version ?? null, to: now.version });
  }
  for (const [id, then] of was) {
    if (is.has(id) || changes.some((change) => change.package === then.name && change.from === then.version)) continue;
    changes.push({ package: then.name, architecture: then.arch, from: then.version, to: null });
  }
  return changes;
}
