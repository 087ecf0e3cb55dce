// Packages of one's own on a real Debian: a deb and an archive, new, newer, back and away; and what is not as its release says.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { attemptsOn, change, stepOf } from '../../attempt.fixture.ts';
import * as only from '../../execute-step.ts';
import { startEndpoint, whyNoEndpoint, type LabEndpoint } from '../../lab-endpoint.fixture.ts';
import { own } from '../index.ts';
import { unixPlaces } from '../places.ts';
import { tarOf, type TarEntry } from './archive.fixture.ts';

/** Each would harm in a way of its own; `why` is how it is refused. */
const hostile: Readonly<Record<string, { readonly entries: readonly TarEntry[]; readonly why: string }>> = {
  climbing: {
    entries: [{ name: 'climbing/../../../etc/cron.d/x', content: 'x' }],
    why: 'has a name that leads out of it: climbing/../../../etc/cron.d/x',
  },
  linking: {
    entries: [{ name: 'linking/etc', type: 'link', to: '/etc' }],
    why: 'has a link that leads out of it: linking/etc -> /etc',
  },
  passing: {
    entries: [
      { name: 'passing/lib', type: 'link', to: '.' },
      { name: 'passing/lib/x', content: 'x' },
    ],
    why: 'has a name that goes through a link of its own: passing/lib/x',
  },
  hard: {
    entries: [{ name: 'hard/shadow', type: 'hard', to: '../../etc/shadow' }],
    why: 'has a link to what is not in it: hard/shadow',
  },
  device: { entries: [{ name: 'device/disk', type: 'block' }], why: 'has a device: device/disk' },
  pipe: { entries: [{ name: 'pipe/pipe', type: 'pipe' }], why: 'has a pipe: pipe/pipe' },
  setuid: {
    entries: [{ name: 'setuid/sh', content: 'x', mode: 0o4755 }],
    why: 'has a file that would run as another user: setuid/sh',
  },
};
const missing = whyNoEndpoint();
const skipped = missing === undefined ? '' : ` (skipped: ${missing})`;

describe.skipIf(missing !== undefined)(`a step on a real Debian${skipped}`, { timeout: 120_000 }, () => {
  let endpoint: LabEndpoint;
  let on: ReturnType<typeof attemptsOn>;
  let made: string;
  let all: readonly object[];

  const deb = (name: string, version: string, depends = '', conflicts = ''): string => {
    const root = join(made, `${name}-${version}`);
    mkdirSync(join(root, 'DEBIAN'), { recursive: true });
    mkdirSync(join(root, 'opt', name), { recursive: true });
    writeFileSync(join(root, 'opt', name, 'data'), version);
    const more = [
      depends === '' ? '' : `Depends: ${depends}\n`,
      conflicts === '' ? '' : `Conflicts: ${conflicts}\nReplaces: ${conflicts}\n`,
    ].join('');
    writeFileSync(
      join(root, 'DEBIAN', 'control'),
      `Package: ${name}\nVersion: ${version}\nArchitecture: all\n${more}Maintainer: Lab <lab@example.org>\nDescription: lab\n`,
    );
    execFileSync('dpkg-deb', ['--build', '--root-owner-group', root, `${root}.deb`], { stdio: 'ignore' });
    return `${root}.deb`;
  };
  const archive = (version: string): string => {
    const root = join(made, `notes-${version}`);
    mkdirSync(join(root, 'bin'), { recursive: true });
    writeFileSync(join(root, 'VERSION'), `${version}\n`);
    writeFileSync(join(root, 'bin', 'notes'), `#!/bin/sh\necho ${version}\n`);
    chmodSync(join(root, 'bin', 'notes'), 0o755);
    writeFileSync(join(root, 'notes.conf'), `from ${version}\n`);
    writeFileSync(join(root, 'notes.service'), `[Service]\nExecStart=/opt/notes/current/bin/notes\n`);
    execFileSync('tar', ['-czf', `${root}.tar.gz`, '-C', made, `notes-${version}`]);
    return `${root}.tar.gz`;
  };
  const tarAt = (name: string, entries: readonly TarEntry[]): string => {
    const file = join(made, `${name}-1.0.tar`);
    writeFileSync(file, tarOf([{ name: `${name}/VERSION`, content: '1.0\n' }, ...entries]));
    return file;
  };
  /** Its codes are in its release: 3 where something is wrong, 75 where another is at work, 9 where it wants a reboot. */
  const tool = (): string => {
    const setup = `#!/bin/sh
if [ "$1" = --remove ]; then rm -r /opt/tool && exit 0; fi
if [ -e /opt/tool-broken ]; then echo "setup: no licence"; exit 3; fi
if [ -e /opt/tool-busy ]; then rm /opt/tool-busy; exit 75; fi
mkdir -p /opt/tool && cp "$0" /opt/tool/setup && echo 4.0 > /opt/tool/VERSION && exit 9
`;
    const file = join(made, 'tool-4.0.tar');
    writeFileSync(file, tarOf([{ name: 'tool/setup', content: setup, mode: 0o755 }]));
    return file;
  };
  const steps = (version: string): readonly object[] => [
    { unpack: { to: `/opt/notes/${version}`, strip: 1 } },
    { copy: { from: `notes-${version}/notes.conf`, to: '/etc/notes/notes.conf', mode: '0640', keep: true } },
    { link: { at: '/opt/notes/current', to: `/opt/notes/${version}` } },
    { unit: { name: 'notes.service', from: `notes-${version}/notes.service`, start: true } },
  ];
  const release = (name: string, version: string, file: string, over: object): object => {
    const bytes = readFileSync(file);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    copyFileSync(file, join(endpoint.folder, sha256));
    const kind = file.endsWith('.deb') ? 'deb' : 'archive';
    const systems = kind === 'deb' ? ['debian'] : ['linux'];
    const base = file.slice(file.lastIndexOf('/') + 1);
    const needs = { freeMebibytes: 1, paths: ['/usr/bin/env'] };
    const installer = { kind, systems, architecture: 'any', file: { name: base, bytes: bytes.length, sha256 }, needs };
    const {
      requires = [],
      supersedes = [],
      ...rest
    } = over as {
      readonly requires?: readonly object[];
      readonly supersedes?: readonly object[];
    };
    const about = { package: name, version, title: name, vendor: 'Lab', requires, supersedes };
    return { ...about, installers: [{ ...installer, exitCodes: [], ...rest }] };
  };
  const offer = (releases: readonly object[], withdrawn: readonly object[] = []): void => {
    writeFileSync(join(endpoint.folder, 'releases.json'), JSON.stringify({ version: 1, releases, withdrawn }));
    endpoint.shell(
      `mkdir -p ${unixPlaces.files}; cp ${endpoint.folder}/releases.json ${unixPlaces.offer}; for f in ${endpoint.folder}/*; do case "$f" in *json) ;; *) test -f "$f" && cp "$f" ${unixPlaces.files}/ ;; esac; done; true`,
    );
  };
  const preview = (...changes: Parameters<typeof change>) =>
    only.preview(own, endpoint.host, stepOf(change(...changes)));

  beforeAll(() => {
    made = mkdtempSync(join(tmpdir(), 'suture-own-'));
    endpoint = startEndpoint('suture-own');
    on = attemptsOn(own, endpoint);
    all = [
      release('server', '1.0', deb('notes-server', '1.0'), { detect: { package: 'notes-server' } }),
      release('server', '1.1', deb('notes-server', '1.1'), { detect: { package: 'notes-server' } }),
      release('base', '1.0', deb('notes-base', '1.0'), { detect: { package: 'notes-base' } }),
      release('above', '1.0', deb('notes-above', '1.0', 'notes-base'), {
        detect: { package: 'notes-above' },
        requires: [{ package: 'base' }],
      }),
      release('elder', '1.1', deb('notes-elder', '1.1'), { detect: { package: 'notes-elder' } }),
      release('successor', '2.0', deb('notes-successor', '2.0', '', 'notes-elder'), {
        detect: { package: 'notes-successor' },
        supersedes: [{ package: 'elder' }],
      }),
      release('needy', '1.0', deb('notes-needy', '1.0', 'no-such-package'), { detect: { package: 'notes-needy' } }),
      release('other', '2.0', deb('notes-other', '1.0'), { detect: { package: 'notes-other' } }),
      release('notes', '1.2', archive('1.2'), {
        install: steps('1.2'),
        detect: { file: '/opt/notes/current/VERSION' },
      }),
      release('notes', '1.10', archive('1.10'), {
        install: steps('1.10'),
        detect: { file: '/opt/notes/current/VERSION' },
      }),
      ...Object.entries(hostile).map(([name, { entries }]) =>
        release(name, '1.0', tarAt(name, entries), {
          install: [{ unpack: { to: `/opt/${name}/1.0`, strip: 1 } }],
          detect: { file: `/opt/${name}/1.0/VERSION` },
        }),
      ),
      release('mute', '1.0', tarAt('mute', [{ name: 'mute/setup', content: '#!/bin/sh\nexit 0\n', mode: 0o755 }]), {
        install: [{ run: { program: 'mute/setup', arguments: [] } }],
        detect: { file: '/opt/mute/VERSION' },
      }),
      ...['ring-a', 'ring-b'].map((name) => {
        const other = name === 'ring-a' ? 'ring-b' : 'ring-a';
        const over = { detect: { package: `notes-${name}` }, requires: [{ package: other }] };
        return release(name, '1.0', deb(`notes-${name}`, '1.0', `notes-${other}`), over);
      }),
      release('tool', '4.0', tool(), {
        install: [
          {
            run: {
              program: 'tool/setup',
              arguments: ['--unattended'],
              undo: { path: '/opt/tool/setup', arguments: ['--remove'] },
            },
          },
        ],
        exitCodes: [
          { code: 9, means: 'done-reboot' },
          { code: 75, means: 'try-again' },
        ],
        detect: { file: '/opt/tool/VERSION' },
      }),
      release('last', '1.0', deb('notes-last', '1.0'), {
        detect: { package: 'notes-last' },
        requires: [{ package: 'server', least: '2.0' }],
      }),
    ];
    offer(all);
  }, 120_000);
  afterAll(() => {
    endpoint?.stop();
    rmSync(made, { recursive: true, force: true });
  });

  test('a deb and an archive come in one step, become newer in another, go back, and go away', async () => {
    const system = { id: 'debian', version: '12' };
    const first = stepOf(change('server', null, '1.0'), change('notes', null, '1.2'));
    const came = await on.carryOut(first);
    if (came.applied.outcome !== 'installed') throw new Error(JSON.stringify(came.applied));
    expect(came.applied).toMatchObject({ outcome: 'installed', changed: expect.arrayContaining([...first.changes]) });
    expect(endpoint.shell('cat /opt/notes-server/data; /opt/notes/current/bin/notes; cat /etc/notes/notes.conf')).toBe(
      '1.01.2\nfrom 1.2\n',
    );
    expect(endpoint.shell('stat -c "%a %U" /etc/notes/notes.conf; readlink /opt/notes/current')).toBe(
      '640 root\n/opt/notes/1.2\n',
    );
    expect(endpoint.shell('cat /etc/systemd/system/notes.service')).toContain('ExecStart');
    const offered = await own.available?.(endpoint.host, system);
    expect(offered?.items.map(({ package: name, installed, candidate }) => [name, installed, candidate])).toEqual(
      expect.arrayContaining([
        ['server', '1.0', '1.1'],
        ['notes', '1.2', '1.10'],
        ['needy', '(none)', '1.0'],
      ]),
    );
    const second = stepOf(change('server', '1.0', '1.1'), change('notes', '1.2', '1.10'));
    const newer = await on.carryOut(second);
    expect(newer.applied).toMatchObject({ outcome: 'installed' });
    // What an administrator may have written stays.
    expect(endpoint.shell('/opt/notes/current/bin/notes; cat /etc/notes/notes.conf')).toBe('1.10\nfrom 1.2\n');
    // Of the version before nothing is left that could be run, or found vulnerable.
    expect(endpoint.shell('ls /opt/notes')).toBe('1.10\ncurrent\n');
    expect(newer.files.rollback).toMatchObject({ class: 'R1' });
    expect(await on.back(newer, second)).toMatchObject({ outcome: 'rolled-back' });
    expect(endpoint.shell('cat /opt/notes-server/data; /opt/notes/current/bin/notes')).toBe('1.01.2\n');
    expect(endpoint.shell('ls /opt/notes')).toBe('1.2\ncurrent\n');
    expect(await on.back(came, first)).toMatchObject({ outcome: 'rolled-back' });
    expect(
      endpoint.shell('ls -A /opt; dpkg-query -W notes-server 2>&1 | head -c 40; ls /etc/systemd/system'),
    ).not.toMatch(/current|1\.2|notes\.service|notes-server\t1/);
    expect((await own.inventory?.(endpoint.host, system))?.items).toEqual([]);
  });

  test('what one needs comes before it, what it takes the place of goes though both exclude each other, and all of it goes back', async () => {
    // A plan names them in the order of their names.
    const both = stepOf(change('above', null, '1.0'), change('base', null, '1.0'));
    expect((await on.carryOut(both)).applied).toMatchObject({ outcome: 'installed' });
    expect((await on.carryOut(stepOf(change('elder', null, '1.1')))).applied).toMatchObject({ outcome: 'installed' });
    const step = stepOf(change('elder', '1.1', null), change('successor', null, '2.0'));
    const came = await on.carryOut(step);
    expect(came.applied).toMatchObject({ outcome: 'installed' });
    expect(endpoint.shell('ls /opt')).toMatch(/successor/);
    expect(endpoint.shell('ls /opt')).not.toMatch(/elder/);
    expect(await on.back(came, step)).toMatchObject({ outcome: 'rolled-back' });
    expect(endpoint.shell('ls /opt')).not.toMatch(/successor/);
    const away = stepOf(change('above', '1.0', null), change('base', '1.0', null), change('elder', '1.1', null));
    expect((await on.carryOut(away)).applied).toMatchObject({ outcome: 'installed' });
    expect((await own.inventory?.(endpoint.host, { id: 'debian', version: '12' }))?.items).toEqual([]);
  });

  test('a program of an archive is run, and its codes mean what its release says: tried again, failed, done and a reboot', async () => {
    const step = stepOf(change('tool', null, '4.0'));
    endpoint.shell('touch /opt/tool-busy; rm -f /run/reboot-required');
    expect((await on.carryOut(step)).applied).toMatchObject({
      outcome: 'refused',
      cause: 'lock-held',
      why: expect.stringContaining('setup of tool ended with 75, which means that it is to be tried again later'),
    });
    endpoint.shell('touch /opt/tool-broken');
    expect((await on.carryOut(step)).applied).toMatchObject({
      outcome: 'failed',
      cause: 'install-failed',
      why: 'setup of tool ended with 3',
      transcript: { text: expect.stringContaining('no licence') },
    });
    endpoint.shell('rm /opt/tool-broken; touch /opt/tool-busy; test ! -e /run/reboot-required');
    const came = await on.carryOut(step, { lockWaitMs: 3_000 });
    expect(came.applied).toMatchObject({ outcome: 'installed', changed: step.changes });
    expect(endpoint.shell('ls /run/reboot-required; cat /opt/tool/VERSION')).toBe('/run/reboot-required\n4.0\n');
    expect(await on.back(came, step)).toMatchObject({ outcome: 'rolled-back' });
    endpoint.shell('test ! -e /opt/tool');
  });

  test.each(Object.entries(hostile))(
    'an archive that is %s is refused, and nothing of it is unpacked',
    async (name, { why }) => {
      const { staging } = on.attempt();
      const said = await only.prefetch(own, endpoint.host, stepOf(change(name, null, '1.0')), staging);
      expect(said).toMatchObject({
        cause: 'precheck-failed',
        why: expect.stringContaining(`the archive of ${name} ${why}`),
      });
      expect(
        endpoint.shell(
          `find ${endpoint.folder} ${staging} -path '*unpacked-${name}*'; ls /etc/cron.d/x 2>/dev/null || true`,
        ),
      ).toBe('');
    },
  );

  test('one that is withdrawn while it comes comes no more; what is there of it is seen still, goes back and goes away', async () => {
    const system = { id: 'debian', version: '12' };
    const named =
      (name: string) =>
      (each: object): boolean =>
        (each as { readonly package: string }).package === name;
    const kept = all.filter((each) => !named('server')(each) && !named('notes')(each));
    const gone = all.filter((each) => !kept.includes(each));
    const step = stepOf(change('server', null, '1.0'), change('notes', null, '1.2'));
    const staged = await only.prefetch(own, endpoint.host, step, on.attempt().staging);
    expect(staged).toMatchObject({ ok: true });
    offer(kept, gone);
    // It was staged, and is not begun.
    expect(await preview('server', null, '1.0')).toMatchObject({
      cause: 'drifted',
      why: 'server 1.0 is not offered to this machine any more',
    });
    offer(all);
    const came = await on.carryOut(step);
    expect(came.applied).toMatchObject({ outcome: 'installed' });
    offer(kept, gone);
    const there = async (): Promise<readonly unknown[]> =>
      (await own.inventory?.(endpoint.host, system))?.items
        .map(({ name, version }) => `${name} ${version}`)
        .toSorted() ?? [];
    expect(await there()).toEqual(['notes 1.2', 'server 1.0']);
    const offered = await own.available?.(endpoint.host, system);
    expect(offered?.items.map((each) => each.package)).not.toEqual(expect.arrayContaining(['notes']));
    expect(await on.back(came, step)).toMatchObject({ outcome: 'rolled-back' });
    expect(endpoint.shell('ls -A /opt/notes; dpkg-query -W notes-server 2>&1 || true')).toMatch(
      /^dpkg-query: no packages/,
    );
    expect(await there()).toEqual([]);
    offer(all);
    expect((await on.carryOut(step)).applied).toMatchObject({ outcome: 'installed' });
    offer(kept, gone);
    const away = stepOf(change('server', '1.0', null), change('notes', '1.2', null));
    expect((await on.carryOut(away)).applied).toMatchObject({
      outcome: 'installed',
      changed: expect.arrayContaining([...away.changes]),
    });
    expect(await there()).toEqual([]);
    offer(all);
  });

  test('one that is there already is not brought again; one that ends well and is not found afterwards has failed', async () => {
    endpoint.shell('mkdir -p /opt/mute && echo 1.0 > /opt/mute/VERSION');
    const step = stepOf(change('mute', null, '1.0'));
    const system = { id: 'debian', version: '12' };
    const offers = await own.available?.(endpoint.host, system);
    expect(offers?.items.map((each) => each.package)).not.toContain('mute');
    expect(await only.preview(own, endpoint.host, step)).toMatchObject({
      ok: true,
      changes: [],
      already: step.changes,
    });
    expect((await on.carryOut(step)).applied).toMatchObject({ outcome: 'installed', changed: [] });
    endpoint.shell('rm -r /opt/mute');
    expect((await on.carryOut(step)).applied).toMatchObject({
      outcome: 'failed',
      cause: 'versions-differ',
      why: 'mute is not installed, and not 1.0',
    });
  });

  test('two that need each other are refused, as neither can come first', async () => {
    const both = stepOf(change('ring-a', null, '1.0'), change('ring-b', null, '1.0'));
    expect(await only.preview(own, endpoint.host, both)).toMatchObject({
      cause: 'dependency-conflict',
      why: 'ring-a needs itself (ring-a, ring-b, ring-a), so that none of these can come first',
    });
  });

  test('what is not as its release says is refused before anything is begun', async () => {
    const attempt = async (name: string, to: string) =>
      only.prefetch(own, endpoint.host, stepOf(change(name, null, to)), on.attempt().staging);
    expect(await attempt('other', '2.0')).toMatchObject({
      cause: 'drifted',
      why: expect.stringContaining('is not notes-other 2.0'),
    });
    expect(await attempt('needy', '1.0')).toMatchObject({
      cause: 'dependency-conflict',
      why: expect.stringContaining('cannot be installed here'),
    });
    expect(await preview('last', null, '1.0')).toMatchObject({
      cause: 'dependency-conflict',
      why: 'last 1.0 needs server 2.0 or newer before it',
    });
    endpoint.shell(`for f in ${unixPlaces.files}/*; do printf x >> "$f"; done`);
    expect(await attempt('server', '1.0')).toMatchObject({
      cause: 'download-failed',
      why: 'notes-server-1.0.deb of server 1.0 has not come here whole',
    });
  });
});
