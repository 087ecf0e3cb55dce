// What is run for each package that arrives or goes, and what the codes mean by which programs of archives end.
import { meaningOf } from '@suture/core/own-packages/exit-codes.ts';
import type { Installer, Step } from '@suture/core/own-packages/release.ts';
import type { Argv, Manager } from '../../manager.ts';
import { unpackedPath } from './arrive.ts';
import * as commands from './commands.ts';
import { installForeign, removeForeign } from './foreign-commands.ts';
import type { OnSystem } from './targets.ts';

/** By the very argv that runs a program of an archive, or an installer that is one. */
const programs = new WeakMap<Argv, Noted>();

interface Noted {
  readonly name: string;
  readonly installer: Installer;
  readonly on: OnSystem;
}

/** What brings it; `isBack`: as it was before. */
export function arrivingBy(
  name: string,
  installer: Installer,
  {
    file,
    folder,
    kept,
    on,
    isBack,
  }: {
    readonly file: string;
    readonly folder: string;
    readonly kept: ReadonlySet<string>;
    readonly on: OnSystem;
    readonly isBack: boolean;
  },
): readonly Argv[] {
  if (installer.kind === 'deb') return [isBack ? commands.goBackDeb(file) : commands.installDeb(file)];
  if (installer.kind === 'rpm') return [commands.installRpm(file)];
  if (installer.kind !== 'archive') return foreignNoted({ name, installer, on }, installForeign(installer, file));
  const archive = { file, unpacked: unpackedPath(name, folder), kept, hasSystemd: on.hasSystemd };
  return installer.steps.flatMap((step) =>
    programsNoted({ name, installer, on }, step, commands.argvsOf(step, archive)),
  );
}

function foreignNoted(of: Noted, argv: Argv | undefined): readonly Argv[] {
  if (argv !== undefined) programs.set(argv, of);
  return argv === undefined ? [] : [argv];
}

function programsNoted(of: Noted, { does }: Step, argvs: readonly Argv[]): readonly Argv[] {
  if (does === 'run') for (const argv of argvs) programs.set(argv, of);
  return argvs;
}

/** Codes of apt-get, tar and their like mean what they mean everywhere; those of programs, what their release says. */
export const endOf: NonNullable<Manager['endOf']> = (argv, code) => {
  const run = programs.get(argv);
  const program = argv[0].split(/[\\/]/).at(-1);
  if (run === undefined) return undefined;
  const means = meaningOf(run.installer, code);
  const said = `${program} of ${run.name} ended with ${code}`;
  switch (means) {
    case 'done':
    case 'there-already':
      return { is: 'done' };
    case 'done-reboot':
      return run.on.noteReboot === undefined ? { is: 'done' } : { is: 'done', then: run.on.noteReboot };
    case 'try-again':
      return { is: 'try-again', says: `${said}, which means that it is to be tried again later` };
    case 'failed':
      return { is: 'failed', says: said };
  }
};

/** What takes it away again. */
export function goingBy(name: string, installer: Installer | undefined, on: OnSystem): readonly Argv[] {
  const named = installer?.detect.by === 'package' ? installer.detect.name : undefined;
  if (installer?.kind === 'deb' && named !== undefined) return [commands.removeDeb(named)];
  if (installer?.kind === 'rpm' && named !== undefined) return [commands.removeRpm(named)];
  if (installer === undefined) return [];
  if (installer.kind !== 'archive') return foreignNoted({ name, installer, on }, removeForeign(installer));
  return installer.steps
    .toReversed()
    .flatMap((step) => programsNoted({ name, installer, on }, step, commands.undoOf(step, on.hasSystemd)));
}

/** What the version before put somewhere, and the one that came did not: it goes once that is there. Programs are not asked to undo. */
export function leftBehind(
  before: Installer | undefined,
  now: Installer | undefined,
  { hasSystemd }: OnSystem,
): readonly Argv[] {
  if (before?.kind !== 'archive' || now?.kind !== 'archive') return [];
  const places = now.steps.flatMap((step) => placeOf(step) ?? []);
  const isTouched = (place: string): boolean =>
    places.some((each) => `${each}/`.startsWith(`${place}/`) || `${place}/`.startsWith(`${each}/`));
  return before.steps.toReversed().flatMap((step) => {
    const place = placeOf(step);
    return place === undefined || isTouched(place) ? [] : commands.undoOf(step, hasSystemd);
  });
}

function placeOf(step: Step): string | undefined {
  switch (step.does) {
    case 'unpack':
    case 'copy':
      return step.to;
    case 'link':
      return step.at;
    case 'unit':
      return commands.unitPath(step.name);
    case 'directory':
    case 'run':
      return undefined;
  }
}
