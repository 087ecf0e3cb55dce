// Fetches what a step installs, and what it replaces, into the staging folder; each file verified, so that nothing is left to chance later.
import type { VersionChange } from '@suture/core/rollouts/plan-document.ts';
import type { ExecutionStep, Refusal, RollbackOffer, Staged, StagedFile } from '../../execution.ts';
import type { Host } from '../../host.ts';
import {
  bytesIn,
  bytesOf,
  changedFile,
  digestsOf,
  keepFiles,
  makeStaging,
  newFolder,
  previousFolder,
  refuse,
  tooLittleSpace,
} from '../../staging.ts';
import { ask } from '../ask.ts';
import { argumentFor, recordsOf } from '../commands.ts';
import { readControl } from '../control.ts';
import { askPolicies } from '../ask.ts';
import { describePackage, download, downloadExact } from './commands.ts';
import { pendingOf, preview, type Pending } from './preview.ts';
import { causeIn } from './transcript.ts';

/** Where apt keeps what it fetched, unless it is told to clean up. */
const aptArchives = '/var/cache/apt/archives';

/** As long as each run brings bytes, the next one goes on with them. */
const mostRuns = 90;

export async function prefetch(
  host: Host,
  step: ExecutionStep,
  staging: string,
  onProgress: (bytes: number) => void = () => undefined,
): Promise<Staged | Refusal> {
  const expected = await preview(host, step);
  if (!expected.ok) return expected;
  if (expected.differences[0] !== undefined) return refuse('drifted', expected.differences.slice(0, 5).join('; '));
  const full = tooLittleSpace(expected.space);
  if (full !== undefined) return refuse('disk-full', full);
  const now = await pendingOf(host, step);
  if (!now.ok) return now;
  const unmade = await makeStaging(host, staging);
  if (unmade !== undefined) return unmade;
  if (now.pending.length === 0) return { ok: true, files: [], rollback: { class: 'R1', files: [] } };
  const failed = await fetchNew(host, now, staging, onProgress);
  if (failed !== undefined) return failed;
  await copyLocal(host, now.pending, newFolder(staging));
  const files = await verifyNew(host, now, staging);
  if (!files.ok) return files;
  return { ok: true, files: files.files, rollback: await previousOf(host, now.pending, staging) };
}

async function fetchNew(
  host: Host,
  { words, removals }: Pending,
  staging: string,
  onProgress: (bytes: number) => void,
): Promise<Refusal | undefined> {
  const folder = newFolder(staging);
  let had = -1;
  for (let runs = 0; runs < mostRuns; runs++) {
    const result = await host.run(download(words, removals, folder));
    if (result.kind === 'missing') return refuse('download-failed', 'apt-get is not installed');
    if (result.kind === 'failed') return refuse('download-failed', `apt-get could not be run: ${result.reason}`);
    if (result.kind === 'exited') {
      if (result.code === 0) return undefined;
      const said = `${result.stdout}\n${result.stderr}`;
      const found = causeIn(said) ?? { cause: 'download-failed' as const, why: `apt-get failed (exit ${result.code})` };
      return refuse(found.cause === 'install-failed' ? 'download-failed' : found.cause, found.why);
    }
    const have = await bytesIn(host, folder);
    if (have <= had) return refuse('download-stalled', 'the download made no progress for 4 minutes');
    had = have;
    onProgress(have);
  }
  return refuse('download-stalled', 'the download did not end in 6 hours');
}

/** What a repository of the kind `file:` has lies where it is for apt, which fetches nothing of it: a copy is kept like everything else. */
async function copyLocal(host: Host, pending: readonly VersionChange[], folder: string): Promise<void> {
  const names = (await host.listDirectory(folder)) ?? [];
  const missing = pending.flatMap(({ package: name, architecture, to }) =>
    to === null || names.some((each) => each.startsWith(`${name}_${to.replaceAll(':', '%3a')}_`))
      ? []
      : [{ package: name, architecture, version: to }],
  );
  await fetchOffered(host, missing, folder);
}

interface Announced {
  readonly arch: string;
  readonly sha256: string;
  readonly bytes: number;
}

const fields = ['Package', 'Version', 'Architecture', 'Size', 'SHA256'];

/** Every record of `name=version`: one for each architecture. */
async function announcedOf(
  host: Host,
  changes: readonly VersionChange[],
): Promise<ReadonlyMap<string, readonly Announced[]>> {
  const wanted = changes.map(({ package: name, architecture, to }) => ({
    name,
    arch: architecture ?? undefined,
    version: to ?? undefined,
  }));
  const answer = await ask(host, recordsOf(wanted), (text) => readControl(text, fields).stanzas);
  const found = new Map<string, Announced[]>();
  for (const { fields: of, cutIn } of answer.ok ? answer.value : []) {
    const sha256 = of.get('SHA256') ?? '';
    if (cutIn !== undefined || !/^[0-9a-f]{64}$/.test(sha256)) continue;
    const key = `${of.get('Package')}=${of.get('Version')}`;
    found.set(key, [
      ...(found.get(key) ?? []),
      { arch: of.get('Architecture') ?? '', sha256, bytes: Number(of.get('Size') ?? 0) },
    ]);
  }
  return found;
}

/** As apt names its archives: an epoch's colon is escaped. */
const archiveName = (name: string, version: string, arch: string): string =>
  `${name}_${version.replaceAll(':', '%3a')}_${arch}.deb`;

async function verifyNew(
  host: Host,
  { pending }: Pending,
  staging: string,
): Promise<{ readonly ok: true; readonly files: readonly StagedFile[] } | Refusal> {
  const arriving = pending.flatMap((change) => (change.to === null ? [] : [{ ...change, to: change.to }]));
  const announced = await announcedOf(host, arriving);
  const folder = newFolder(staging);
  const names = new Set((await host.listDirectory(folder)) ?? []);
  const files: StagedFile[] = [];
  for (const { package: name, architecture, to } of arriving) {
    const record = (announced.get(`${name}=${to}`) ?? []).find(({ arch }) => names.has(archiveName(name, to, arch)));
    if (record === undefined) return refuse('download-failed', `${name} ${to} was not fetched`);
    const path = `${folder}/${archiveName(name, to, record.arch)}`;
    files.push({ package: name, architecture, version: to, path, bytes: record.bytes, sha256: record.sha256 });
  }
  const wrong = await changedFile(host, files);
  return wrong === undefined ? { ok: true, files } : refuse('hash-mismatch', wrong);
}

/** Looked for where apt keeps what it fetched before, then in the indexes; a package that is new needs none. */
async function previousOf(host: Host, pending: readonly VersionChange[], staging: string): Promise<RollbackOffer> {
  const folder = previousFolder(staging);
  const leaving = pending.flatMap((change) => (change.from === null ? [] : [{ ...change, from: change.from }]));
  const named = leaving.map((change) => ({
    ...change,
    start: `${change.package}_${change.from.replaceAll(':', '%3a')}_`,
  }));
  const startsIn = async (at: string): Promise<ReadonlyMap<string, string>> =>
    new Map(
      ((await host.listDirectory(at)) ?? [])
        .filter((name) => name.endsWith('.deb'))
        .map((name) => [name.slice(0, name.lastIndexOf('_') + 1), name]),
    );
  const [kept, have] = await Promise.all([startsIn(aptArchives), startsIn(folder)]);
  const copy = named
    .flatMap(({ start }) => (have.has(start) ? [] : (kept.get(start) ?? [])))
    .map((name) => `${aptArchives}/${name}`);
  await keepFiles(host, copy, folder);
  const missing = named.filter(({ start }) => !have.has(start) && !kept.has(start));
  await fetchOffered(
    host,
    missing.map(({ package: name, architecture, from }) => ({ package: name, architecture, version: from })),
    folder,
  );
  const there = await startsIn(folder);
  const why: string[] = [];
  const found: Omit<StagedFile, 'sha256' | 'bytes'>[] = [];
  for (const { package: name, architecture, from, start } of named) {
    const path = `${folder}/${there.get(start) ?? ''}`;
    if (!there.has(start)) why.push(`${name} ${from} is not to be had any more`);
    else if (!(await isPackage(host, path, name, from)))
      why.push(`the file kept of ${name} ${from} is another package`);
    else found.push({ package: name, architecture, version: from, path });
  }
  if (why.length > 0) return { class: 'R0', why: why.slice(0, 20) };
  const [digest, bytes] = await Promise.all([
    digestsOf(
      host,
      found.map(({ path }) => path),
    ),
    bytesOf(host, folder),
  ]);
  const files = found.flatMap((file) => {
    const sha256 = digest.get(file.path);
    return sha256 === undefined ? [] : [{ ...file, sha256, bytes: bytes.get(file.path) ?? 0 }];
  });
  return files.length === found.length ? { class: 'R1', files } : { class: 'R0', why: ['a file kept cannot be read'] };
}

/** Only what an index still has: one version that it has not would keep apt from fetching the others. */
async function fetchOffered(
  host: Host,
  missing: readonly { readonly package: string; readonly architecture: string | null; readonly version: string }[],
  folder: string,
): Promise<void> {
  if (missing.length === 0) return;
  const wanted = missing.map(({ package: name, architecture, version }) => ({
    name,
    arch: architecture ?? undefined,
    version,
  }));
  const policies = await askPolicies(host, wanted);
  if (!policies.ok) return;
  const words = wanted.flatMap((want) => {
    const policy = policies.value.get(`${want.name}:${want.arch}`) ?? policies.value.get(want.name);
    const offered = policy?.versions.some(({ version, indexes }) => version === want.version && indexes.length > 0);
    return offered === true ? (argumentFor(want) ?? []) : [];
  });
  if (words.length > 0) await host.run(downloadExact(words, folder));
}

async function isPackage(host: Host, path: string, name: string, version: string): Promise<boolean> {
  const answer = await ask(host, describePackage(path), (text) => readControl(text, ['Package', 'Version']).stanzas[0]);
  return answer.ok && answer.value?.fields.get('Package') === name && answer.value.fields.get('Version') === version;
}
