// The executing half of the npm adapter: global packages of npm's own prefix, to exact versions; never what the distribution owns.
import type { VersionChange } from '@suture/core/rollouts/plan-document.ts';
import { npm as scheme } from '@suture/core/versions/npm.ts';
import { findOwners } from '../../distribution-owners.ts';
import type { Refusal, RollbackOffer, StagedFile } from '../../execution.ts';
import { executionOf } from '../../execution-of.ts';
import type { CommandResult, Host } from '../../host.ts';
import type { Argv, Fault, Looked, Manager, Pending, Simulated } from '../../manager.ts';
import { byName, type Present } from '../../presence.ts';
import { bytesOf, digestsOf, newFolder, previousFolder, refuse, spaceAt, spaceMargin } from '../../staging.ts';
import { plainText, transcriptOf } from '../../transcripts.ts';
import { npmPrefix } from '../commands.ts';
import { findPackages } from '../installed.ts';
import { parsePrefix, parseView } from '../parse.ts';
import * as commands from './commands.ts';
import { rehearsalChecks } from './rehearsal.ts';

async function rootOf(host: Host): Promise<{ readonly root: string } | { readonly why: string }> {
  const result = await host.run(npmPrefix);
  const prefix =
    result.kind === 'exited' && result.code === 0 && !result.truncated ? parsePrefix(result.stdout) : undefined;
  return prefix === undefined
    ? { why: 'npm did not say where global packages are' }
    : { root: `${prefix}/lib/node_modules` };
}

async function look(host: Host): Promise<Looked> {
  const at = await rootOf(host);
  if ('why' in at) return { ok: false, why: at.why };
  const aside = await putAside(host, at.root);
  const { packages } = await findPackages(host, at.root);
  const tops = packages.filter(({ top }) => top === undefined);
  const owners = await findOwners(
    host,
    tops.map(({ directory }) => `${directory}/package.json`),
  );
  if (owners.problems[0] !== undefined) return { ok: false, why: owners.problems[0] };
  const links = await Promise.all(tops.map(({ directory }) => host.readLink(directory)));
  const present = tops.map(({ name, version, directory }, index): Present => ({
    name,
    arch: undefined,
    version,
    whole: true,
    held: owners.of.has(`${directory}/package.json`) || links[index] !== undefined,
  }));
  const problems = aside.map(({ name }) => `npm was cut off while it changed ${name}`);
  const audit =
    problems.length === 0 ? ({ state: 'clean' } as const) : ({ state: 'broken', cure: 'finish', problems } as const);
  return { ok: true, packages: byName(present), audit };
}

interface Aside {
  readonly name: string;
  readonly path: string;
  readonly place: string;
}

const plain = /^[\w~][\w.~-]{0,213}$/;

/** npm moves what it replaces to `.NAME-` and eight characters beside it, and takes that away at the end. */
async function putAside(host: Host, root: string): Promise<readonly Aside[]> {
  const scopes = ((await host.listDirectory(root)) ?? []).filter((name) => /^@[\w~-][\w.~-]{0,213}$/.test(name));
  const found: Aside[] = [];
  for (const scope of [undefined, ...scopes]) {
    const folder = scope === undefined ? root : `${root}/${scope}`;
    for (const entry of (await host.listDirectory(folder)) ?? []) {
      const name = /^\.([\w~][\w.~-]{0,213})-[A-Za-z0-9]{8}$/.exec(entry)?.[1];
      if (name === undefined || !plain.test(name)) continue;
      const whole = scope === undefined ? name : `${scope}/${name}`;
      found.push({ name: whole, path: `${folder}/${entry}`, place: `${folder}/${name}` });
    }
  }
  return found;
}

const what = (name: string, version: string): string => `${name}@${version}`;

async function simulate(host: Host, { changes }: Pending, staging?: string): Promise<Simulated | Refusal> {
  let unpacked: number | undefined = 0;
  for (const { package: name, from, to } of changes) {
    if (from === null || to === null)
      return refuse('drifted', `${name} would be installed or removed, and npm’s packages are only updated`);
    const result = await host.run(
      staging === undefined ? commands.view(what(name, to)) : commands.viewStaged(what(name, to), newFolder(staging)),
    );
    if (result.kind !== 'exited' || result.code !== 0) return { ...failed(result, 'precheck-failed') };
    const found = parseView(result.stdout);
    if (found?.version !== to) return refuse('drifted', `${name} ${to} is not offered any more`);
    unpacked = unpacked === undefined || found.unpacked === undefined ? undefined : unpacked + found.unpacked;
  }
  const at = await rootOf(host);
  const [space] = await spaceAt(host, ['why' in at ? '/' : at.root]);
  return {
    ok: true,
    changes: changes.map(({ package: name, from, to }) => ({
      kind: isOlder(to ?? '', from ?? '') ? 'downgrade' : 'upgrade',
      package: name,
      arch: undefined,
      from: from ?? '',
      to: to ?? '',
    })),
    bytesToDownload: undefined,
    bytesOnDisk: unpacked,
    reboot: false,
    space: [{ path: space?.target ?? '/', needed: (unpacked ?? 0) + spaceMargin, free: space?.free }],
  };
}

function isOlder(a: string, b: string): boolean {
  const [one, other] = [scheme.parse(a), scheme.parse(b)];
  return one.ok && other.ok && scheme.compare(one.version, other.version) < 0;
}

function failed(result: CommandResult, otherwise: Refusal['cause']): Refusal {
  if (result.kind === 'missing') return refuse(otherwise, 'npm is not installed');
  if (result.kind === 'timeout') return refuse(otherwise, 'npm did not end in time');
  if (result.kind === 'failed') return refuse(otherwise, `npm could not be run: ${result.reason}`);
  const fault = faultIn(`${result.stdout}\n${result.stderr}`);
  if (fault === undefined) return refuse(otherwise, `npm failed (exit ${result.code})`);
  return refuse(fault.cause === 'install-failed' ? otherwise : fault.cause, fault.why);
}

/** Into the folder: the packages as archives, and whatever they need in npm's cache beside them. */
async function fetchInto(
  host: Host,
  folder: string,
  wanted: readonly { readonly name: string; readonly version: string }[],
): Promise<{ readonly ok: true; readonly files: readonly StagedFile[] } | Refusal> {
  const specs = wanted.map(({ name, version }) => what(name, version));
  const views = specs.map((spec) => commands.viewInto(spec, folder));
  const asked = await host.run(commands.settingsFile);
  const settings = asked.kind === 'exited' && asked.code === 0 ? parsePrefix(asked.stdout) : undefined;
  for (const command of [commands.fetchAll(specs, folder, settings), commands.pack(specs, folder), ...views]) {
    const result = await host.run(command);
    if (result.kind !== 'exited' || result.code !== 0) return failed(result, 'download-failed');
  }
  const sizes = await bytesOf(host, folder);
  const paths = wanted.map(
    ({ name, version }) => `${folder}/${name.replace(/^@/, '').replace('/', '-')}-${version}.tgz`,
  );
  const digests = await digestsOf(host, paths);
  const files: StagedFile[] = [];
  for (const [index, { name, version }] of wanted.entries()) {
    const path = paths[index] ?? '';
    const sha256 = digests.get(path);
    if (sha256 === undefined) return refuse('download-failed', `${name} ${version} was not fetched`);
    files.push({ package: name, architecture: null, version, path, bytes: sizes.get(path) ?? 0, sha256 });
  }
  return { ok: true, files };
}

const fetch: Manager['fetch'] = (host, { changes }, staging) =>
  fetchInto(
    host,
    newFolder(staging),
    changes.map(({ package: name, to }) => ({ name, version: to ?? '' })),
  );

const previous: Manager['previous'] = async (host, { changes }, staging): Promise<RollbackOffer> => {
  const leaving = changes.map(({ package: name, from }) => ({ name, version: from ?? '' }));
  const found = await fetchInto(host, previousFolder(staging), leaving);
  return found.ok ? { class: 'R1', files: found.files } : { class: 'R0', why: [found.why] };
};

/** The most specific cause wins. Source: npm's messages. */
function faultIn(output: string): Fault | undefined {
  const text = plainText(output);
  const errors = [...text.matchAll(/^npm (?:ERR!|error) ([^\n]{1,300})$/gm)].map(([, line = '']) => line.trim());
  const code = errors.map((line) => /^code (\w{1,40})$/.exec(line)?.[1]).find((each) => each !== undefined);
  const said = errors.find((line) => !/^(?:code|syscall|path|errno|network|A complete log)\b/.test(line)) ?? '';
  const why = said.slice(0, 200);
  if (code === 'ENOSPC' || /\bENOSPC\b|no space left/i.test(text))
    return { cause: 'disk-full', why: 'disk full: there is no room left' };
  if (code === 'EINTEGRITY') return { cause: 'hash-mismatch', why: why.replace(/\s+/g, ' ') };
  if (code === 'EBADENGINE') return { cause: 'dependency-conflict', why: engineIn(errors) };
  if (code === 'ETARGET' || code === 'E404') return { cause: 'drifted', why: `not offered any more: ${why}` };
  if (code === 'ERESOLVE') return { cause: 'dependency-conflict', why };
  if (
    /^(?:ECONN\w+|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EPIPE|E50\d|E403|E401|ENOTCACHED|ERR_SOCKET_TIMEOUT|Z_BUF_ERROR|TAR_BAD_ARCHIVE)$/.test(
      code ?? '',
    )
  )
    return { cause: 'download-failed', why };
  if (errors.some((line) => line.startsWith('command failed')))
    return { cause: 'script-failed', why: `scriptlet failed: ${commandIn(errors)}` };
  return why === '' ? undefined : { cause: 'install-failed', why };
}

function engineIn(errors: readonly string[]): string {
  const of = (start: string): string | undefined =>
    errors.find((line) => line.startsWith(`notsup ${start}`))?.slice(`notsup ${start}`.length, 300);
  const name = of('Not compatible with your version of node/npm: ');
  return `${name ?? 'a package'} needs another Node: ${of('Required: ') ?? 'it does not say which'}`.slice(0, 200);
}

/** `path …/node_modules/NAME` says whose it is. */
function commandIn(errors: readonly string[]): string {
  const path = errors.find((line) => line.startsWith('path '))?.slice(5) ?? '';
  const name = path.slice(path.lastIndexOf('/node_modules/') + '/node_modules/'.length);
  return name === '' ? 'a script of a package' : `that of ${name}`;
}

const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/'));
const allows = ({ package: name, architecture, from, to }: VersionChange): boolean =>
  architecture === null &&
  /^(?:@[\w~][\w.~-]{0,213}\/)?[\w~][\w.~-]{0,213}$/.test(name) &&
  [from, to].every((version) => version === null || scheme.parse(version).ok) &&
  [from, to].every((version) => version === null || /^[\w.+-]{1,256}$/.test(version));

const manager: Manager = {
  tool: 'npm',
  rehearsalChecks,
  scriptsFetch: true,
  preparingCommands: commands.preparingCommands,
  installingCommands: commands.installingCommands,
  environment: commands.environment,
  stagesFiles: true,
  allows,
  unhold: () => 'it is the distribution’s, or a link to a folder of somebody’s',
  look,
  // npm has none.
  lock: async () => ({ state: 'free' }),
  simulate,
  fetch,
  previous,
  install: ({ changes }, _staged, staging) => [
    commands.install(
      changes.map(({ package: name, to }) => what(name, to ?? '')),
      newFolder(staging),
    ),
  ],
  back: ({ returning }) => {
    const [first] = returning;
    if (first === undefined) return [];
    return [
      commands.install(
        returning.map(({ file }) => what(file.package, file.version)),
        folderOf(first.file.path),
      ),
    ];
  },
  repair: async (host): Promise<readonly Argv[] | undefined> => {
    const at = await rootOf(host);
    if ('why' in at) return undefined;
    return (await putAside(host, at.root)).flatMap(({ path, place }) => commands.putBack(path, place));
  },
  readTranscript: (output) => transcriptOf(output, /^npm (?:ERR!|error|WARN|warn)/),
  faultIn,
};

export const execution = executionOf(manager);
