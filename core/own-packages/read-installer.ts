// Reads one installer of a package of one's own: where it fits, its file, how it is run, and how one sees that it is there.
import type { Fields } from './fields.ts';
import { isPlainPath } from './paths.ts';
import { ARGUMENT, readSteps } from './read-steps.ts';
import {
  ARCHITECTURES,
  EXIT_MEANINGS,
  INSTALLER_KINDS,
  type Detection,
  type Installer,
  type InstallerKind,
  type OwnFile,
} from './release.ts';

/** Of one file; more is for repositories. */
export const MOST_FILE_BYTES = 512 * 1024 * 1024;
/** A file beside the manifest. */
const FILE = /^[A-Za-z0-9_][\w.+~@-]{0,199}$/;
const ENDING: Readonly<Record<InstallerKind, RegExp>> = {
  deb: /\.deb$/,
  rpm: /\.rpm$/,
  msi: /\.msi$/i,
  exe: /\.exe$/i,
  pkg: /\.pkg$/,
  archive: /\.(?:tar\.gz|tgz|tar\.xz|tar)$/,
};
const SYSTEMS: Readonly<Record<InstallerKind, readonly string[] | undefined>> = {
  deb: ['debian', 'ubuntu'],
  rpm: undefined,
  msi: ['windows'],
  exe: ['windows'],
  pkg: ['macos'],
  archive: ['linux'],
};

export function readInstaller(
  fields: Fields,
  open: (value: unknown, at: string) => Fields,
  isSigned: boolean,
): Installer | undefined {
  const kind = fields.choice('kind', INSTALLER_KINDS);
  const only = SYSTEMS[kind];
  const given = fields.texts(
    'systems',
    20,
    /^[a-z][a-z0-9._-]{0,30}$/,
    'are ids such as debian, fedora, windows, macos',
  );
  const systems = given.length === 0 && only !== undefined ? only : given;
  if (systems.length === 0) fields.fault('systems', 'is needed: fedora, rhel, opensuse-leap and such');
  const foreign = systems.find(
    (system) => (system === 'windows' || system === 'macos') && only?.includes(system) !== true,
  );
  if (foreign !== undefined) fields.fault('systems', `${foreign} takes no ${kind}`);
  if ((kind === 'msi' || kind === 'exe' || kind === 'pkg') && systems.some((system) => only?.includes(system) !== true))
    fields.fault('systems', `only ${only?.join(', ')} takes ${kind}`);
  const file = readFile(fields, open, isSigned);
  if (file.name !== '' && !ENDING[kind].test(file.name)) fields.fault('file', `is not named as ${kind} are`);
  const needs = open(fields.raw('needs') ?? {}, `${fields.at}.needs`);
  const paths = needs.texts('paths', 20, /^\/./, 'are absolute paths');
  if (!paths.every(isPlainPath)) needs.fault('paths', 'are plain absolute paths');
  const freeMebibytes = needs.number('freeMebibytes', 0, 1_000_000, 0);
  needs.close();
  const common = {
    fits: {
      systems,
      least: fields.optional('least', 40, /^[0-9][\w.]*$/, 'is no version of a system'),
      architecture: fields.choice('architecture', ARCHITECTURES, 'any'),
    },
    file,
    needs: { freeMebibytes, paths },
    detect: readDetection(kind, open(fields.raw('detect'), `${fields.at}.detect`)),
    exitCodes: fields.list('exitCodes', 50, (each, at) => {
      const one = open(each, at);
      const found = { code: one.number('code', -0x80000000, 0xffffffff), means: one.choice('means', EXIT_MEANINGS) };
      one.close();
      return found;
    }),
  };
  // Already published releases may say it, and nobody asks for it there.
  if (!isSigned && common.exitCodes.length > 0 && (kind === 'deb' || kind === 'rpm'))
    fields.fault('exitCodes', `says nothing for ${kind}: the package manager decides`);
  const installer = withKind(kind, fields, open, common);
  fields.close();
  return installer;
}

const SAYS_ARGUMENT = 'are arguments, one each, without quotation marks';

function withKind(
  kind: InstallerKind,
  fields: Fields,
  open: (value: unknown, at: string) => Fields,
  common: Omit<Installer, 'kind'>,
): Installer {
  switch (kind) {
    case 'archive':
      return { ...common, kind, steps: readSteps(fields, open) };
    case 'msi':
      return {
        ...common,
        kind,
        arguments: fields.texts(
          'arguments',
          50,
          /^[A-Z_][A-Z0-9_.]{0,70}=[^\p{Cc}"]{0,300}$/u,
          'are properties such as ALLUSERS=1',
        ),
        productCode: fields.text(
          'productCode',
          38,
          /^\{[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}\}$/,
          'is no product code in braces',
        ),
      };
    case 'exe': {
      const args = fields.texts('arguments', 50, ARGUMENT, SAYS_ARGUMENT);
      if (args.length === 0) fields.fault('arguments', 'is needed: what keeps it from asking, such as /S');
      if (!fields.has('uninstall')) return { ...common, kind, arguments: args, uninstall: undefined };
      const one = open(fields.raw('uninstall'), `${fields.at}.uninstall`);
      const path = one.text(
        'path',
        260,
        /^[A-Za-z]:\\(?:[^\\/:*?"<>|\p{Cc}]+\\)*[^\\/:*?"<>|\p{Cc}]+\.exe$/iu,
        'is no path of a program',
      );
      if (path.includes('\\..\\')) one.fault('path', 'goes up');
      const uninstall = { path, arguments: one.texts('arguments', 50, ARGUMENT, SAYS_ARGUMENT) };
      one.close();
      return { ...common, kind, arguments: args, uninstall };
    }
    case 'deb':
    case 'rpm':
    case 'pkg':
      return { ...common, kind };
  }
}

function readFile(fields: Fields, open: (value: unknown, at: string) => Fields, isSigned: boolean): OwnFile {
  const says = 'is no plain name of a file beside the manifest';
  if (!isSigned) return { name: fields.text('file', 200, FILE, says), bytes: 0, sha256: '' };
  const file = open(fields.raw('file'), `${fields.at}.file`);
  const found = {
    name: file.text('name', 200, FILE, says),
    bytes: file.number('bytes', 1, MOST_FILE_BYTES),
    sha256: file.text('sha256', 64, /^[0-9a-f]{64}$/, 'is no SHA-256'),
  };
  file.close();
  return found;
}

function readDetection(kind: InstallerKind, fields: Fields): Detection {
  const found = ((): Detection => {
    switch (kind) {
      case 'deb':
      case 'rpm':
        return { by: 'package', name: fields.text('package', 100, /^[A-Za-z0-9][\w.+-]*$/, 'is no name of a package') };
      case 'msi':
      case 'exe':
        return { by: 'program', name: fields.text('program', 200), publisher: fields.text('publisher', 200) };
      case 'pkg':
        return { by: 'receipt', id: fields.text('receipt', 200, /^[A-Za-z0-9][\w.-]*$/, 'is no id of a receipt') };
      case 'archive': {
        const path = fields.text('file', 300);
        if (path !== '' && !isPlainPath(path)) fields.fault('file', 'is no plain absolute path');
        return { by: 'file', path };
      }
    }
  })();
  fields.close();
  return found;
}
