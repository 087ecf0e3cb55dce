// What carrying out a step has in common on every rpm system: the look, the lock, the signatures, and what rpm says of scriptlets.
import type { VersionChange } from '@suture/core/rollouts/plan-document.ts';
import { schemes } from '@suture/core/versions/schemes.ts';
import type { ReadOnlyCommand } from './adapter.ts';
import { ask } from './ask.ts';
import type { Audit, KeptConfiguration, Lock, Refusal, RollbackOffer, StagedFile } from './execution.ts';
import type { Command, Host } from './host.ts';
import type { Argv, Fault, Looked } from './manager.ts';
import { byName, type Packages, type Present } from './presence.ts';
import { readRpmDatabase, rpmReadOnlyCommands } from './rpm-database.ts';
import { isRpmArch, isRpmName, isRpmVersion } from './rpm-query.ts';
import { bytesOf, digestsOf, refuse, stagingCommands } from './staging.ts';
import { plainText } from './transcripts.ts';

const command = (argv: readonly [string, ...string[]], seconds: number): Command => ({
  argv,
  timeoutMs: seconds * 1000,
  maxOutputBytes: 16 << 20,
});
const providesOf = (names: readonly string[]): Command => command(['rpm', '-q', '--provides', '--', ...names], 60);
const checkSignatures = (paths: readonly string[]): Command => command(['rpmkeys', '--checksig', '--', ...paths], 300);
const describeFiles = (paths: readonly string[]): Command =>
  command(
    [
      'rpm',
      '-q',
      '--package',
      '--nosignature',
      '--qf',
      '%{NAME}\\t%{EPOCHNUM}:%{VERSION}-%{RELEASE}\\t%{ARCH}\\n',
      '--',
      ...paths,
    ],
    120,
  );
const inodesOf = (paths: readonly string[]): Command => command(['stat', '-c', '%i', '--', ...paths], 10);

export const rpmPreparingCommands: readonly ReadOnlyCommand[] = [
  ...rpmReadOnlyCommands,
  { begins: ['rpm', '-q', '--provides', '--'], options: [] },
  { begins: ['rpmkeys', '--checksig', '--'], options: [] },
  { begins: describeFiles([]).argv, options: [] },
  { begins: ['stat', '-c', '%i', '--'], options: [] },
  ...stagingCommands,
];

/** What would change does not depend on whose the system is. */
const anySystem = { id: 'unknown', version: '' } as const;
const mostDuplicates = 50;

export const allowsRpm = ({ package: name, architecture, from, to }: VersionChange): boolean =>
  isRpmName(name) &&
  (architecture === null || isRpmArch(architecture)) &&
  [from, to].every((version) => version === null || isRpmVersion(version));

/** `name-epoch:version-release.arch`, as rpm, dnf and zypper take it. */
export const nevra = (name: string, version: string, arch: string | null | undefined): string =>
  `${name}-${version}${arch === null || arch === undefined ? '' : `.${arch}`}`;

/** rpm erases the old build last: one that was cut off leaves both, which is no state a package may be in. */
export async function lookAtRpms(host: Host, held: (name: string) => boolean): Promise<Looked> {
  const section = await readRpmDatabase(host, anySystem);
  if (section.status !== 'complete') return { ok: false, why: section.problems[0] ?? 'rpm lists no package' };
  const all = section.items.map(({ name, arch, version }): Present => ({
    name,
    arch,
    version,
    whole: true,
    held: held(name),
  }));
  const packages = byName(all);
  const twice = [...packages.values()].filter((same) => sameTwice(same));
  if (twice.length === 0) return { ok: true, packages, audit: { state: 'clean' } };
  const beside = await installedBeside(
    host,
    twice.map(([first]) => first?.name ?? ''),
  );
  const marked = byName(all.map((each) => (beside.has(each.name) ? { ...each, beside: true } : each)));
  return { ok: true, packages: marked, audit: auditOf(twice.filter(([first]) => !beside.has(first?.name ?? ''))) };
}

const sameTwice = (same: readonly Present[]): boolean => new Set(same.map(({ arch }) => arch ?? '')).size < same.length;

const auditOf = (twice: readonly (readonly Present[])[]): Audit =>
  twice.length === 0
    ? { state: 'clean' }
    : {
        state: 'broken',
        cure: 'finish',
        problems: twice.slice(0, 10).map((same) => {
          const versions = same.map(({ version }) => version).join(' and ');
          return `${same[0]?.name} is installed twice (${versions}): an update was cut off`;
        }),
      };

/** Kernels, and what says of itself that it is to stand beside older ones. Source: dnf.conf(5) `installonlypkgs`, zypp.conf `multiversion`. */
async function installedBeside(host: Host, names: readonly string[]): Promise<ReadonlySet<string>> {
  const kernels = names.filter((name) => /^kernel(?:-|$)/.test(name) || name === 'gpg-pubkey');
  const others = names.filter((name) => !kernels.includes(name)).slice(0, mostDuplicates);
  const saying: string[] = [];
  for (const name of others) {
    const answer = await ask(host, providesOf([name]), 'rpm -q --provides');
    if (answer.ok && /^(?:installonlypkg|multiversion)\((?:kernel|kernel-module|vm)\)/m.test(answer.stdout))
      saying.push(name);
  }
  return new Set([...kernels, ...saying]);
}

const isOlder = (a: string, b: string): boolean => {
  const [one, other] = [schemes.rpm.parse(a), schemes.rpm.parse(b)];
  return one.ok && other.ok && schemes.rpm.compare(one.version, other.version) < 0;
};

/** The older builds of what is installed twice: erasing them is what the run that was cut off had left to do. */
function olderBuilds(packages: Packages): readonly string[] {
  return [...packages.values()].flatMap((same) =>
    same
      .filter((each) => each.beside !== true)
      .filter((each) => same.some((other) => other.arch === each.arch && isOlder(each.version, other.version)))
      .map((each) => nevra(each.name, each.version, each.arch)),
  );
}

/** Where the tool in front sees no way: rpm takes the very files. */
export const goBackByRpm = (files: readonly string[]): Argv => ['rpm', '--upgrade', '--oldpackage', '--', ...files];
const eraseBuilds = (builds: readonly string[]): Argv => ['rpm', '--erase', '--', ...builds];
export const rpmInstallingCommands: readonly ReadOnlyCommand[] = [goBackByRpm([]), eraseBuilds([])].map((begins) => ({
  begins,
  options: [],
}));

/** Old builds beside the new ones are what a run that was cut off had left to erase; undefined where there are none. */
export function finishErasing(found: Looked): readonly Argv[] | undefined {
  const builds = found.ok ? olderBuilds(found.packages) : [];
  return builds.length === 0 ? undefined : [eraseBuilds(builds)];
}

/** rpm's own, and that of dnf 5, which waits for it without end. */
const lockFiles = ['/var/lib/rpm/.rpm.lock', '/usr/lib/sysimage/rpm/.rpm.lock', '/var/lib/dnf/system-repo.lock'];

/** Whoever writes rpm's database has a lock of the kernel's on its lock file; `pidFiles`: of the tool in front of it. */
export async function rpmLock(host: Host, pidFiles: readonly string[]): Promise<Lock> {
  for (const file of pidFiles) {
    const read = await host.readFile(file, 64);
    const pid = read.kind === 'text' ? /^\s*(\d{1,9})\s*$/.exec(read.text)?.[1] : undefined;
    const owner = pid === undefined ? undefined : await processOf(host, Number(pid));
    if (owner !== undefined && /dnf|yum|zypp|packagekit|python/i.test(owner.name)) return { state: 'held', owner };
  }
  const [locks, files] = await Promise.all([
    host.readFile('/proc/locks', 1 << 20),
    Promise.all(lockFiles.map((file) => host.exists(file))),
  ]);
  if (locks.kind !== 'text') return { state: 'unknown', why: 'whose the locks of this machine are cannot be read' };
  const there = lockFiles.filter((_file, at) => files[at]);
  if (there.length === 0) return { state: 'free' };
  const inodes = await ask(host, inodesOf(there), 'stat');
  if (!inodes.ok) return { state: 'unknown', why: inodes.why };
  const wanted = new Set(inodes.stdout.split('\n').filter((line) => /^\d{1,20}$/.test(line)));
  for (const line of locks.text.split('\n')) {
    const [, pid, inode] = /^\d+: POSIX +\w+ +WRITE +(\d{1,9}) [\da-f]+:[\da-f]+:(\d{1,20}) /.exec(line) ?? [];
    if (pid !== undefined && inode !== undefined && wanted.has(inode))
      return { state: 'held', owner: (await processOf(host, Number(pid))) ?? undefined };
  }
  return { state: 'free' };
}

async function processOf(
  host: Host,
  pid: number,
): Promise<{ readonly pid: number; readonly name: string } | undefined> {
  const read = await host.readFile(`/proc/${pid}/comm`, 256);
  return read.kind === 'text' ? { pid, name: plainText(read.text).trim().slice(0, 60) || 'a process' } : undefined;
}

/** The files of a folder by what rpm finds in them, each with a signature that rpm trusts. */
export async function verifiedFiles(
  host: Host,
  folder: string,
  wanted: readonly { readonly package: string; readonly architecture: string | null; readonly version: string }[],
): Promise<{ readonly ok: true; readonly files: readonly StagedFile[] } | Refusal> {
  // zypper keeps a folder for each repository.
  const bytes = await bytesOf(host, folder);
  const paths = [...bytes.keys()].filter((path) => /^(?:\/[\w.+~^%@:-]{1,300}){1,40}\.rpm$/.test(path)).sort();
  const first = wanted[0];
  if (first === undefined) return { ok: true, files: [] };
  if (paths.length === 0) return refuse('download-failed', `${first.package} ${first.version} was not fetched`);
  const [described, signatures] = await Promise.all([
    ask(host, describeFiles(paths), 'rpm -q --package'),
    host.run(checkSignatures(paths)),
  ]);
  if (!described.ok) return refuse('hash-mismatch', described.why);
  const names = described.stdout.split('\n').map((line) => line.split('\t'));
  const trusted = new Set(
    (signatures.kind === 'exited' ? signatures.stdout : '')
      .split('\n')
      .flatMap((line) => /^(\/.{1,800}\.rpm): digests signatures OK$/.exec(line)?.[1] ?? []),
  );
  const digests = await digestsOf(host, paths);
  const files: StagedFile[] = [];
  for (const { package: name, architecture, version } of wanted) {
    const at = names.findIndex(
      ([found, evr, arch]) =>
        found === name && evr?.replace(/^0:/, '') === version && (architecture === null || arch === architecture),
    );
    const path = paths[at];
    const sha256 = path === undefined ? undefined : digests.get(path);
    if (path === undefined || sha256 === undefined)
      return refuse('download-failed', `${name} ${version} was not fetched`);
    if (!trusted.has(path))
      return refuse('signature-mismatch', `${name} ${version} is not signed by a key that rpm trusts here`);
    files.push({ package: name, architecture, version, path, bytes: bytes.get(path) ?? 0, sha256 });
  }
  return { ok: true, files };
}

/** R1 where all that goes away lies verified in the folder. */
export async function offerFrom(
  host: Host,
  folder: string,
  leaving: readonly (VersionChange & { readonly from: string })[],
): Promise<RollbackOffer> {
  const files: StagedFile[] = [];
  const why: string[] = [];
  for (const { package: name, architecture, from } of leaving) {
    const found = await verifiedFiles(host, folder, [{ package: name, architecture, version: from }]);
    if (found.ok) files.push(...found.files);
    else why.push(found.cause === 'signature-mismatch' ? found.why : `${name} ${from} is not to be had any more`);
  }
  return why.length === 0 ? { class: 'R1', files } : { class: 'R0', why: why.slice(0, 20) };
}

export const rpmDecides =
  /^(?:error:|warning: .*(?:scriptlet|saved as|created as)|>>> (?:\[RPM\]|(?:Non-critical error|Error) in )|Transaction failed|OpenPGP check|Error in |Error:| ?Problem| *- |Failed:|\[FAILED\]|Installation .* failed|Problem: )|No space left|scriptlet failed|is not signed|checksum doesn't match|GPG check FAILED/;

/** rpm goes on after a scriptlet that failed, and whoever called it may say that all is well. */
export function failedScriptlet(output: string): Fault | undefined {
  const text = plainText(output);
  const found = /%(\w{2,20})\(([\w.+~^:-]{1,300})\) scriptlet failed, (exit status \d{1,4}|signal \d{1,4})/.exec(text);
  if (found === null) return undefined;
  return { cause: 'script-failed', why: `scriptlet failed: %${found[1]} of ${found[2]}, ${found[3]}` };
}

export function rpmFault(output: string): Fault | undefined {
  const text = plainText(output);
  if (/No space left on device|needs \d+[KMG]?B? (?:more space )?on the /.test(text)) {
    const on = /needs (\d+[KMG]?B?) (?:more space )?on the (\/\S{0,200}) filesystem/.exec(text);
    const how = on === null ? 'there is no room left' : `${on[1]} more are needed on ${on[2]}`;
    return { cause: 'disk-full', why: `disk full: ${how}` };
  }
  return failedScriptlet(text);
}

const kept = /(?:warning:|\[RPM\]) (\/[^\s\n]{1,400}) (created|saved) as (\/[^\s\n]{1,420}\.rpm(?:new|save|orig))/g;

/** `.rpmnew`: the administrator's file stays. `.rpmsave`: the package's is in force, and the administrator's lies beside it. */
export function keptIn(output: string): readonly KeptConfiguration[] {
  return [...plainText(output).matchAll(kept)]
    .map(([, path = '', , offered = '']) => ({ path, offered }))
    .filter(({ path }) => !path.split('/').includes('..'))
    .slice(0, 200);
}
