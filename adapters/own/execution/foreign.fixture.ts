// An msi as a release has it; for tests.
import type { Installer } from '@suture/core/own-packages/release.ts';

export const msi = {
  kind: 'msi',
  fits: { systems: ['windows'], least: undefined, architecture: 'any' },
  file: { name: 'notes.msi', bytes: 1, sha256: 'a'.repeat(64) },
  needs: { freeMebibytes: 0, paths: [] },
  detect: { by: 'program', name: 'Lab Notes', publisher: 'Examplix' },
  exitCodes: [],
  arguments: ['ALLUSERS=1'],
  productCode: '{6A0D5C1E-3B7A-4B54-9A57-0F1B2C3D4E5F}',
} as const satisfies Installer;
