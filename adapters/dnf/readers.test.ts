// The dnf adapter's readers, on what dnf prints in its various moods, and on hostile text.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { matchesPattern } from '../pattern.ts';
import { parseIni, parseLockList, parseLockToml } from './locks.ts';
import {
  parseAdvisories,
  parseBuilds,
  parseCheckUpdate,
  parseNeedsReboot,
  parseNevra,
  parseServices,
  parseVersion,
} from './parse.ts';
import { judgeSecurity } from './security.ts';
import { parseTransaction } from './transaction.ts';

describe('which dnf', () => {
  test.each([
    ['4.14.0\n  Installed: dnf-0:4.14.0-3.noarch at Mon\n', { version: '4.14.0', generation: 4 }],
    ['dnf5 version 5.2.6.2\ndnf5 plugin API version 2.0\n', { version: '5.2.6.2', generation: 5 }],
    ['3.4.3\n', { version: '3.4.3', generation: 3 }],
    ['bash: dnf: command not found\n', undefined],
    ['9.0.0\n', undefined],
    ['', undefined],
  ])('%j', (text, expected) => {
    expect(parseVersion(text)).toEqual(expected);
  });
});

describe('dnf check-update', () => {
  test('wraps wide columns over lines, in colour, and names installed kernels that do not run', () => {
    const { items, unread } = parseCheckUpdate(
      [
        'Security: kernel-core-5.14.0-427.el9.x86_64 is an installed security update',
        'Security: kernel-core-5.14.0-362.el9.x86_64 is the currently running version',
        '',
        '\u001B[1mlab-svc.noarch\u001B[m   1.1-1   lab-updates',
        'a-package-with-a-very-long-name-that-fills-the-column.x86_64',
        '                 1:2.0-3.module_el9.4.0+1+abcdef',
        '                                  appstream',
        'Obsoleting Packages',
        'lab-new.noarch   1.1-1   lab-updates',
        '    lab-old.noarch   1.0-1   @System',
        '    lab-older.noarch   0.9-1   @System',
      ].join('\n'),
    );
    expect(unread).toBe(0);
    expect(
      items.map(({ name, version, repository, obsoletes }) => [name, version, repository, obsoletes?.name]),
    ).toEqual([
      ['lab-svc', '1.1-1', 'lab-updates', undefined],
      [
        'a-package-with-a-very-long-name-that-fills-the-column',
        '1:2.0-3.module_el9.4.0+1+abcdef',
        'appstream',
        undefined,
      ],
      ['lab-new', '1.1-1', 'lab-updates', 'lab-old'],
      ['lab-new', '1.1-1', 'lab-updates', 'lab-older'],
    ]);
  });

  test.each([
    '--eval.noarch 1-1 lab',
    'name.noarch 1-1',
    'name 1-1 lab',
    'Letzte Prüfung auf abgelaufene Metadaten: vor 0:01',
  ])('counts %j as unread', (line) => {
    expect(parseCheckUpdate(`${line}\n`)).toEqual({ items: [], unread: 1 });
  });
});

describe('advisories', () => {
  test('of dnf 4 and of dnf 5', () => {
    const four =
      'LAB-2026:1001 Critical/Sec. lab-svc-1.1-1.noarch\ni ALSA-1 bugfix   bash-5.1.8-9.el9.x86_64\nX-1 Unknown/Sec. a-1:1-1.noarch\n';
    expect(
      parseAdvisories(four).items.map(({ id, kind, severity, name, version }) => [id, kind, severity, name, version]),
    ).toEqual([
      ['LAB-2026:1001', 'security', 'Critical', 'lab-svc', '1.1-1'],
      ['ALSA-1', 'bugfix', undefined, 'bash', '5.1.8-9.el9'],
      ['X-1', 'security', undefined, 'a', '1:1-1'],
    ]);
    const five = [
      'Name                   Type        Severity                  Package              Issued',
      'FEDORA-2026-9b7c8b4e1d security    Moderate       libxml2-2.12.9-1.fc41.x86_64 2026-01-19 01:52:33',
      'FEDORA-2026-0000000000 bugfix      None           bash-5.2.32-2.fc41.x86_64    2026-01-18 01:00:00',
    ].join('\n');
    expect(parseAdvisories(five).items.map(({ id, kind, severity, version }) => [id, kind, severity, version])).toEqual(
      [
        ['FEDORA-2026-9b7c8b4e1d', 'security', 'Moderate', '2.12.9-1.fc41'],
        ['FEDORA-2026-0000000000', 'bugfix', undefined, '5.2.32-2.fc41'],
      ],
    );
  });

  test('count for an update only between the installed and the offered build', () => {
    const notice = (id: string, version: string) => ({
      id,
      kind: 'security' as const,
      severity: 'Low',
      name: 'a',
      version,
      arch: 'noarch',
    });
    const judged = judgeSecurity(
      '1:1-1',
      '1:3-1',
      'lab',
      [notice('OLD', '1:1-1'), notice('IN', '1:2-1'), notice('ABOVE', '1:4-1')],
      [],
    );
    expect(judged).toEqual({ is: true, why: 'IN (Low) is a security advisory' });
    expect(judgeSecurity('1:1-1', '1:3-1', 'lab', [notice('NO-EPOCH', '2-1')], []).is).toBe('unknown');
  });
});

describe('other answers', () => {
  test('a build name splits from the right', () => {
    expect(parseNevra('java-1.8.0-openjdk-headless-1:1.8.0.392.b08-4.el9.x86_64')).toEqual({
      name: 'java-1.8.0-openjdk-headless',
      version: '1:1.8.0.392.b08-4.el9',
      arch: 'x86_64',
    });
    expect(parseNevra('no-version.noarch')).toBeUndefined();
  });

  test('needs-restarting is believed by its words', () => {
    expect(
      parseNeedsReboot(
        'Core libraries or services have been updated since boot-up:\n  * kernel\n  * glibc\n\nReboot is required to fully utilize these updates.\n',
      ),
    ).toEqual({ packages: ['kernel', 'glibc'] });
    expect(
      parseNeedsReboot(
        'No core libraries or services have been updated since boot-up.\nReboot should not be necessary.\n',
      ),
    ).toEqual({ packages: [] });
    expect(parseNeedsReboot('')).toBeUndefined();
    expect(parseNeedsReboot('Traceback (most recent call last):\n')).toBeUndefined();
    expect(parseServices('lab-svc.service\nuser@1000.service\nsomething else\n')).toEqual({
      items: ['lab-svc.service', 'user@1000.service'],
      unread: 1,
    });
  });

  test('locks name packages, whatever the version they are locked at', () => {
    const text =
      '# Added lock on Mon\nlab-conf-0:1.0-1.*\nkernel*-5.14.0-427.el9\n!bash-0:5.1-3.*\npython3-dnf-plugins\njava-1.8.0-openjdk\njava-1.8.0-openjdk-1:1.8.0.392.b08-4.el9.*\n';
    expect(parseLockList(text, 'f').map(({ name }) => name)).toEqual([
      'lab-conf',
      'kernel*',
      'python3-dnf-plugins',
      'java-1.8.0-openjdk',
      'java-1.8.0-openjdk',
    ]);
    expect(
      parseLockToml(
        'version = "1.0"\n[[packages]]\nname = "bash"\n[[packages.conditions]]\nname = "no"\nkey = "evr"\n',
        'f',
      ).map(({ name }) => name),
    ).toEqual(['bash']);
  });

  test('a value goes on in lines that begin with a space', () => {
    const [section] = parseIni('[main]\nexclude=a b\n  c,d\n# x\n; y\nenabled = 0\n');
    expect([...(section?.values ?? [])]).toEqual([
      ['exclude', 'a b c,d'],
      ['enabled', '0'],
    ]);
  });

  test.each([
    ['lab-*', 'lab-svc', true],
    ['*', '', true],
    ['l?b', 'lab', true],
    ['lab', 'lab-svc', false],
    ['*a*b*c', 'xxaxxbxx', false],
    ['a.c', 'abc', false],
  ])('the pattern %s on %s: %s', (pattern, text, expected) => {
    expect(matchesPattern(pattern, text)).toBe(expected);
  });

  test('a plan with wide names, replaced packages and what is skipped', () => {
    const plan = [
      'Dependencies resolved.',
      '================',
      ' Package  Architecture  Version  Repository  Size',
      '================',
      'Upgrading:',
      ' a-very-long-package-name-that-takes-the-line',
      '          noarch  1:2-1  lab  6.8 k',
      'Installing:',
      ' lab-new  noarch  1.1-1  lab-updates  5.6 k',
      '     replacing  lab-old.noarch 1.0-1',
      'Installing weak dependencies:',
      ' lab-extra  noarch  1.0-1  lab-updates  1.0 M',
      'Skipping packages with broken dependencies:',
      ' lab-dep  noarch  1.1-1  lab-faulty  5.5 k',
      '',
      'Transaction Summary',
      '================',
      'Upgrade  1 Package',
      'Operation aborted.',
    ].join('\n');
    expect(parseTransaction(plan)).toEqual({
      rows: [
        { kind: 'upgrade', name: 'a-very-long-package-name-that-takes-the-line', arch: 'noarch', version: '1:2-1' },
        { kind: 'install', name: 'lab-new', arch: 'noarch', version: '1.1-1' },
        { kind: 'remove', name: 'lab-old', arch: 'noarch', version: '1.0-1' },
        { kind: 'install', name: 'lab-extra', arch: 'noarch', version: '1.0-1' },
      ],
      skipped: ['lab-dep'],
      unread: 0,
    });
  });
});

test('what takes up no byte is in a plan without a unit', () => {
  const plan = [
    ' Package          Architecture   Version        Repository          Size',
    'Removing:',
    ' lab-extra        noarch         1.0-1          @lab-updates         0  ',
    ' lab-svc          noarch         1.0-1          @lab-updates       4.1 k',
    '',
    'Transaction Summary',
  ].join('\n');
  expect(parseTransaction(plan)).toEqual({
    rows: ['lab-extra', 'lab-svc'].map((name) => ({ kind: 'remove', name, arch: 'noarch', version: '1.0-1' })),
    skipped: [],
    unread: 0,
  });
});

test('a plan of dnf 5 names what is replaced, also where a name has dots, and passes over why something is kept', () => {
  const plan = [
    'Package                Arch   Version  Repository       Size',
    'Upgrading:',
    ' lab-epoch             noarch 1:0.5-1  lab-updates   0.0   B',
    '   replacing lab-epoch noarch 0:9.0-1  <unknown>     0.0   B',
    'Installing:',
    ' lab-new               noarch 0:1.1-1  lab-updates   0.0   B',
    '   replacing python3.9 noarch 0:1.0-1  <unknown>     0.0   B',
    'Removing dependent packages:',
    ' lab-gone              noarch 0:1.0-1  <unknown>    18.0   B',
    'Changing reason:',
    ' lab-conf              noarch 0:1.0-1  @System      18.0   B',
    '   External User -> User',
    '',
    'Transaction Summary:',
    ' Installing:         1 package',
  ].join('\n');
  expect(parseTransaction(plan)).toEqual({
    rows: [
      { kind: 'upgrade', name: 'lab-epoch', arch: 'noarch', version: '1:0.5-1' },
      { kind: 'install', name: 'lab-new', arch: 'noarch', version: '1.1-1' },
      { kind: 'remove', name: 'python3.9', arch: 'noarch', version: '1.0-1' },
      { kind: 'remove', name: 'lab-gone', arch: 'noarch', version: '1.0-1' },
    ],
    skipped: [],
    unread: 0,
  });
});

test('no reader throws or gives a name that could be an option, whatever the text', () => {
  const words = fc.constantFrom(
    'lab.noarch',
    '1-1',
    '--x',
    'lab',
    '\t',
    '\n',
    ' ',
    'Upgrading:',
    'Obsoleting Packages',
    '\u001B[31m',
    '株式会社',
    'a-1-1.noarch',
    '0',
    '[main]',
    '=',
    "'",
  );
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc.array(words, { maxLength: 40 }).map((parts) => parts.join(' ')),
    fc.array(words, { maxLength: 40 }).map((parts) => parts.join('')),
  );
  fc.assert(
    fc.property(text, (made) => {
      const names = [
        ...parseBuilds(made).items,
        ...parseCheckUpdate(made).items,
        ...parseAdvisories(made).items,
        ...parseTransaction(made).rows,
      ].map(({ name }) => name);
      for (const name of names) expect(name).toMatch(/^\w/);
      parseIni(made);
      parseLockList(made, 'f');
      parseLockToml(made, 'f');
      parseNeedsReboot(made);
      parseServices(made);
      parseVersion(made);
    }),
    { numRuns: 500 },
  );
});
