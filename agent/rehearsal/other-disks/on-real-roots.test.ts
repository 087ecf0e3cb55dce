// Rehearsals on a real disk of other layouts, and on one that is full or shut: the same promises, or a plain word.
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { whyNoEndpoint } from '@suture/adapters/lab-endpoint.fixture.ts';
import { startRehearsing, type Rehearsing } from '../rehearsing.fixture.ts';

const missing = whyNoEndpoint();
const steps = ['lab-svc=1.0..1.1', 'lab-reboot=1.0..1.1'];
const separate = ['/boot', '/var', '/var/log'];

describe.skipIf(missing !== undefined)(
  `a rehearsal on a disk of its own${missing === undefined ? '' : ` (skipped: ${missing})`}`,
  { timeout: 120_000 },
  () => {
    let on: Rehearsing;
    let before: string;
    beforeAll(() => {
      on = startRehearsing('suture-rehearse-disk', { disk: '700M:ext4' });
      // Of the lab's packages alone, which apt reads in no time.
      on.endpoint.shell(': > /etc/apt/sources.list; apt-get -qq update');
      before = on.wholeRoot();
    }, 120_000);
    afterAll(() => on?.endpoint.stop());

    test('where /boot, /var and /var/log are file systems of their own, it is made on all of them', async () => {
      on.endpoint.shell(separate.map((path) => `mount --bind ${path} ${path}`).join('; '));
      const said = await on.rehearse(...steps);
      on.endpoint.shell(`umount ${separate.toReversed().join(' ')}`);
      expect(said).toMatchObject({ kind: 'rehearsed', verdict: 'pass', reasons: [], reboot: true });
      expect(on.leftBehind()).toBe('');
    });

    test('where the live disk has too little room for it, it fails by that and not by the overlay, which is memory', async () => {
      on.endpoint.fault('disk-full', '20000');
      const said = await on.rehearse('lab-big=1.0..1.1');
      expect(said).toMatchObject({ kind: 'rehearsed', verdict: 'fail' });
      expect(said.kind === 'rehearsed' ? said.reasons[0]?.says : '').toMatch(/^disk-full: /);
      expect(on.leftBehind()).toBe('');
    });

    test('where not a byte is left it says so, and leaves nothing', async () => {
      on.endpoint.fault('disk-full');
      const said = await on.rehearse(...steps);
      on.endpoint.fault('disk-free');
      expect(said).toEqual({
        kind: 'not-rehearsed',
        why: expect.stringContaining('there is no room for its downloads: ENOSPC'),
      });
      expect(on.leftBehind()).toBe('');
    });

    test('where the root is mounted read-only it fails, as the install would not begin', async () => {
      on.endpoint.shell('mount -o remount,ro /');
      const said = await on.rehearse(...steps);
      on.endpoint.shell('mount -o remount,rw /');
      const says = 'precheck-failed: /usr is mounted read-only, so nothing can be installed there';
      expect(said).toMatchObject({ kind: 'rehearsed', verdict: 'fail', reasons: [{ verdict: 'fail', says }] });
      expect(on.leftBehind()).toBe('');
    });

    test('after all of them every byte is as it was', () => {
      expect(on.wholeRoot()).toBe(before);
    });
  },
);

/** xfs is made of no less than 300 MB, btrfs keeps two copies of what it knows of its files. */
const others = [
  { type: 'btrfs', disk: '1200M:btrfs' },
  { type: 'xfs', disk: '900M:xfs' },
] as const;

describe.each(others)('a rehearsal on $type', ({ type, disk }) => {
  const why = missing ?? (isKnown(type) ? undefined : `the kernel has no ${type}`);
  test.skipIf(why !== undefined)(
    `sees what one on ext4 does, and leaves every byte as it was${why === undefined ? '' : ` (skipped: ${why})`}`,
    { timeout: 240_000 },
    async () => {
      const on = startRehearsing(`suture-rehearse-${type}`, { disk });
      try {
        on.endpoint.shell(': > /etc/apt/sources.list');
        on.endpoint.fault('faulty');
        expect(on.endpoint.shell('findmnt -n -o FSTYPE /').trim()).toBe(type);
        const before = on.wholeRoot();
        const good = await on.rehearse(...steps);
        expect(good).toMatchObject({ kind: 'rehearsed', verdict: 'pass', reasons: [], reboot: true });
        expect(await on.rehearse('lab-postfail=1.0..1.1')).toMatchObject({ kind: 'rehearsed', verdict: 'fail' });
        expect(on.leftBehind()).toBe('');
        expect(on.wholeRoot()).toBe(before);
      } finally {
        on.endpoint.stop();
      }
    },
  );
});

function isKnown(type: string): boolean {
  return new RegExp(`\\s${type}$`, 'm').test(readFileSync('/proc/filesystems', 'utf8'));
}
