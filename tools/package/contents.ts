// Every file of the agent's Debian package, and what it says of itself.
import { policyExample } from '@suture/agent/platform/policy-example.ts';
import { packagedPlaces, policyFile, programFiles, windowsPrograms } from '@suture/agent/platform/places.ts';
import { systemdUnits } from '@suture/agent/platform/systemd-units.ts';
import type { Bundle, Licence } from './bundle.ts';
import type { ControlFields, PackageFile } from './deb.ts';

/** The programs that are shipped: the file's name, and the source it is made from. The executor is a command of the agent. */
export const programs = [{ file: programFiles.agent, entry: 'agent/main.ts' }] as const;

/** Debian's architectures, and Node's and npm's name for them. */
export const architectures = { amd64: 'x64', arm64: 'arm64' } as const;
export type Architecture = keyof typeof architectures;

/** Not built unless it is asked for: no server offers it, as it has been tried under Wine alone. */
export const windowsArchitecture = 'windows-amd64';
export type Target = Architecture | typeof windowsArchitecture;

/** The first line of a program that can be started by its own name; `node` is the one beside it, by its full path. */
export const interpreterLine = `#!${packagedPlaces.programs}/${programFiles.node}`;

export interface PackageParts {
  readonly node: Uint8Array;
  readonly bundles: readonly (Bundle & { readonly file: string })[];
  /** Suture's own. */
  readonly licence: string;
  readonly nodeLicence: Licence;
  readonly libraryLicences: readonly Licence[];
}

const documents = 'usr/share/doc/suture-agent';

export function packageFiles(parts: PackageParts): Readonly<Record<string, PackageFile>> {
  const text = (content: string): PackageFile => ({ content, mode: 0o644 });
  const program = (content: string | Uint8Array): PackageFile => ({ content, mode: 0o755 });
  const folder = packagedPlaces.programs.slice(1);
  const files: Record<string, PackageFile> = {
    [`${folder}/${programFiles.node}`]: program(parts.node),
    [packagedPlaces.command.slice(1)]: { linkTo: `../lib/suture-agent/${programFiles.agent}` },
    [policyFile.slice(1)]: { content: policyExample, mode: 0o644, configuration: true },
    [`${documents}/copyright`]: text(copyright(parts)),
    [`${documents}/THIRD-PARTY`]: text(thirdParty([parts.nodeLicence, ...parts.libraryLicences])),
  };
  for (const { file, code } of parts.bundles) files[`${folder}/${file}`] = program(code);
  for (const [name, unit] of Object.entries(systemdUnits(packagedPlaces))) {
    files[`${packagedPlaces.units.slice(1)}/${name}`] = text(unit);
  }
  return files;
}

/** Of the archive for Windows, which `suture-agent install` copies into its place. */
export function windowsFiles(parts: PackageParts): Readonly<Record<string, PackageFile>> {
  const file = (content: string | Uint8Array): PackageFile => ({ content, mode: 0o644 });
  const files: Record<string, PackageFile> = {
    [`suture-agent/${windowsPrograms.node}`]: file(parts.node),
    'suture-agent/LICENSE.txt': file(copyright(parts)),
    'suture-agent/THIRD-PARTY.txt': file(thirdParty([parts.nodeLicence, ...parts.libraryLicences])),
  };
  for (const { file: name, code } of parts.bundles) files[`suture-agent/${name}`] = file(code);
  return files;
}

/** What Node's own build is linked with; libraries of the C runtime have these names since Debian 11 and Ubuntu 20.04. */
const depends = 'libatomic1, libc6 (>= 2.28), libgcc-s1, libstdc++6 (>= 5.2), init-system-helpers, passwd';

export function controlFields(version: string, architecture: Architecture): ControlFields {
  return {
    Package: 'suture-agent',
    Version: version,
    Architecture: architecture,
    Maintainer: 'Suture contributors <suture@example.invalid>',
    Section: 'admin',
    Priority: 'optional',
    Depends: depends,
    Description: [
      'agent of the Suture patch management',
      ' Tells a Suture server which packages and updates this machine has. The resident part runs without',
      ' privileges; a small executor does as root the few things it may be asked for, as far as',
      ' /etc/suture/policy.yaml allows.',
    ].join('\n'),
  };
}

function copyright({ licence, libraryLicences, nodeLicence }: PackageParts): string {
  const others = [nodeLicence, ...libraryLicences].map(({ name }) => name).join(', ');
  return `Suture is licensed as follows. The licences of what comes with it (${others}) are in THIRD-PARTY.\n\n${licence}`;
}

function thirdParty(licences: readonly Licence[]): string {
  return licences
    .map(({ name, version, licence, text }) => {
      const title = `${name} ${version} (${licence})`;
      return `${title}\n${'='.repeat(title.length)}\n\n${text.trim()}\n`;
    })
    .join('\n\n');
}
