// Arguments of msi, exe and pkg, as the pages of msiexec and installer have them.
import { describe, expect, test } from 'vitest';
import { msi } from './foreign.fixture.ts';
import { installForeign, removeForeign } from './foreign-commands.ts';

const { kind: _, arguments: __, productCode: ___, ...common } = msi;
const exe = { ...common, kind: 'exe', arguments: ['/S', '/D=C:\\Notes'], uninstall: undefined } as const;
const path = 'C:\\Program Files\\Notes\\uninstall.exe';

describe('what is run', () => {
  test('for an msi is msiexec, quiet and without a restart, with the properties of its release', () => {
    expect(installForeign(msi, 'C:\\x\\notes.msi')).toEqual([
      '/Windows/System32/msiexec.exe',
      '/i',
      'C:\\x\\notes.msi',
      '/qn',
      '/norestart',
      'ALLUSERS=1',
    ]);
    expect(removeForeign(msi)).toEqual(['/Windows/System32/msiexec.exe', '/x', msi.productCode, '/qn', '/norestart']);
  });

  test('for an exe is the file itself with what keeps it from asking, and what its release says takes it away', () => {
    expect(installForeign(exe, 'C:\\x\\setup.exe')).toEqual(['C:\\x\\setup.exe', '/S', '/D=C:\\Notes']);
    expect(removeForeign(exe)).toBeUndefined();
    expect(removeForeign({ ...exe, uninstall: { path, arguments: ['/S'] } })).toEqual([path, '/S']);
  });

  test('for a pkg is installer on the system’s volume, and nothing takes it away', () => {
    expect(installForeign({ ...common, kind: 'pkg' }, '/x/notes.pkg')).toEqual([
      'installer',
      '-pkg',
      '/x/notes.pkg',
      '-target',
      '/',
    ]);
    expect(removeForeign({ ...common, kind: 'pkg' })).toBeUndefined();
  });

  test('for a deb, an rpm or an archive is none of these', () => {
    for (const kind of ['deb', 'rpm'] as const) expect(installForeign({ ...common, kind }, '/x')).toBeUndefined();
    expect(removeForeign({ ...common, kind: 'archive', steps: [] })).toBeUndefined();
  });
});
