// Rehearsals of packages of one's own on a real Debian: a deb, an archive with a unit, a script that fails, and a program that is not tried.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { whyNoEndpoint } from '@suture/adapters/lab-endpoint.fixture.ts';
import { tarOf } from '@suture/adapters/own/execution/archive.fixture.ts';
import { burning, burnt, startRehearsing, type Rehearsing } from '../rehearsing.fixture.ts';
import { offerReleases, releaseOf, type OfRelease } from './releases.fixture.ts';

const missing = whyNoEndpoint();
const skipped = missing === undefined ? '' : ` (skipped: ${missing})`;

describe.skipIf(missing !== undefined)(`packages of one’s own${skipped}`, { timeout: 180_000 }, () => {
  let on: Rehearsing;
  let made: string;
  const deb = (name: string, postinst?: string): string => {
    const root = join(made, name);
    mkdirSync(join(root, 'DEBIAN'), { recursive: true });
    mkdirSync(join(root, 'opt', name), { recursive: true });
    writeFileSync(join(root, 'opt', name, 'data'), name);
    const control = `Package: ${name}\nVersion: 1.0\nArchitecture: all\nMaintainer: Lab <lab@example.org>\nDescription: lab\n`;
    writeFileSync(join(root, 'DEBIAN', 'control'), control);
    if (postinst !== undefined) writeFileSync(join(root, 'DEBIAN', 'postinst'), postinst, { mode: 0o755 });
    execFileSync('dpkg-deb', ['--build', '--root-owner-group', root, `${root}.deb`], { stdio: 'ignore' });
    return `${root}.deb`;
  };
  const archive = (name: string): string => {
    const file = join(made, `${name}.tar`);
    const unit = '[Service]\nExecStart=/bin/sh -c "touch /etc/was-started; sleep 60"\n';
    const setup = '#!/bin/sh\ntouch /etc/was-run\n';
    const content = [
      { name: `${name}/VERSION`, content: '1.2\n' },
      { name: `${name}/unit`, content: unit },
      { name: `${name}/setup`, content: setup, mode: 0o755 },
    ];
    writeFileSync(file, tarOf(content));
    return file;
  };
  // With rename(2) itself, which mv(1) does without where it has to.
  const renaming = `#!/usr/bin/perl
rename('/usr/share/common-licenses', '/usr/share/licences') or die "it cannot be renamed: $!";
`;
  const unpacked = { unpack: { to: '/opt/notes/1.2', strip: 1 } };
  const unit = { unit: { name: 'notes.service', from: 'notes/unit', start: true } };

  beforeAll(() => {
    made = mkdtempSync(join(tmpdir(), 'suture-own-'));
    on = startRehearsing('suture-rehearse-own');
    const detect = { file: '/opt/notes/1.2/VERSION' };
    const release = (...of: OfRelease) => releaseOf(on.endpoint, ...of);
    offerReleases(on.endpoint, [
      release('server', '1.0', deb('lab-own', renaming), { detect: { package: 'lab-own' } }),
      release('broken', '1.0', deb('lab-own-broken', '#!/bin/sh\necho no licence >&2\nexit 3\n'), {
        detect: { package: 'lab-own-broken' },
      }),
      release('busy', '1.0', deb('lab-own-busy', burning), { detect: { package: 'lab-own-busy' } }),
      release('notes', '1.2', archive('notes'), { install: [unpacked, unit], detect }),
      release('tool', '4.0', archive('tool'), {
        install: [{ run: { program: 'tool/setup', arguments: [] } }],
        detect: { file: '/opt/tool/VERSION' },
      }),
    ]);
  }, 180_000);
  afterAll(() => {
    on?.endpoint.stop();
    rmSync(made, { recursive: true, force: true });
  });
  const own = (...changes: readonly string[]) => on.rehearse('--adapter', 'own', ...changes);

  test('a deb whose script renames a directory of the system and an archive pass, nothing is started, and every byte is as it was', async () => {
    const [before, left] = [on.wholeRoot(), on.leftBehind()];
    const said = await own('server=..1.0', 'notes=..1.2');
    expect(said).toMatchObject({ kind: 'rehearsed', verdict: 'pass', reasons: [], reboot: false });
    if (said.kind !== 'rehearsed') return expect.unreachable();
    expect(said.checks).toEqual(
      expect.arrayContaining(['versions as planned', 'dpkg --audit', 'dpkg: files as packaged']),
    );
    expect(said.bytesWritten).toBeGreaterThan(0);
    expect(on.wholeRoot()).toBe(before);
    expect(on.leftBehind()).toBe(left);
    expect(on.endpoint.shell('ls /etc/was-started /opt/notes 2>/dev/null || true')).toBe('');
  });

  test('a script of a deb that fails, fails it', async () => {
    expect(await own('broken=..1.0')).toMatchObject({
      kind: 'rehearsed',
      verdict: 'fail',
      reasons: [{ verdict: 'fail', says: expect.stringContaining('script-failed: ') }],
    });
    expect(on.endpoint.shell('dpkg --audit')).toBe('');
  });

  test('scripts that would take every processor get one between them', async () => {
    const { processors, nice, seconds } = burnt(await own('busy=..1.0'));
    expect(processors).toBe(1);
    expect(nice).toBeGreaterThanOrEqual(10);
    // However busy the machine is with other work, which goes first.
    expect(seconds).toBeGreaterThan(0.02);
    // Three seconds of one; two would have made six of it.
    expect(seconds).toBeLessThan(4);
  });

  test('a program that an archive runs is not tried, with why', async () => {
    expect(await own('tool=..4.0')).toEqual({
      kind: 'not-rehearsed',
      why: 'tool/setup of tool is not rehearsed: such a program may need services and a network, and a rehearsal has neither',
    });
    expect(on.endpoint.shell('ls /etc/was-run 2>/dev/null || true')).toBe('');
  });
});
