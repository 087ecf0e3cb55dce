// apt's executing half on real Debian roots with real faults: what happens, and what it is called.
import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { VersionChange } from '@suture/core/rollouts/plan-document.ts';
import * as only from '../../execute-step.ts';
import type { Applied, ExecutionStep, InstallOptions, Staged } from '../../execution.ts';
import { apt } from '../index.ts';
import { mirror, startEndpoint, whyNoEndpoint, type LabEndpoint } from '../../lab-endpoint.fixture.ts';

const missing = whyNoEndpoint();
const skipped = missing === undefined ? '' : ` (skipped: ${missing})`;

const change = (name: string, from: string | null, to: string | null): VersionChange => ({
  package: name,
  architecture: null,
  from,
  to,
});
const stepOf = (...changes: readonly VersionChange[]): ExecutionStep => ({ changes, removals: 'none' });
const upgrade = (...names: readonly string[]): ExecutionStep =>
  stepOf(...names.map((name) => change(name, '1.0', '1.1')));

/** One attempt in a folder of its own. */
function attempt(endpoint: LabEndpoint, over: Partial<InstallOptions> = {}) {
  const name = randomUUID();
  const staging = `${endpoint.folder}/${name}`;
  mkdirSync(staging, { mode: 0o755 });
  const begun: string[] = [];
  const options: InstallOptions = {
    staging,
    name: `job-${name}`,
    lockWaitMs: 0,
    overdueMs: 600_000,
    begin: async () => void begun.push(name),
    ...over,
  };
  return { options, staging, begun };
}

async function staged(endpoint: LabEndpoint, step: ExecutionStep, staging: string): Promise<Staged> {
  const found = await only.prefetch(apt, endpoint.host, step, staging);
  if (!found.ok) throw new Error(`${found.cause}: ${found.why}`);
  return found;
}

async function carryOut(endpoint: LabEndpoint, step: ExecutionStep, over: Partial<InstallOptions> = {}) {
  const { options, staging, begun } = attempt(endpoint, over);
  const files = await staged(endpoint, step, staging);
  const applied = await only.apply(apt, endpoint.host, step, files, options);
  return { applied, files, begun, staging, options };
}

async function back({ host }: LabEndpoint, applied: Applied, files: Staged, options: InstallOptions) {
  if (applied.outcome === 'refused' || files.rollback.class !== 'R1') throw new Error('there is nothing to roll back');
  return only.rollback(apt, host, applied.changed, files.rollback.files, { ...options, name: `${options.name}-back` });
}

const version = (endpoint: LabEndpoint, name: string): string =>
  endpoint
    .shell(`dpkg-query -Wf '\${Version} \${db:Status-Status}' ${name} 2>/dev/null || true`)
    .trim()
    .replace(/^not-installed$/, '');
/** Every package with its version and state, as dpkg lists them. */
const everything = (endpoint: LabEndpoint): string =>
  endpoint.shell("dpkg-query -Wf '${binary:Package} ${Version} ${db:Status-Status}\\n' | grep -v config-files");

let mirrored: LabEndpoint;
/** No other test fetches this package: the mirror is everybody's. */
const mirrorTries = async (fault: string) => {
  const { staging } = attempt(mirrored);
  mirror(fault, 'lab-source-b_1.1');
  return only.prefetch(apt, mirrored.host, upgrade('lab-source-b'), staging);
};
let hanging: ReturnType<typeof mirrorTries>;
beforeAll(() => {
  if (missing !== undefined) return;
  mirrored = startEndpoint('suture-mirror');
  mirrored.fresh('lab');
  // apt's patience takes more than a minute: others work meanwhile.
  hanging = mirrorTries('hang');
}, 120_000);
afterAll(() => {
  mirrored?.stop();
  if (missing === undefined) mirror();
});

describe.skipIf(missing !== undefined)(`a step on a real Debian root${skipped}`, { timeout: 300_000 }, () => {
  let endpoint: LabEndpoint;
  beforeAll(() => {
    endpoint = startEndpoint('suture-apply');
  }, 120_000);
  beforeEach(() => endpoint.fresh('lab'), 120_000);
  afterAll(() => endpoint?.stop());

  test('a held package refuses the step by name, and nothing is begun', async () => {
    const { options, staging, begun } = attempt(endpoint);
    const files = await staged(endpoint, upgrade('lab-svc'), staging);
    endpoint.fault('hold', 'lab-svc');
    const applied = await only.apply(apt, endpoint.host, upgrade('lab-svc'), files, options);
    expect(applied).toEqual({
      outcome: 'refused',
      cause: 'drifted',
      why: expect.stringContaining('lab-svc is on hold'),
    });
    expect(begun).toEqual([]);
    expect(version(endpoint, 'lab-svc')).toBe('1.0 installed');
  });

  test('what is installed already is installed once: the second time nothing is begun', async () => {
    const step = upgrade('lab-svc', 'lab-debconf');
    const first = await carryOut(endpoint, step);
    expect(first.applied).toMatchObject({
      outcome: 'installed',
      changed: [{ package: 'lab-debconf' }, { package: 'lab-svc' }],
    });
    const second = attempt(endpoint);
    const again = await only.apply(apt, endpoint.host, step, first.files, second.options);
    expect(again).toMatchObject({ outcome: 'installed', changed: [] });
    expect(second.begun).toEqual([]);
  });

  test('what a repository of the kind file: has is kept like what is fetched', async () => {
    endpoint.shell(`mkdir /srv/local && cd /srv/local && apt-get download -q lab-svc=1.1
      apt-cache show lab-svc=1.1 | sed "s|^Filename:.*|Filename: ./$(ls)|" > Packages
      rm -rf /etc/apt/sources.list /etc/apt/sources.list.d/*
      echo 'deb [trusted=yes] file:/srv/local ./' > /etc/apt/sources.list
      apt-get update -q`);
    const { applied, files, staging } = await carryOut(endpoint, upgrade('lab-svc'));
    expect(files.files).toMatchObject([{ package: 'lab-svc', version: '1.1', path: expect.stringContaining(staging) }]);
    expect(applied).toMatchObject({ outcome: 'installed', changed: [{ package: 'lab-svc', to: '1.1' }] });
    expect(version(endpoint, 'lab-svc')).toBe('1.1 installed');
  });

  test('another version than the plan saw is drift', async () => {
    expect(await only.preview(apt, endpoint.host, stepOf(change('lab-svc', '0.9', '1.1')))).toEqual({
      ok: false,
      cause: 'drifted',
      why: 'lab-svc is 1.0 here, and was 0.9 when the plan was made',
    });
    expect(await only.preview(apt, endpoint.host, stepOf(change('lab-svc', '1.0', '7.7')))).toEqual({
      ok: false,
      cause: 'drifted',
      why: 'lab-svc 7.7 is not offered any more',
    });
    // What the plan does not name would come too.
    expect(await only.preview(apt, endpoint.host, upgrade('lab-newdep'))).toMatchObject({
      ok: true,
      differences: ['lab-extra would be installed too, to 1.0'],
    });
  });

  test('a question that would wait for an answer for ever gets its default', async () => {
    const { applied } = await carryOut(endpoint, upgrade('lab-debconf'));
    expect(applied).toMatchObject({ outcome: 'installed' });
    expect(endpoint.shell('cat /var/lib/lab-debconf.answer')).toBe('answer=keep\n');
  });

  test('a failing post-install script is named with its package and rolled back', async () => {
    endpoint.fault('faulty');
    const before = everything(endpoint);
    const { applied, files, options } = await carryOut(
      endpoint,
      stepOf(change('lab-postfail', '1.0', '1.1'), change('lab-epoch', '9.0', '1:0.5')),
    );
    expect(applied).toMatchObject({
      outcome: 'failed',
      cause: 'script-failed',
      why: 'maintainer script failed: postinst of lab-postfail returned exit status 1',
      transcript: { decisive: expect.arrayContaining(['lab-postfail: migration of the database failed']) },
    });
    expect(version(endpoint, 'lab-postfail')).toBe('1.1 half-configured');
    expect(await only.preview(apt, endpoint.host, upgrade('lab-svc'))).toMatchObject({ cause: 'broken-before' });
    expect(await back(endpoint, applied, files, options)).toMatchObject({ outcome: 'rolled-back' });
    expect(everything(endpoint)).toBe(before);
  });

  test('a pre-install script that fails leaves the old version, and an old script that fails is got over', async () => {
    endpoint.fault('faulty');
    const failed = await carryOut(endpoint, upgrade('lab-prefail'));
    expect(failed.applied).toMatchObject({ outcome: 'failed', cause: 'script-failed', changed: [] });
    expect(version(endpoint, 'lab-prefail')).toBe('1.0 installed');
    expect((await carryOut(endpoint, upgrade('lab-prermfail'))).applied).toMatchObject({ outcome: 'installed' });
  });

  test('dependencies that cannot be met, and removals nobody allowed, are conflicts with names', async () => {
    endpoint.fault('faulty');
    expect(await only.preview(apt, endpoint.host, upgrade('lab-dep'))).toEqual({
      ok: false,
      cause: 'dependency-conflict',
      why: expect.stringMatching(/^lab-dep needs lab-nowhere/),
    });
    expect(await only.preview(apt, endpoint.host, upgrade('lab-conflict'))).toEqual({
      ok: false,
      cause: 'dependency-conflict',
      why: 'it would remove lab-victim',
    });
    // Listed, it is done.
    const listed: ExecutionStep = {
      changes: [change('lab-conflict', '1.0', '1.1'), change('lab-victim', '1.0', null)],
      removals: 'listed',
    };
    const { applied, files, options } = await carryOut(endpoint, listed);
    expect(applied).toMatchObject({ outcome: 'installed' });
    expect(version(endpoint, 'lab-victim')).toBe('');
    expect(await back(endpoint, applied, files, options)).toMatchObject({ outcome: 'rolled-back' });
    expect(version(endpoint, 'lab-victim')).toBe('1.0 installed');
  });

  test('what is not there comes by itself, and goes by itself, and is there again where that is taken back', async () => {
    const comes = await carryOut(endpoint, stepOf(change('lab-extra', null, '1.0')));
    expect(comes.applied).toMatchObject({ outcome: 'installed', changed: [{ package: 'lab-extra' }] });
    // Else it would go with the next autoremove.
    expect(endpoint.shell('apt-mark showmanual lab-extra')).toBe('lab-extra\n');
    const goes: ExecutionStep = { changes: [change('lab-extra', '1.0', null)], removals: 'listed' };
    const { applied, files, options } = await carryOut(endpoint, goes);
    expect(applied).toMatchObject({ outcome: 'installed', changed: [{ package: 'lab-extra', to: null }] });
    expect(version(endpoint, 'lab-extra')).toBe('');
    expect(await back(endpoint, applied, files, options)).toMatchObject({ outcome: 'rolled-back' });
    expect(version(endpoint, 'lab-extra')).toBe('1.0 installed');
  });

  test('the lock: who has it is named, it is waited for, and nothing is begun meanwhile', async () => {
    const { options, staging, begun } = attempt(endpoint);
    const files = await staged(endpoint, upgrade('lab-svc'), staging);
    endpoint.fault('lock', '12');
    expect(await only.lock(apt, endpoint.host)).toEqual({
      state: 'held',
      owner: { pid: expect.any(Number), name: 'perl' },
    });
    const applied = await only.apply(apt, endpoint.host, upgrade('lab-svc'), files, options);
    expect(applied).toEqual({
      outcome: 'refused',
      cause: 'lock-held',
      why: expect.stringMatching(/^the dpkg lock is held by perl \(pid \d+\)$/),
    });
    expect(begun).toEqual([]);
    const patient = await only.apply(apt, endpoint.host, upgrade('lab-svc'), files, { ...options, lockWaitMs: 60_000 });
    expect(patient).toMatchObject({ outcome: 'installed' });
  });

  test('an interrupted dpkg is found, refuses the step, and is brought to its end', async () => {
    endpoint.fault('interrupted');
    expect(await only.preview(apt, endpoint.host, upgrade('lab-svc'))).toMatchObject({
      ok: false,
      cause: 'broken-before',
    });
    expect(await only.look(apt, endpoint.host, upgrade('lab-slow'))).toMatchObject({
      ok: true,
      audit: { state: 'broken', cure: 'finish' },
    });
    expect(await only.repair(apt, endpoint.host, attempt(endpoint).options)).toMatchObject({ outcome: 'repaired' });
    expect(version(endpoint, 'lab-slow')).toBe('1.1 installed');
    const untouched = attempt(endpoint);
    expect(await only.repair(apt, endpoint.host, untouched.options)).toMatchObject({ outcome: 'clean' });
    expect(untouched.begun).toEqual([]);
  });

  test('a power loss while unpacking is found where dpkg --audit says nothing, and cured', async () => {
    endpoint.fault('power-loss');
    expect(await only.look(apt, endpoint.host, upgrade('lab-big'))).toMatchObject({
      ok: true,
      audit: { state: 'broken' },
    });
    endpoint.shell('apt-get -qq update');
    expect(await only.repair(apt, endpoint.host, attempt(endpoint).options)).toMatchObject({ outcome: 'repaired' });
    expect(version(endpoint, 'lab-big')).toMatch(/^1\.[01] installed$/);
  });

  test('apt and dpkg killed in the middle: it failed as interrupted, what is there is said, and it is repaired', async () => {
    endpoint.shell('echo 300 > /etc/lab-slow.seconds');
    const { options, staging, begun } = attempt(endpoint);
    const step = upgrade('lab-slow', 'lab-svc');
    const files = await staged(endpoint, step, staging);
    const applying = only.apply(apt, endpoint.host, step, files, options);
    while (!endpoint.shell('pgrep -x sleep -a || true').includes('sleep 300')) await delay(200);
    endpoint.shell('rm /etc/lab-slow.seconds; pkill -9 -x apt-get; pkill -9 -x dpkg; pkill -9 -x sleep');
    expect(await applying).toMatchObject({ outcome: 'failed', cause: 'interrupted' });
    expect(begun).toHaveLength(1);
    expect(
      await only.repair(apt, endpoint.host, { ...options, name: 'repair', begin: async () => undefined }),
    ).toMatchObject({
      outcome: 'repaired',
    });
    const standing = await only.look(apt, endpoint.host, step);
    expect(standing).toMatchObject({ ok: true, audit: { state: 'clean' } });
    expect(standing.ok && standing.present.map(({ now }) => now)).toEqual(['1.1', '1.1']);
  });

  test('an install that takes longer is overdue and not killed', async () => {
    endpoint.shell('echo 4 > /etc/lab-slow.seconds');
    let told = 0;
    const { applied } = await carryOut(endpoint, upgrade('lab-slow'), { overdueMs: 500, onOverdue: () => void told++ });
    expect(applied).toMatchObject({ outcome: 'installed', overdue: true });
    expect(told).toBe(1);
  });

  test('a staged file that was changed since is not installed', async () => {
    const { options, staging, begun } = attempt(endpoint);
    const files = await staged(endpoint, upgrade('lab-svc'), staging);
    endpoint.shell(`printf x | dd of=${files.files[0]?.path} bs=1 seek=100 conv=notrunc status=none`);
    expect(await only.apply(apt, endpoint.host, upgrade('lab-svc'), files, options)).toMatchObject({
      outcome: 'refused',
      cause: 'hash-mismatch',
    });
    expect(begun).toEqual([]);
  });
});

describe.skipIf(missing !== undefined)(`a bad mirror${skipped}`, { timeout: 300_000 }, () => {
  afterEach(() => mirror());

  // Before the others, as the mirror has one fault at a time.
  test.each([
    ['hang', 'download-failed'],
    ['down', 'download-failed'],
    ['503', 'download-failed'],
    ['404', 'download-failed'],
    ['truncate', 'download-failed'],
    ['corrupt', 'hash-mismatch'],
  ])('%s: %s, and nothing is changed', async (fault, cause) => {
    const found = await (fault === 'hang' ? hanging : mirrorTries(fault));
    expect(found).toMatchObject({ ok: false, cause });
    expect(found.ok ? '' : found.why).toContain('lab-source-b_1.1_all.deb');
    expect(version(mirrored, 'lab-source-b')).toBe('1.0 installed');
  });

  test('an index that no trusted key signed, and a mirror that answers 503 where there is none yet: the refresh fails, and does not hang', async () => {
    const keyring = '/usr/share/keyrings/lab.gpg';
    mirrored.shell(`cp -a ${keyring} /tmp/lab.gpg; cp /usr/share/keyrings/debian-archive-keyring.gpg ${keyring}`);
    try {
      expect(await apt.refresh?.(mirrored.host)).toMatchObject({
        ok: false,
        why: expect.stringMatching(/signature|NO_PUBKEY|not signed/i),
      });
    } finally {
      mirrored.shell(`cp -a /tmp/lab.gpg ${keyring}`);
    }
    mirrored.shell('rm -rf /var/lib/apt/lists/*');
    mirror('503', 'lab/deb');
    expect(await apt.refresh?.(mirrored.host)).toMatchObject({ ok: false, why: expect.stringContaining('503') });
    mirror();
    expect(await apt.refresh?.(mirrored.host)).toEqual({ ok: true });
    expect(version(mirrored, 'lab-source-b')).toBe('1.0 installed');
  });

  test('a file that is not the one its index promises is a hash mismatch', async () => {
    mirrored.fault('faulty');
    const { staging } = attempt(mirrored);
    expect(await only.prefetch(apt, mirrored.host, upgrade('lab-tampered'), staging)).toEqual({
      ok: false,
      cause: 'hash-mismatch',
      why: 'hash mismatch of lab-tampered_1.1_all.deb',
    });
  });
});

describe.skipIf(missing !== undefined)(`a small disk${skipped}`, { timeout: 300_000 }, () => {
  let endpoint: LabEndpoint;
  beforeAll(() => {
    endpoint = startEndpoint('suture-disk', { disk: '800M' });
    endpoint.fresh();
  }, 120_000);
  afterAll(() => endpoint?.stop());

  test('full: it is said before anything is begun, with the file system', async () => {
    endpoint.fault('disk-full', '2000');
    expect(await only.prefetch(apt, endpoint.host, upgrade('lab-svc'), attempt(endpoint).staging)).toEqual({
      ok: false,
      cause: 'disk-full',
      why: expect.stringMatching(/^disk full on \/: 2 MiB free, \d+ MiB needed$/),
    });
    endpoint.fault('disk-free');
  });

  test('full in the middle: named as such, and rolled back once there is room', async () => {
    const before = everything(endpoint);
    const { applied, files, options } = await carryOut(endpoint, upgrade('lab-big', 'lab-svc'));
    expect(applied).toMatchObject({ outcome: 'failed', cause: 'disk-full-while-installing' });
    const changes = upgrade('lab-big', 'lab-svc').changes;
    const offered = files.rollback.class === 'R1' ? files.rollback.files : [];
    expect(await only.rollback(apt, endpoint.host, changes, offered, { ...options, name: 'back' })).toMatchObject({
      outcome: 'rolled-back',
    });
    expect(everything(endpoint)).toBe(before);
  });
});

describe.skipIf(missing !== undefined)(`under systemd${skipped}`, { timeout: 600_000 }, () => {
  let endpoint: LabEndpoint;
  beforeAll(() => {
    endpoint = startEndpoint('suture-systemd', { init: 'systemd' });
  }, 120_000);
  beforeEach(() => endpoint.fresh('lab'), 120_000);
  afterAll(() => endpoint?.stop());

  test('services, conffiles of the administrator and marks: installed exactly, and taken back exactly', async () => {
    endpoint.shell('apt-mark -qq auto lab-source-a');
    endpoint.fault('conffile');
    const [before, edited] = [everything(endpoint), endpoint.shell('cat /etc/lab-conf.conf')];
    const step = stepOf(
      ...upgrade('lab-svc', 'lab-conf', 'lab-newdep', 'lab-source-a', 'lab-debconf').changes,
      change('lab-extra', null, '1.0'),
    );
    const seen = await only.preview(apt, endpoint.host, step);
    expect(seen).toMatchObject({ ok: true, differences: [], restarts: ['lab-svc.service'] });
    const { applied, files, options } = await carryOut(endpoint, step);
    expect(applied).toMatchObject({
      outcome: 'installed',
      kept: [{ path: '/etc/lab-conf.conf', offered: '/etc/lab-conf.conf.dpkg-dist' }],
    });
    expect(endpoint.shell('cat /etc/lab-conf.conf')).toBe(edited);
    expect(endpoint.shell('apt-mark showauto lab-source-a lab-extra lab-svc').split('\n')).toEqual([
      'lab-extra',
      'lab-source-a',
      '',
    ]);
    expect(endpoint.shell('systemctl is-active lab-svc')).toBe('active\n');
    // It ran outside of us, and is gone again.
    expect(endpoint.shell('systemctl list-units --all "suture-*" --no-legend')).toBe('');
    expect(await back(endpoint, applied, files, options)).toMatchObject({ outcome: 'rolled-back' });
    expect(everything(endpoint)).toBe(before);
  });

  test('who waits for an install is killed: it goes on outside of us, and is judged when nobody works at it any more', async () => {
    endpoint.shell('echo 9 > /etc/lab-slow.seconds');
    const applying = carryOut(endpoint, upgrade('lab-slow'));
    while (!endpoint.shell('pgrep -x sleep -a || true').includes('sleep 9')) await delay(200);
    endpoint.shell('pkill -9 -x systemd-run');
    expect((await applying).applied).toMatchObject({ outcome: 'installed', changed: [{ package: 'lab-slow' }] });
    expect(endpoint.shell('systemctl list-units --all "suture-*" --no-legend')).toBe('');
  });

  test('all pending security updates of Debian, and back', async () => {
    endpoint.fresh();
    const updates = await apt.available?.(endpoint.host, { id: 'debian', version: '12' });
    const security =
      updates?.items.filter(({ security: { is }, heldBack }) => is === true && heldBack === undefined) ?? [];
    const step = stepOf(
      ...security.map((update) => ({
        package: update.package,
        architecture: update.arch ?? null,
        from: update.installed,
        to: update.candidate,
      })),
    );
    expect(step.changes.length).toBeGreaterThan(15);
    const before = everything(endpoint);
    const { applied, files, options } = await carryOut(endpoint, step);
    expect(applied).toMatchObject({ outcome: 'installed' });
    expect(files.rollback.class).toBe('R1');
    expect(await back(endpoint, applied, files, options)).toMatchObject({ outcome: 'rolled-back' });
    expect(everything(endpoint)).toBe(before);
  });
});
