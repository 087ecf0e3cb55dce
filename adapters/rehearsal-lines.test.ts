// The words of rpm, dpkg and pacman about an upgrade that was tried, and what they come to.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rehearsalChecks as ofDpkg } from './apt/execution/rehearsal.ts';
import type { RehearsalCheck } from './execution.ts';
import { monotonousHost } from './conformance.ts';
import { rehearsalChecks as ofPacman } from './pacman/execution/rehearsal.ts';
import { rpmRehearsalChecks as ofRpm } from './rpm-rehearsal.ts';

const saying = (stdout: string, code = 1, stderr = '') =>
  monotonousHost({ kind: 'exited', code, stdout, stderr, truncated: false }, { kind: 'missing' });
const ask = (checks: readonly RehearsalCheck[], at: number, host: ReturnType<typeof saying>) =>
  checks[at]?.ask(host, ['lab-svc']);

const verified = [
  'missing     /usr/sbin/lab-svc',
  'S.5......  c /etc/lab-conf.conf',
  '..5....T.    /usr/lib64/liblab.so.1',
  '.......T.    /usr/share/lab/time',
  'missing   g /var/lib/lab/ghost',
  'missing     /run/lab',
  'missing     /usr/share/doc/lab/copyright',
  'missing     /usr/lib/lab (Permission denied)',
].join('\n');
const complaints = [
  '/usr/sbin/lab-svc is missing',
  '/usr/lib64/liblab.so.1 is not as its package has it',
  '/usr/lib/lab is missing',
];

test('rpm and dpkg: files that are gone or other ones count; configuration, times and what an overlay does not have do not', async () => {
  expect(await ask(ofRpm, 1, saying(verified))).toEqual(complaints);
  expect(await ask(ofDpkg, 0, saying('??5??????   /usr/sbin/x\n??5?????? c /etc/x', 0))).toEqual([
    '/usr/sbin/x is not as its package has it',
  ]);
});

test('rpm: a dependency that is not met is named, in the words of old versions too', async () => {
  const said =
    'Unsatisfied dependencies for lab-newdep-1.1-1.noarch:\n\tlab-extra is needed by (installed) lab-newdep-1.1-1.noarch';
  expect(await ask(ofRpm, 0, saying(said))).toEqual(['lab-extra is needed by (installed) lab-newdep-1.1-1.noarch']);
  expect(await ask(ofRpm, 0, saying('Unsatisfied dependencies for lab-dep-1.1-1: lab-nowhere, other'))).toEqual([
    'lab-dep-1.1-1 lacks lab-nowhere, other',
  ]);
});

test('pacman: errors of the database, and files that are gone or altered', async () => {
  expect(await ask(ofPacman, 0, saying('', 1, "error: missing 'lab-x' dependency for 'lab-svc'"))).toEqual([
    "missing 'lab-x' dependency for 'lab-svc'",
  ]);
  expect(await ask(ofPacman, 0, saying('No database errors have been found!', 0))).toEqual([]);
  const words = [
    'warning: lab-svc: /usr/bin/lab-svc (No such file or directory)',
    'warning: lab-svc: /usr/lib/lab.so (SHA256 checksum mismatch)',
    'warning: lab-svc: /usr/lib/lab.so (Modification time mismatch)',
    'backup file: lab-svc: /etc/lab.conf (SHA256 checksum mismatch)',
  ];
  expect(await ask(ofPacman, 1, saying('lab-svc: 7 total files, 1 missing file', 1, words.join('\n')))).toEqual([
    '/usr/bin/lab-svc is missing',
    '/usr/lib/lab.so is not as its package has it',
  ]);
});

test('what breaks off or says nothing that is known has not answered, and is never "all is well"', async () => {
  for (const checks of [ofRpm, ofDpkg, ofPacman]) {
    for (const at of checks.keys()) {
      expect(await ask(checks, at, saying('', 1))).toBeUndefined();
      expect(await ask(checks, at, saying('rpmdb: damaged header', 0))).toBeUndefined();
      expect(await ask(checks, at, saying(verified, 139))).toBeUndefined();
    }
  }
});

test('any bytes are withstood, and what is said is plain', async () => {
  const anything = fc.string({ unit: 'binary', maxLength: 400 });
  await fc.assert(
    fc.asyncProperty(anything, async (text) => {
      for (const checks of [ofRpm, ofDpkg, ofPacman])
        for (const at of checks.keys())
          for (const says of (await ask(checks, at, saying(`${verified}\n${text}`))) ?? [])
            expect(says).toMatch(/^[^\p{Cc}]{1,800}$/u);
    }),
  );
});
