// A manifest of a package of one's own with the files beside it: read, looked at, and made into a release.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { localHost } from '@suture/adapters/local-host.ts';
import { AppError } from '@suture/core/app-error.ts';
import { MOST_FILE_BYTES } from '@suture/core/own-packages/read-installer.ts';
import { readManifest } from '@suture/core/own-packages/read-release.ts';
import type { Fault, Installer, InstallerKind, OwnFile, Release } from '@suture/core/own-packages/release.ts';
import { readYaml } from '@suture/feeds/catalog/yaml-text.ts';
import { whyUnread } from '../inventories/read-text.ts';

export interface Looked {
  readonly release: Release;
  readonly folder: string;
  /** What could not be compared, in a sentence each. */
  readonly unsure: readonly string[];
}

export type ManifestRead =
  | { readonly ok: true; readonly looked: Looked }
  | { readonly ok: false; readonly faults: readonly Fault[] };

const MOST_MANIFEST_BYTES = 1_000_000;

/** Rejects with an AppError where the manifest cannot be read at all. */
export async function lookAtManifest(file: string): Promise<ManifestRead> {
  const text = await readManifestFile(file);
  const yaml = readYaml(text);
  if (!yaml.ok) return { ok: false, faults: [{ at: 'the file', problem: yaml.why }] };
  const read = readManifest(yaml.value);
  if (!read.ok) return read;
  const folder = path.dirname(file);
  const faults: Fault[] = [];
  const unsure: string[] = [];
  for (const [index, installer] of read.release.installers.entries()) {
    const found = await lookAtFile(installer, folder, read.release.version);
    faults.push(...found.faults.map((problem) => ({ at: `installers[${index}].file`, problem })));
    unsure.push(...found.unsure);
  }
  return faults.length > 0 ? { ok: false, faults } : { ok: true, looked: { release: read.release, folder, unsure } };
}

async function readManifestFile(file: string): Promise<string> {
  const no = (why: string, cause?: unknown): AppError =>
    new AppError('input', `${file} ${why}`, 'Check the path.', cause);
  try {
    const about = await stat(file);
    if (!about.isFile() || about.size > MOST_MANIFEST_BYTES) throw no('is no file, or longer than 1 MB');
    return await readFile(file, 'utf8');
  } catch (error) {
    throw error instanceof AppError ? error : no(whyUnread(error), error);
  }
}

/** What files of a kind begin with. Sources: deb(5), rpm's lead, [MS-CFB], the PE format, xar, RFC 1952, xz, ustar at 257. */
const BEGINS: Readonly<Record<InstallerKind, readonly string[]>> = {
  deb: ['213c617263683e0a'],
  rpm: ['edabeedb'],
  msi: ['d0cf11e0a1b11ae1'],
  exe: ['4d5a'],
  pkg: ['78617221'],
  archive: ['1f8b', 'fd377a585a00'],
};

interface FileLook {
  readonly faults: readonly string[];
  readonly unsure: readonly string[];
}

async function lookAtFile(installer: Installer, folder: string, version: string): Promise<FileLook> {
  const { kind, file } = installer;
  const at = path.join(folder, file.name);
  const fault = (problem: string): FileLook => ({ faults: [problem], unsure: [] });
  const about = await stat(at).catch(() => undefined);
  if (about?.isFile() !== true) return fault(`${file.name} is not beside the manifest`);
  if (about.size === 0 || about.size > MOST_FILE_BYTES)
    return fault(`${file.name} has ${about.size} bytes; 1 to ${MOST_FILE_BYTES} are taken`);
  const begins = await firstBytes(at, 512);
  const isTar = kind === 'archive' && begins.subarray(257, 262).toString('latin1') === 'ustar';
  if (!isTar && !BEGINS[kind].some((each) => begins.toString('hex').startsWith(each)))
    return fault(`${file.name} does not begin as ${kind} do`);
  return installer.kind === 'deb' || installer.kind === 'rpm'
    ? compareInside(installer, at, version)
    : { faults: [], unsure: [] };
}

async function firstBytes(file: string, length: number): Promise<Buffer> {
  const opened = await open(file, 'r');
  try {
    const { buffer, bytesRead } = await opened.read(Buffer.alloc(length), 0, length, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await opened.close();
  }
}

const RPM_ARCHITECTURES: Readonly<Record<string, string>> = {
  x86_64: 'amd64',
  aarch64: 'arm64',
  noarch: 'any',
  all: 'any',
};

/** What the package itself says it is: a manifest that says otherwise would wait for a version that never comes. */
async function compareInside({ kind, detect, fits, file }: Installer, at: string, version: string): Promise<FileLook> {
  const argv: readonly [string, ...string[]] =
    kind === 'deb'
      ? ['dpkg-deb', '--show', '--showformat=${Package}\\n${Version}\\n${Architecture}\\n', at]
      : [
          'rpm',
          '-qp',
          '--nosignature',
          '--qf',
          '%{NAME}\\n%|EPOCH?{%{EPOCH}:}:{}|%{VERSION}-%{RELEASE}\\n%{ARCH}\\n',
          at,
        ];
  const result = await localHost.run({
    argv: [...argv] as [string, ...string[]],
    timeoutMs: 60_000,
    maxOutputBytes: 10_000,
    directory: process.cwd(),
  });
  if (result.kind !== 'exited')
    return {
      faults: [],
      unsure: [`Whether ${file.name} is what the manifest says was not looked at: there is no ${argv[0]} here.`],
    };
  if (result.code !== 0) return { faults: [`${argv[0]} cannot read ${file.name}`], unsure: [] };
  const [name = '', inside = '', architecture = ''] = result.stdout.split('\n');
  const wanted = detect.by === 'package' ? detect.name : '';
  const faults = [
    name === wanted ? [] : [`${file.name} is the package ${name}, and detect.package says ${wanted}`],
    inside === version ? [] : [`${file.name} is version ${inside}, and the manifest says ${version}`],
    (RPM_ARCHITECTURES[architecture] ?? architecture) === fits.architecture
      ? []
      : [`${file.name} is for ${architecture}, and architecture says ${fits.architecture}`],
  ];
  return { faults: faults.flat(), unsure: [] };
}

/** The release with what its files hold now. */
export async function withDigests({ release, folder }: Pick<Looked, 'release' | 'folder'>): Promise<Release> {
  const installers: Installer[] = [];
  for (const installer of release.installers)
    installers.push({
      ...installer,
      file: await digested(path.join(folder, installer.file.name), installer.file.name),
    });
  return { ...release, installers };
}

export async function digested(file: string, name: string): Promise<OwnFile> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
    hash.update(chunk);
    bytes += chunk.length;
  }
  return { name, bytes, sha256: hash.digest('hex') };
}
