// The words of apt and dpkg, and what they come to; the samples are what the tools write, shortened.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { causeIn, keptIn, lockOwner, readTranscript } from './transcript.ts';

test.each<[string, string, string, string]>([
  [
    'a lock, with its owner',
    'E: Could not get lock /var/lib/dpkg/lock-frontend. It is held by process 812 (unattended-upgr)\nE: Unable to acquire the dpkg frontend lock (/var/lib/dpkg/lock-frontend), is another process using it?',
    'lock-held',
    'the dpkg lock is held by unattended-upgr (pid 812)',
  ],
  [
    'a lock that dpkg meets',
    'dpkg: error: dpkg frontend lock was locked by another process with pid 99\nNote: removing the lock file is always wrong',
    'lock-held',
    'the dpkg lock is held by another process (pid 99)',
  ],
  [
    'an interrupted dpkg',
    "E: dpkg was interrupted, you must manually run 'dpkg --configure -a' to correct the problem. ",
    'broken-before',
    'dpkg was interrupted before and has not been finished',
  ],
  [
    'a script that failed',
    'Setting up lab (1.1) ...\nlab: migration failed\ndpkg: error processing package lab (--configure):\n installed lab package post-installation script subprocess returned error exit status 1\nErrors were encountered while processing:\n lab\nE: Sub-process /usr/bin/dpkg returned an error code (1)',
    'script-failed',
    'maintainer script failed: postinst of lab returned exit status 1',
  ],
  [
    'a disk that became full',
    "dpkg: error processing archive /var/cache/apt/archives/big_1_all.deb (--unpack):\n cannot copy extracted data for './usr/lib/big' to '/usr/lib/big.dpkg-new': failed to write (No space left on device)\nE: Sub-process /usr/bin/dpkg returned an error code (1)",
    'disk-full-while-installing',
    'disk full at /usr/lib/big.dpkg-new',
  ],
  [
    'a full /boot',
    "update-initramfs: Generating /boot/initrd.img-6.1.0-9-amd64\ncp: error writing '/boot/initrd.img-6.1.0-9-amd64.new': No space left on device\ndpkg: error processing package initramfs-tools (--configure):\n installed initramfs-tools package post-installation script subprocess returned error exit status 1",
    'disk-full-while-installing',
    'disk full on /boot at /boot/initrd.img-6.1.0-9-amd64.new',
  ],
  [
    'no room to download',
    "E: You don't have enough free space in /var/cache/apt/archives/.",
    'disk-full',
    'there is not enough room in /var/cache/apt/archives/ to download',
  ],
  [
    'a file that is another',
    'Err:1 http://mirror.test/debian bookworm/main amd64 a amd64 1\n  Hash Sum mismatch\nE: Failed to fetch http://mirror.test/pool/a_1_amd64.deb  Hash Sum mismatch\n',
    'hash-mismatch',
    'hash mismatch of a_1_amd64.deb',
  ],
  [
    'a mirror that is away',
    'E: Failed to fetch http://mirror.test/pool/a_1_amd64.deb  503  Service Unavailable [IP: 192.0.2.1 80]\nE: Unable to fetch some archives, maybe run apt-get update or try with --fix-missing?',
    'download-failed',
    'a_1_amd64.deb could not be fetched: 503  Service Unavailable [IP: 192.0.2.1 80]',
  ],
  ['a version that is gone', "E: Version '1.1' for 'a' was not found", 'drifted', 'a 1.1 is not offered any more'],
  [
    'a conflict',
    'The following packages have unmet dependencies:\n a : Depends: b (>= 2) but 1 is to be installed\nE: Unable to correct problems, you have held broken packages.',
    'dependency-conflict',
    'a needs b (>= 2) but 1 is to be installed',
  ],
  [
    'a removal',
    'The following packages will be REMOVED:\n  victim\nThe following packages will be upgraded:\n  a\nE: Packages need to be removed but remove is disabled.',
    'dependency-conflict',
    'it would remove victim',
  ],
  [
    'a source nobody signed',
    'E: There were unauthenticated packages and -y was used without --allow-unauthenticated',
    'signature-mismatch',
    'a package does not come from a source that is signed by a trusted key',
  ],
  [
    'a question nobody answers',
    'dpkg: error processing package c (--configure):\n end of file on stdin at conffile prompt',
    'install-failed',
    'dpkg wanted to ask which configuration file to keep',
  ],
  [
    'a dpkg that was killed',
    'E: Sub-process /usr/bin/dpkg received signal 9.',
    'interrupted',
    '/usr/bin/dpkg was killed at its work',
  ],
])('%s', (_, output, cause, why) => {
  expect(causeIn(output)).toEqual({ cause, why });
});

test('an old script that failed and was got over is no failure of scripts', () => {
  const output =
    'dpkg: warning: old a package pre-removal script subprocess returned error exit status 1\ndpkg: trying script from the new package instead ...\ndpkg: ... it looks like that went OK\n';
  expect(causeIn(output)).toBeUndefined();
});

test('the lines that decide come with what the script said, without control characters', () => {
  const { text, decisive } = readTranscript(
    'Setting up a (1) ...\r\n\u001B[31ma: no database\u001B[0m\ndpkg: error processing package a (--configure):\n installed a package post-installation script subprocess returned error exit status 1\n\u0007',
  );
  expect(decisive).toEqual([
    'a: no database',
    'dpkg: error processing package a (--configure):',
    ' installed a package post-installation script subprocess returned error exit status 1',
  ]);
  expect(text).not.toMatch(/[\u001B\u0007\r]/);
});

test('configuration files that were kept are named', () => {
  const output =
    "Configuration file '/etc/a.conf'\n ==> Modified (by you or by a script) since installation.\n ==> Package distributor has shipped an updated version.\n ==> Keeping old config file as default.\nSetting up b\n\nConfiguration file '/etc/../b'\n ==> Modified\n ==> Using current old file as you requested.\n";
  expect(keptIn(output)).toEqual([{ path: '/etc/a.conf', offered: '/etc/a.conf.dpkg-dist' }]);
});

describe('whatever is written', () => {
  test('is read in time, and its owner and cause are plain', () => {
    const words = fc.array(
      fc.oneof(
        fc.string(),
        fc.constantFrom(
          'E: ',
          'dpkg: error processing package ',
          'It is held by process 1 (',
          'Failed to fetch ',
          'will be REMOVED:\n',
          '  a\n',
          ' : Depends: ',
          '\n',
        ),
      ),
      { maxLength: 60 },
    );
    fc.assert(
      fc.property(words, (parts) => {
        const output = parts.join('');
        expect(causeIn(output)?.why ?? 'none').not.toMatch(/[\u0000-\u001F\u007F]/);
        expect(readTranscript(output).decisive.length).toBeLessThanOrEqual(12);
        expect(lockOwner(output)?.name ?? 'none').not.toMatch(/[\u0000-\u001F]/);
      }),
    );
    const long = `${"Configuration file '/a'\n ==> x\n".repeat(20_000)}${'E: Failed to fetch x '.repeat(20_000)}`;
    expect(causeIn(long)?.cause).toBe('download-failed');
    expect(keptIn(long)).toEqual([]);
    expect(readTranscript(long).decisive).toHaveLength(1);
  });
});
