// What dnf 5 wrote at its work, by the cause of each failure; dnf 4's words are tried on real roots.
import { expect, test } from 'vitest';
import { faultIn, sizesIn } from './transcript.ts';

test.each([
  [
    'lock-held',
    'dnf is locked by pid 828',
    'Waiting for a lock on the system repository. The following processes are currently accessing it:\n828\tdnf5 -y install\n',
  ],
  [
    'hash-mismatch',
    'hash mismatch of lab-tampered-1.1-1.noarch.rpm',
    ">>> Downloading successful, but checksum doesn't match. Calculated: ff(sha256)  Expected: bb(sha256)\nFailed to download packages\n Librepo error: Cannot download lab-tampered-1.1-1.noarch.rpm: All mirrors were tried\n",
  ],
  [
    'signature-mismatch',
    'a package or repository is not signed by a trusted key',
    'Running transaction\nTransaction failed: Signature verification failed.\nOpenPGP check for package "lab-unsigned-1.1-1.noarch" has failed: The package is not signed.\n',
  ],
  [
    'download-failed',
    'the repository lab-updates could not be asked: Usable URL not found',
    'Failed to download metadata (baseurl: "http://repository.example.org/") for repository "lab-updates": Usable URL not found\n',
  ],
  [
    'drifted',
    'lab-svc-0:1.1-1.noarch is excluded by versionlock',
    "Failed to resolve the transaction:\nArgument 'lab-svc-0:1.1-1.noarch' matches only packages excluded by versionlock.\n",
  ],
  [
    'dependency-conflict',
    'nothing provides lab-nowhere needed by lab-dep-1.1-1.noarch from lab-faulty',
    'Failed to resolve the transaction:\nProblem: conflicting requests\n  - nothing provides lab-nowhere needed by lab-dep-1.1-1.noarch from lab-faulty\nYou can try to add to command line:\n',
  ],
  [
    'disk-full',
    'disk full: 420MB more are needed on /usr/lib/lab-big',
    'Transaction failed: Rpm transaction failed.\n  - installing package lab-big-1.1-1.noarch needs 420MB more space on the /usr/lib/lab-big filesystem\n',
  ],
  ['install-failed', 'Rpm transaction failed.', 'Running transaction\nTransaction failed: Rpm transaction failed.\n'],
])('dnf 5 says %s', (cause, why, text) => {
  expect(faultIn(text)).toEqual({ cause, why });
});

test('sizes are those of what is still to be fetched and of what is unpacked', () => {
  const said =
    'Total size of inbound packages is 99 KiB. Need to download 23 KiB.\nAfter this operation, 400 MiB extra will be used (install 400 MiB, remove 507 B).\n';
  expect(sizesIn(said)).toEqual({ download: 23 * 1024, installed: 400 * 1024 * 1024 });
  expect(sizesIn('Need to download 0 B.')).toEqual({ download: 0, installed: undefined });
});
