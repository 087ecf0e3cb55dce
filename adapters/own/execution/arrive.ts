// Puts the files of a step into its staging folder, verified, and has the package manager try them where one will install them.
import type { Installer } from '@suture/core/own-packages/release.ts';
import type { Refusal, StagedFile } from '../../execution.ts';
import { ask } from '../../ask.ts';
import type { Host } from '../../host.ts';
import { digestsOf, refuse, spaceAt, spaceMargin, tooLittleSpace } from '../../staging.ts';
import { parseNamed } from '../parse.ts';
import { readListing } from './archive-listing.ts';
import * as commands from './commands.ts';
import { fileOf, type Target, windowsFileOf } from './targets.ts';

/** The names of the files stay: apt takes only what ends as debs do. */
const stagedPath = (name: string, { file }: Installer, folder: string): string => `${folder}/${name}-${file.name}`;
export const unpackedPath = (name: string, folder: string): string => `${folder}/unpacked-${name}`;

/** Undefined where the file is not here, or is another. */
export async function stage(
  host: Host,
  { name, version, installer }: { readonly name: string; readonly version: string; readonly installer: Installer },
  folder: string,
  drive: string | undefined,
): Promise<StagedFile | undefined> {
  const { sha256, bytes } = installer.file;
  // On Windows it is used where the executor has put it, which only the system may write.
  const path = drive === undefined ? stagedPath(name, installer, folder) : windowsFileOf(installer, drive);
  if (drive === undefined) {
    const copied = await host.run(commands.copyTo(fileOf(installer), path));
    if (copied.kind !== 'exited' || copied.code !== 0) return undefined;
  }
  if ((await digestsOf(host, [path])).get(path) !== sha256) return undefined;
  return { package: name, architecture: null, version, path, bytes, sha256 };
}

/** Why this file of its own would not go well; undefined where nothing speaks against it. */
export async function tryOut(
  host: Host,
  { change, arriving }: Target,
  { path }: StagedFile,
  folder: string,
): Promise<Refusal | undefined> {
  switch (arriving?.kind) {
    case 'deb':
    case 'rpm':
      return whoseFile(host, arriving, path, change.to ?? '');
    case 'archive':
      return unpackArchive(host, change.package, arriving, path, folder);
    // Nothing can ask them what they would do.
    case 'exe':
    case 'msi':
      return undefined;
    case 'pkg':
    case undefined:
      return refuse('precheck-failed', 'it is not carried out on this system');
  }
}

/** A version that it does not bring would be waited for, and would never come. */
async function whoseFile(
  host: Host,
  { kind, detect, file }: Installer,
  path: string,
  to: string,
): Promise<Refusal | undefined> {
  const isDeb = kind === 'deb';
  const about = await ask(
    host,
    isDeb ? commands.aboutDeb(path) : commands.aboutRpm(path),
    isDeb ? 'dpkg-deb' : 'rpm -qp',
  );
  if (!about.ok) return refuse('precheck-failed', about.why);
  const name = nameOf(detect);
  return parseNamed(about.stdout).get(name)?.version === to
    ? undefined
    : refuse('drifted', `${file.name} is not ${name} ${to}, as its release says`);
}

const nameOf = (detect: Installer['detect']): string => (detect.by === 'package' ? detect.name : '');

/** All debs of a step at once, and all rpms: one may need the other, or take the place of what goes. */
export async function tryPackages(
  host: Host,
  kind: 'deb' | 'rpm',
  targets: readonly Target[],
  pathOf: (target: Target) => string,
): Promise<Refusal | undefined> {
  const arriving = targets.filter((target) => target.arriving?.kind === kind);
  if (arriving.length === 0) return undefined;
  const going = targets.flatMap(({ change, leaving }) =>
    change.to === null && leaving?.kind === kind ? [nameOf(leaving.detect)] : [],
  );
  const files = arriving.map(pathOf);
  const called = arriving.map((target) => target.arriving?.file.name ?? '').join(', ');
  const trial = await host.run(kind === 'deb' ? commands.trialDebs(files, going) : commands.trialRpms(files));
  if (trial.kind !== 'exited') return refuse('precheck-failed', `what ${called} would do could not be worked out`);
  const said = `${trial.stdout}\n${trial.stderr}`;
  if (trial.code !== 0) return refuse('dependency-conflict', `${called} cannot be installed here: ${lineOf(said)}`);
  const names = new Set([
    ...arriving.map((target) => (target.arriving === undefined ? '' : nameOf(target.arriving.detect))),
    ...going,
  ]);
  const others = [...said.matchAll(/^(?:Inst|Remv) ([\w.+-]{1,100})/gm)].map(([, other]) => other ?? '');
  const more = others.find((other) => !names.has(other));
  return more === undefined
    ? undefined
    : refuse('dependency-conflict', `${called} would bring ${more} along, which the plan does not name`);
}

const lineOf = (said: string): string =>
  (
    /^(?:E: |error: )[^\n]{1,200}|^[^\n]{0,120}(?:Depends|Conflicts|is needed by|conflicts with)[^\n]{1,160}/m.exec(
      said,
    )?.[0] ?? 'it does not say why'
  )
    .replaceAll(/[^\x20-\x7e]+/g, ' ')
    .trim();

/** Nothing of it is unpacked before all of it was looked at. */
export async function unpackArchive(
  host: Host,
  name: string,
  { steps }: Extract<Installer, { kind: 'archive' }>,
  path: string,
  folder: string,
): Promise<Refusal | undefined> {
  const refused = (why: string): Refusal => refuse('precheck-failed', `the archive of ${name} ${why}`);
  const listed = await ask(host, commands.listed(path), 'tar --list');
  if (!listed.ok) return refuse('precheck-failed', listed.why);
  if (listed.problems.length > 0) return refused('has too many names');
  const strip = Math.max(...steps.map((step) => (step.does === 'unpack' ? step.strip : 0)));
  const listing = readListing(listed.stdout, strip);
  if (!listing.ok) return refused(listing.why);
  const space = await spaceAt(host, [folder, '/']);
  const needed = listing.bytes + spaceMargin;
  const full = tooLittleSpace(
    space.flatMap((at) => (at === undefined ? [] : [{ path: at.target, needed, free: at.free }])),
  );
  if (full !== undefined) return refuse('disk-full', `${name}: ${full}`);
  const unpacked = unpackedPath(name, folder);
  const made = await host.run({ ...commands.listed(path), argv: ['install', '-d', '-m', '755', '--', unpacked] });
  const done = await host.run(commands.unpackInto(path, unpacked));
  return made.kind === 'exited' && done.kind === 'exited' && done.code === 0
    ? undefined
    : refused('cannot be unpacked');
}
