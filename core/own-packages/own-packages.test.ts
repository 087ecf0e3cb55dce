// Manifests of packages of one's own: what is taken, what is refused and where, and which installer a machine is offered.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { choices, installerFor } from './choose.ts';
import { compareOwn } from './compare.ts';
import { meaningOf } from './exit-codes.ts';
import { readManifest, readRelease } from './read-release.ts';
import type { Release } from './release.ts';
import { writeRelease } from './write-release.ts';

const archive = {
  kind: 'archive',
  file: 'notes-1.2.tar.gz',
  install: [
    { unpack: { to: '/opt/notes/1.2', strip: 1 } },
    { copy: { from: 'etc/notes.conf', to: '/etc/notes/notes.conf', mode: '0640', keep: true } },
    { link: { at: '/opt/notes/current', to: '/opt/notes/1.2' } },
    { unit: { name: 'notes.service', from: 'notes.service', start: true } },
  ],
  detect: { file: '/opt/notes/current/VERSION' },
};
const deb = { kind: 'deb', architecture: 'amd64', file: 'notes_1.2_amd64.deb', detect: { package: 'notes' } };
const msi = {
  kind: 'msi',
  file: 'notes.msi',
  arguments: ['ALLUSERS=1'],
  productCode: '{01234567-89AB-CDEF-0123-456789ABCDEF}',
  detect: { program: 'Notes', publisher: 'Examplix' },
  exitCodes: [{ code: 3010, means: 'done-reboot' }],
};
const exe = {
  kind: 'exe',
  architecture: 'arm64',
  file: 'notes.exe',
  arguments: ['/S'],
  detect: { program: 'Notes', publisher: 'Examplix' },
};
const manifest = (over: object = {}) => ({
  package: 'notes',
  version: '1.2',
  title: 'Notes',
  vendor: 'Examplix',
  installers: [archive, deb],
  ...over,
});
const faultsOf = (value: unknown): readonly string[] => {
  const read = readManifest(value);
  return read.ok ? [] : read.faults.map(({ at, problem }) => `${at} ${problem}`);
};
const released = (over: object = {}): Release => {
  const read = readManifest(manifest(over));
  if (!read.ok) throw new Error(JSON.stringify(read.faults));
  return read.release;
};

describe('a manifest', () => {
  test('with an archive of typed steps and a deb is read; what it leaves out is nothing', () => {
    expect(released()).toMatchObject({
      requires: [],
      supersedes: [],
      installers: [
        { kind: 'archive', fits: { systems: ['linux'], architecture: 'any', least: undefined } },
        { kind: 'deb', fits: { systems: ['debian', 'ubuntu'], architecture: 'amd64' } },
      ],
    });
  });

  test.each([
    [{ version: 1.2 }, 'version is a number: put it in quotes'],
    [{ version: undefined }, 'version is needed'],
    [{ package: '../x' }, 'package is of small letters'],
    [{ verison: '1' }, 'verison is unknown here'],
    [{ installers: [] }, 'installers is needed'],
    [{ requires: ['notes'] }, 'requires notes cannot need itself'],
    [{ installers: [deb, { ...deb, architecture: 'any' }] }, 'installers[1] fits debian any, as installers[0] does'],
    [{ installers: [{ ...deb, file: '../notes.deb' }] }, 'installers[0].file is no plain name'],
    [{ installers: [{ ...deb, file: 'notes.rpm' }] }, 'installers[0].file is not named as deb are'],
    [{ installers: [{ ...deb, systems: ['windows'] }] }, 'installers[0].systems windows takes no deb'],
    [
      { installers: [{ ...deb, exitCodes: [{ code: 1, means: 'done' }] }] },
      'installers[0].exitCodes says nothing for deb',
    ],
    [
      { installers: [{ ...archive, install: [{ run: { program: '../x' } }] }] },
      'installers[0].install[0].run.program is no plain name',
    ],
    [
      { installers: [{ ...archive, install: [{ run: { program: 'x', undo: { path: '/bin/rm' } } }] }] },
      'installers[0].install[0].run.undo.path is not below /opt/',
    ],
    [{ installers: [{ ...exe, arguments: [] }] }, 'installers[0].arguments is needed'],
    [{ installers: [{ ...exe, arguments: ['a"b'] }] }, 'installers[0].arguments are arguments'],
    [{ installers: [{ ...msi, arguments: ['/log x'] }] }, 'installers[0].arguments are properties'],
    [{ installers: [{ ...msi, productCode: 'x' }] }, 'installers[0].productCode is no product code'],
    [{ installers: [{ ...archive, install: [] }] }, 'installers[0].install is needed'],
    [
      { installers: [{ ...archive, install: [{ shell: 'rm -rf /' }] }] },
      'installers[0].install[0] is one of unpack, copy, link, directory, unit, run',
    ],
  ])('%j is refused: %s', (over, why) => {
    expect(faultsOf(manifest(over)).some((fault) => fault.startsWith(why))).toBe(true);
  });

  test.each([
    '/etc/sudoers.d/x',
    '/etc/suture/policy.yaml',
    '/etc/systemd/system/x.service',
    '/usr/bin/sh',
    '/opt/../etc/shadow',
    '/opt/a//b',
    '/opt/a b',
    '/opt/$(id)',
    'opt/x',
    '/opt/',
    '/var/lib/dpkg/status',
  ])('a step may not write to %s', (path) => {
    const steps = [{ unpack: { to: path } }];
    expect(faultsOf(manifest({ installers: [{ ...archive, install: steps }] }))[0]).toMatch(
      /^installers\[0\]\.install\[0\]\.unpack\.to is /,
    );
  });

  test('whatever somebody writes, it is answered, and what is taken can be written and read again', () => {
    const value = fc.oneof(
      fc.jsonValue(),
      fc.record({ package: fc.string(), version: fc.string(), installers: fc.array(fc.jsonValue()) }),
      fc.constant(JSON.parse('{"__proto__": {"package": "x"}}')),
    );
    fc.assert(
      fc.property(value, (given) => {
        expect(readManifest(given).ok).toBe(false);
        expect(readRelease(given).ok).toBe(false);
      }),
    );
  });

  test('as it is signed it says the same, and without digests it is no release', () => {
    const made = released({
      installers: [archive, deb, { ...msi, architecture: 'amd64' }, exe],
      requires: [{ package: 'base', least: '2' }],
    });
    const signed = {
      ...made,
      installers: made.installers.map((each, at) => ({
        ...each,
        file: { name: each.file.name, bytes: 10 + at, sha256: `${at}`.repeat(64) },
      })),
    };
    const again = readRelease(JSON.parse(JSON.stringify(writeRelease(signed))));
    expect(again).toEqual({ ok: true, release: signed });
    expect(readRelease(writeRelease(made)).ok).toBe(false);
  });
});

describe('a machine is offered', () => {
  const debian = { system: { id: 'debian', version: '12' }, architecture: 'amd64' };
  test('what is for its system, else what is for every Linux, and nothing that does not fit', () => {
    const release = released({ installers: [archive, deb, msi] });
    const kind = (id: string, architecture: string | undefined, version = '12') =>
      installerFor(release, { system: { id, version }, architecture })?.kind;
    expect(kind('debian', 'amd64')).toBe('deb');
    expect(kind('debian', 'arm64')).toBe('archive');
    expect(kind('debian', undefined)).toBe('archive');
    expect(kind('fedora', 'amd64')).toBe('archive');
    expect(kind('windows', 'amd64')).toBe('msi');
    expect(kind('macos', 'arm64')).toBeUndefined();
    const newer = released({ installers: [{ ...deb, least: '12' }] });
    expect(installerFor(newer, { ...debian, system: { id: 'debian', version: '11' } })).toBeUndefined();
    expect(installerFor(newer, debian)?.kind).toBe('deb');
  });

  test('the newest release that fits it', () => {
    const found = choices(
      [released({ version: '1.10' }), released({ version: '1.9' }), released({ version: '2.0', installers: [msi] })],
      debian,
    );
    expect(found.get('notes')?.release.version).toBe('1.10');
  });

  test('nothing that a release for it takes the place of', () => {
    const old = (version: string) => ({ ...released({ version }), package: 'old-notes' });
    const offered = (version: string, below: string, installers = [archive]) =>
      choices([old(version), released({ supersedes: [{ package: 'old-notes', below }], installers })], debian).has(
        'old-notes',
      );
    expect(offered('0.9', '1.0')).toBe(false);
    expect(offered('1.0', '1.0')).toBe(true);
    // It takes the place where it comes, and nowhere else.
    expect(offered('0.9', '1.0', [msi] as never)).toBe(true);
  });

  test('both of two that take the place of each other, whichever was published first', () => {
    const taking = (name: string, place: string) => released({ package: name, supersedes: [place], installers: [deb] });
    const [one, other, third] = [taking('notes', 'jot'), taking('jot', 'notes'), taking('ledger', 'jot')];
    const names = (...releases: readonly Release[]) => [...choices(releases, debian).keys()].toSorted();
    expect(names(one, other)).toEqual(['jot', 'notes']);
    expect(names(other, one)).toEqual(['jot', 'notes']);
    // Who stands outside of the circle takes a place in it.
    expect(names(third, other, one)).toEqual(['ledger', 'notes']);
    expect(names(one, other, third)).toEqual(['ledger', 'notes']);
  });

  test.each([
    ['archive', '1.9', '1.10', -1],
    ['archive', '2.0~rc1', '2.0', -1],
    ['rpm', '1.0^git1', '1.0', 1],
    ['deb', '1:1.0', '2.0', 1],
  ] as const)('%s %s against %s', (kind, a, b, order) => {
    expect(Math.sign(compareOwn(kind, a, b))).toBe(order);
  });
});

test.each([
  ['archive', 0, 'done'],
  ['archive', 9, 'done-reboot'],
  ['archive', 3010, 'failed'],
  ['exe', -1, 'there-already'],
  ['exe', 0xffffffff, 'there-already'],
  ['exe', 1, 'failed'],
  ['msi', 9, 'done-reboot'],
  ['msi', 3010, 'done-reboot'],
  ['msi', 1641, 'done-reboot'],
  ['msi', 1618, 'try-again'],
  ['msi', 1638, 'there-already'],
  ['msi', 1603, 'failed'],
] as const)('what %s ends with, %i, means %s', (kind, code, means) => {
  const exitCodes = [
    { code: 9, means: 'done-reboot' },
    { code: -1, means: 'there-already' },
  ] as const;
  expect(meaningOf({ kind, exitCodes }, code)).toBe(means);
});

test('a release may say that 0 is no success', () => {
  expect(meaningOf({ kind: 'exe', exitCodes: [{ code: 0, means: 'failed' }] }, 0)).toBe('failed');
});

test('a program of an archive is read, and written as it is read', () => {
  const run = {
    program: 'notes/setup',
    arguments: ['--unattended', '--to=/opt'],
    undo: { path: '/opt/notes/away', arguments: [] },
  };
  const release = released({ installers: [{ ...archive, install: [{ run }, { run: { program: 'notes/after' } }] }] });
  const [installer] = release.installers;
  expect(installer?.kind === 'archive' ? installer.steps : []).toEqual([
    { does: 'run', ...run },
    { does: 'run', program: 'notes/after', arguments: [], undo: undefined },
  ]);
  const signed = {
    ...release,
    installers: release.installers.map((each) => ({
      ...each,
      file: { ...each.file, bytes: 1, sha256: 'a'.repeat(64) },
    })),
  };
  expect(readRelease(writeRelease(signed))).toEqual({ ok: true, release: signed });
});
