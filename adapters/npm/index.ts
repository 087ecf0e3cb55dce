// The npm adapter: globally installed npm packages, what is inside them, and what the registry has newer.
import type { Package } from '@suture/core/packages/package.ts';
import { buildPurl } from '@suture/core/packages/purl.ts';
import type { Adapter, Detection, HeldBack, Section, Update } from '../adapter.ts';
import type { CommandResult, Host } from '../host.ts';
import { npmOutdated, npmPrefix, npmVersion, readOnlyCommands } from './commands.ts';
import { findPackages, type InstalledPackage } from './installed.ts';
import { findOwners } from '../distribution-owners.ts';
import { parseOutdated, parsePrefix, type Outdated } from './parse.ts';

/** Where distributions and npm itself put global packages, whatever the prefix is now. */
const usualRoots = ['/usr/local/lib/node_modules', '/usr/lib/node_modules', '/usr/share/nodejs'] as const;

export const npm: Adapter = {
  name: 'npm',
  capabilities: ['inventory', 'available', 'execute', 'rollback', 'repair', 'rehearse'],
  watches: [
    // Packages with a scope are a level below, and change the folder of their scope.
    ...usualRoots.map((path) => ({ path, with: 'entries' }) as const),
    { path: '/etc/npmrc', with: 'itself' },
    { path: '/usr/etc/npmrc', with: 'itself' },
    { path: '/usr/local/etc/npmrc', with: 'itself' },
  ],
  readOnlyCommands,
  detect,
  inventory,
  available,
  execution: async () => (await import('./execution/index.ts')).execution,
};

async function detect(host: Host): Promise<Detection> {
  const result = await host.run(npmVersion);
  const version = result.kind === 'exited' && result.code === 0 ? result.stdout.trim() : '';
  if (/^\d+\.\d+\.\d+[\w.+-]{0,60}$/.test(version)) return { present: true, version };
  for (const root of usualRoots) {
    if (await host.exists(root)) return { present: true, version: 'not installed, but packages are' };
  }
  if (result.kind === 'missing') return { present: false, reason: 'npm is not installed' };
  return { present: false, reason: `npm --version ${failure(result)}` };
}

async function inventory(host: Host): Promise<Section<Package>> {
  const { root, problem } = await prefixRoot(host);
  const roots = [...new Set([...(root !== undefined ? [root] : []), ...usualRoots])];
  const found = await Promise.all(roots.map((directory) => findPackages(host, directory)));
  const packages = found.flatMap((each) => each.packages);
  const problems = [...(problem !== undefined ? [problem] : []), ...found.flatMap((each) => each.problems)];
  const tops = packages.filter((each) => each.top === undefined).map((each) => `${each.directory}/package.json`);
  const owners = await findOwners(host, tops);
  problems.push(...owners.problems);
  const items = packages.map((each) => toPackage(each, owners.of));
  if (items.length === 0 && root === undefined) {
    return { status: 'failed', items: [], problems: problems.length > 0 ? problems : ['npm is not installed'] };
  }
  return problems.length === 0 ? { status: 'complete', items, problems: [] } : { status: 'partial', items, problems };
}

async function prefixRoot(host: Host): Promise<{ readonly root?: string; readonly problem?: string }> {
  const result = await host.run(npmPrefix);
  if (result.kind === 'missing') return {};
  const prefix =
    result.kind === 'exited' && result.code === 0 && !result.truncated ? parsePrefix(result.stdout) : undefined;
  if (prefix !== undefined) return { root: `${prefix}/lib/node_modules` };
  return { problem: `npm did not say where global packages are: npm prefix -g ${failure(result)}` };
}

function toPackage(found: InstalledPackage, ownerOf: ReadonlyMap<string, string>): Package {
  const { name, version, top } = found;
  const distribution = ownerOf.get(`${(top ?? found).directory}/package.json`);
  const owner = distribution ?? (top !== undefined ? purl(top.name, top.version) : undefined);
  return {
    purl: purl(name, version),
    ecosystem: 'npm',
    name,
    version,
    arch: undefined,
    source: { name, version },
    ...(owner !== undefined ? { owner } : {}),
  };
}

function purl(name: string, version: string): string {
  const slash = name.indexOf('/');
  const namespace = slash === -1 ? undefined : name.slice(0, slash);
  return buildPurl({ type: 'npm', namespace, name: name.slice(slash + 1), version });
}

async function available(host: Host): Promise<Section<Update>> {
  const result = await host.run(npmOutdated);
  if (result.kind === 'missing') return { status: 'failed', items: [], problems: ['npm is not installed'] };
  if (result.kind !== 'exited' || result.truncated) {
    return { status: 'failed', items: [], problems: [`npm outdated ${failure(result)}`] };
  }
  const answer = parseOutdated(result.stdout, result.code);
  if (!answer.ok) return { status: 'failed', items: [], problems: [answer.reason] };
  const manifests = answer.outdated.flatMap(({ location }) =>
    location !== undefined ? [`${location}/package.json`] : [],
  );
  const owners = await findOwners(host, manifests);
  const items = answer.outdated.map((each) => toUpdate(each, owners.of.get(`${each.location}/package.json`)));
  const problems = [...answer.problems, ...owners.problems];
  if (problems.length === 0) return { status: 'complete', items, problems: [] };
  return { status: 'partial', items, problems };
}

function toUpdate({ name, current, latest }: Outdated, owner: string | undefined): Update {
  const heldBack: HeldBack | undefined =
    owner === undefined
      ? undefined
      : { cause: 'unknown', why: `it is part of the distribution's package ${owner} and is updated with it` };
  return {
    adapter: 'npm',
    package: name,
    arch: undefined,
    source: { name, version: latest },
    installed: current,
    candidate: latest,
    origin: 'npm registry',
    security: { is: 'unknown', why: 'npm does not say which updates are security updates' },
    heldBack,
    bytes: undefined,
  };
}

function failure(result: CommandResult): string {
  if (result.kind === 'timeout') return 'did not finish in time';
  if (result.kind === 'failed') return 'could not be run';
  if (result.kind === 'missing') return 'is not there';
  if (result.truncated) return 'wrote more than expected';
  return result.code === 0 ? 'answered something unexpected' : `failed with exit code ${result.code}`;
}
