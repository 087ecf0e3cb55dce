// What is run for msi, exe and pkg, as arguments; no agent carries out a pkg yet. Sources: Microsoft's pages on msiexec, installer(8).
import type { Installer } from '@suture/core/own-packages/release.ts';
import type { Argv } from '../../manager.ts';

/** By its full path: no folder on PATH can stand in for it. */
export const msiexecPath = '/Windows/System32/msiexec.exe';

/** `file`: its path as the system writes paths. Nobody is asked anything, and the machine is not started anew by it. */
export function installForeign(installer: Installer, file: string): Argv | undefined {
  switch (installer.kind) {
    case 'msi':
      return [msiexecPath, '/i', file, '/qn', '/norestart', ...installer.arguments];
    case 'exe':
      return [file, ...installer.arguments];
    case 'pkg':
      return ['installer', '-pkg', file, '-target', '/'];
    case 'deb':
    case 'rpm':
    case 'archive':
      return undefined;
  }
}

/** Undefined where nothing takes it away: macOS has nothing that does, and an exe may name nothing. */
export function removeForeign(installer: Installer): Argv | undefined {
  switch (installer.kind) {
    case 'msi':
      return [msiexecPath, '/x', installer.productCode, '/qn', '/norestart'];
    case 'exe':
      return installer.uninstall === undefined
        ? undefined
        : [installer.uninstall.path, ...installer.uninstall.arguments];
    case 'pkg':
    case 'deb':
    case 'rpm':
    case 'archive':
      return undefined;
  }
}
