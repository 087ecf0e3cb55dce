// A release of a package of one's own: what it is, where it fits, how each installer is run, and how one sees that it is there.

export const INSTALLER_KINDS = ['deb', 'rpm', 'msi', 'exe', 'pkg', 'archive'] as const;
export type InstallerKind = (typeof INSTALLER_KINDS)[number];

export const ARCHITECTURES = ['any', 'amd64', 'arm64'] as const;

/** What an installer means by the code that it ends with. What is not named is `failed`, 0 `done` where nothing else is said. */
export const EXIT_MEANINGS = ['done', 'done-reboot', 'there-already', 'try-again', 'failed'] as const;
export type ExitMeaning = (typeof EXIT_MEANINGS)[number];

/** Of a file: `name` for people, `sha256` for machines. */
export interface OwnFile {
  readonly name: string;
  readonly bytes: number;
  /** 64 lower-case hexadecimal digits. */
  readonly sha256: string;
}

/** Where an installer fits. */
export interface Fits {
  /** Ids as os-release has them, `windows`, `macos`, or `linux` for every Linux. */
  readonly systems: readonly string[];
  /** The oldest version of those systems; undefined: any. */
  readonly least: string | undefined;
  readonly architecture: (typeof ARCHITECTURES)[number];
}

/** What must be so before it begins. */
export interface Prerequisites {
  readonly freeMebibytes: number;
  /** Absolute paths that are there. */
  readonly paths: readonly string[];
}

/** How one sees which version is there. */
export type Detection =
  /** What dpkg or rpm has by this name. */
  | { readonly by: 'package'; readonly name: string }
  /** The first line of this file is the version. */
  | { readonly by: 'file'; readonly path: string }
  /** An entry of Windows' list of programs, by name and publisher. */
  | { readonly by: 'program'; readonly name: string; readonly publisher: string }
  /** A receipt of macOS' installer. */
  | { readonly by: 'receipt'; readonly id: string };

/** What is done with an archive, in order; typed, so that nothing in it goes through a shell. */
export type Step =
  /** Into a folder that is made; the first `strip` parts of each name are left out. */
  | { readonly does: 'unpack'; readonly to: string; readonly strip: number }
  /** A file of the archive, by its name there. `keep`: where one is there already, it stays. */
  | { readonly does: 'copy'; readonly from: string; readonly to: string; readonly mode: string; readonly keep: boolean }
  | { readonly does: 'link'; readonly at: string; readonly to: string }
  /** A program of the archive, which must not ask anything; `undo`: what takes away what it did, by its place on the machine. */
  | {
      readonly does: 'run';
      readonly program: string;
      readonly arguments: readonly string[];
      readonly undo: { readonly path: string; readonly arguments: readonly string[] } | undefined;
    }
  | { readonly does: 'directory'; readonly at: string; readonly mode: string }
  /** A unit file of systemd's out of the archive. */
  | { readonly does: 'unit'; readonly name: string; readonly from: string; readonly start: boolean };

interface Common {
  readonly fits: Fits;
  readonly file: OwnFile;
  readonly needs: Prerequisites;
  readonly detect: Detection;
  readonly exitCodes: readonly { readonly code: number; readonly means: ExitMeaning }[];
}

export type Installer = Common &
  (
    | { readonly kind: 'deb' | 'rpm' | 'pkg' }
    /** What msiexec is given beside `/i FILE /qn /norestart`: properties. */
    | { readonly kind: 'msi'; readonly arguments: readonly string[]; readonly productCode: string }
    /** `arguments` must keep it from asking. */
    | {
        readonly kind: 'exe';
        readonly arguments: readonly string[];
        /** The program that takes it away, with what it is given. */
        readonly uninstall: { readonly path: string; readonly arguments: readonly string[] } | undefined;
      }
    /** Taken away by undoing the steps: what they put there, and nothing else. */
    | { readonly kind: 'archive'; readonly steps: readonly Step[] }
  );

export interface Release {
  readonly package: string;
  readonly version: string;
  readonly title: string;
  readonly vendor: string;
  /** Other packages of one's own that must be there first, at least in this version where one is named. */
  readonly requires: readonly { readonly package: string; readonly least: string | undefined }[];
  /** Packages of one's own whose place it takes, below this version where one is named. */
  readonly supersedes: readonly { readonly package: string; readonly below: string | undefined }[];
  readonly installers: readonly Installer[];
}

/** What is wrong in a manifest, and where: `installers[1].file`. */
export interface Fault {
  readonly at: string;
  readonly problem: string;
}
