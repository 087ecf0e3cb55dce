// dnf's executing half on a real rpm root with real faults: what happens, and what it is called.
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { VersionChange } from '@suture/core/rollouts/plan-document.ts';
import { mirror, startEndpoint, whyNoEndpoint, withFullDisk, type LabEndpoint } from '../../lab-endpoint.fixture.ts';
import { attemptsOn, change, stepOf } from '../../attempt.fixture.ts';
import * as only from '../../execute-step.ts';
import { dnf } from '../index.ts';

const missing = whyNoEndpoint('rpm-dnf');
const skipped = missing === undefined ? '' : ` (skipped: ${missing})`;
const up = (name: string) => change(name, '1.0-1', '1.1-1', 'noarch');

describe.skipIf(missing !== undefined)(`a step on a real rpm root${skipped}`, { timeout: 120_000 }, () => {
  let endpoint: LabEndpoint;
  let on: ReturnType<typeof attemptsOn>;
  /** Every package as rpm lists it. */
  const everything = (): string => endpoint.shell('rpm -qa | sort');
  const faulty = (is: boolean): void =>
    void endpoint.shell(
      `sed -i '/^\\[lab-faulty/,$s/enabled=./enabled=${is ? 1 : 0}/' /etc/yum.repos.d/lab.repo; dnf -q makecache 2>&1`,
    );
  const preview = (one: VersionChange) => only.preview(dnf, endpoint.host, stepOf(one));
  beforeAll(() => {
    endpoint = startEndpoint('suture-dnf', { base: 'rpm-dnf' });
    on = attemptsOn(dnf, endpoint);
    endpoint.shell('dnf -q makecache');
  }, 120_000);
  afterAll(() => endpoint?.stop());

  test('an upgrade with an epoch, a kernel beside the old one and a replaced package, exactly, and back again', async () => {
    endpoint.shell("echo 'listen = 81' >> /etc/lab-conf.conf");
    const before = everything();
    const step = stepOf(
      change('lab-epoch', '9.0-1', '1:0.5-1', 'noarch'),
      up('lab-kernel'),
      up('lab-conf'),
      change('lab-new', null, '1.1-1', 'noarch'),
      change('lab-old', '1.0-1', null, 'noarch'),
    );
    expect(await only.preview(dnf, endpoint.host, step)).toMatchObject({ ok: true, differences: [] });
    const done = await on.carryOut(step);
    expect(done.applied).toMatchObject({
      outcome: 'installed',
      kept: [{ path: '/etc/lab-conf.conf', offered: '/etc/lab-conf.conf.rpmnew' }],
    });
    expect(everything().split('\n')).toEqual(
      expect.arrayContaining(['lab-epoch-0.5-1.noarch', 'lab-kernel-1.0-1.noarch', 'lab-kernel-1.1-1.noarch']),
    );
    const again = on.attempt();
    expect(await only.apply(dnf, endpoint.host, step, done.files, again.options)).toMatchObject({ changed: [] });
    expect(again.begun).toEqual([]);
    expect(await on.back(done)).toMatchObject({ outcome: 'rolled-back' });
    expect(everything()).toBe(before);
  });

  test('what is not there comes by itself, and goes by itself, and is there again where that is taken back', async () => {
    const before = everything();
    const comes = await on.carryOut(stepOf(change('lab-extra', null, '1.0-1')));
    expect(comes.applied).toMatchObject({ outcome: 'installed', changed: [{ package: 'lab-extra' }] });
    const goes = await on.carryOut(stepOf(change('lab-extra', '1.0-1', null, 'noarch')));
    expect(goes.applied).toMatchObject({ outcome: 'installed', changed: [{ package: 'lab-extra', to: null }] });
    expect(everything()).toBe(before);
    expect(await on.back(goes)).toMatchObject({ outcome: 'rolled-back' });
    expect(everything()).toContain('lab-extra-1.0-1.noarch');
    expect(await on.back(comes)).toMatchObject({ outcome: 'rolled-back' });
    expect(everything()).toBe(before);
  });

  test('what is not as the plan saw it, is locked, would bring more along, or was staged and changed, is refused in words', async () => {
    expect(await preview(change('lab-svc', '0.9-1', '1.1-1', 'noarch'))).toEqual({
      ok: false,
      cause: 'drifted',
      why: 'lab-svc is 1.0-1 here, and was 0.9-1 when the plan was made',
    });
    expect(await preview(change('lab-svc', '1.0-1', '7.7-1', 'noarch'))).toEqual({
      ok: false,
      cause: 'drifted',
      why: 'lab-svc-0:7.7-1.noarch is not offered any more',
    });
    expect(await preview(up('lab-newdep'))).toMatchObject({
      ok: true,
      differences: ['lab-extra would be installed too, to 1.0-1'],
    });
    endpoint.shell("echo 'lab-svc-0:1.0-1.*' > /etc/dnf/plugins/versionlock.list");
    expect(await preview(up('lab-svc'))).toMatchObject({ cause: 'drifted', why: expect.stringContaining('is held') });
    endpoint.shell(': > /etc/dnf/plugins/versionlock.list');
    const made = on.attempt();
    const files = await on.staged(stepOf(up('lab-svc')), made.staging);
    endpoint.shell(`printf x | dd of=${files.files[0]?.path} bs=1 seek=100 conv=notrunc status=none`);
    expect(await only.apply(dnf, endpoint.host, stepOf(up('lab-svc')), files, made.options)).toMatchObject({
      outcome: 'refused',
      cause: 'hash-mismatch',
    });
    expect(made.begun).toEqual([]);
  });

  test('faults of packages: each is named, what is not signed never arrives, and what failed goes back', async () => {
    faulty(true);
    expect(await preview(up('lab-dep'))).toEqual({
      ok: false,
      cause: 'dependency-conflict',
      why: 'nothing provides lab-nowhere needed by lab-dep-1.1-1.noarch',
    });
    expect(await preview(up('lab-conflict'))).toMatchObject({ cause: 'dependency-conflict' });
    const fetched = (name: string) => only.prefetch(dnf, endpoint.host, stepOf(up(name)), on.attempt().staging);
    expect(await fetched('lab-unsigned')).toMatchObject({ cause: 'signature-mismatch' });
    expect(await fetched('lab-tampered')).toMatchObject({
      cause: 'hash-mismatch',
      why: 'hash mismatch of lab-tampered-1.1-1.noarch.rpm',
    });
    const before = everything();
    // dnf itself exits 0.
    const failed = await on.carryOut(stepOf(up('lab-postfail'), up('lab-reboot')));
    expect(failed.applied).toMatchObject({
      outcome: 'failed',
      cause: 'script-failed',
      why: 'scriptlet failed: %post of lab-postfail-1.1-1.noarch, exit status 1',
      changed: [{ package: 'lab-postfail' }, { package: 'lab-reboot' }],
    });
    expect(await on.back(failed)).toMatchObject({ outcome: 'rolled-back' });
    expect(everything()).toBe(before);
    expect((await on.carryOut(stepOf(up('lab-prefail')))).applied).toMatchObject({
      outcome: 'failed',
      cause: 'script-failed',
      changed: [],
    });
    faulty(false);
  });

  test('dnf killed in a scriptlet leaves a package twice: found, refused, and brought to its end', async () => {
    endpoint.shell('echo 300 > /etc/lab-slow.seconds');
    const made = on.attempt();
    const step = stepOf(up('lab-slow'));
    const files = await on.staged(step, made.staging);
    const applying = only.apply(dnf, endpoint.host, step, files, made.options);
    while (!endpoint.shell('pgrep -x sleep -a || true').includes('sleep 300')) await delay(100);
    expect(await only.lock(dnf, endpoint.host)).toMatchObject({ state: 'held', owner: { name: 'dnf' } });
    const other = on.attempt();
    expect(await only.apply(dnf, endpoint.host, stepOf(up('lab-svc')), files, other.options)).toMatchObject({
      outcome: 'refused',
      cause: 'lock-held',
    });
    endpoint.shell('pkill -9 -x dnf; pkill -9 -x sleep; rm /etc/lab-slow.seconds');
    expect(await applying).toMatchObject({ outcome: 'failed', cause: 'interrupted' });
    expect(await only.lock(dnf, endpoint.host)).toEqual({ state: 'free' });
    expect(await preview(up('lab-svc'))).toMatchObject({
      cause: 'broken-before',
      why: 'lab-slow is installed twice (1.0-1 and 1.1-1): an update was cut off',
    });
    expect(await only.repair(dnf, endpoint.host, on.attempt().options)).toMatchObject({ outcome: 'repaired' });
    expect(await only.look(dnf, endpoint.host, step)).toMatchObject({
      present: [{ now: '1.1-1' }],
      audit: { state: 'clean' },
    });
  });

  test('a mirror that breaks off: the download failed, with the package, and nothing is changed', async () => {
    mirror('truncate', 'lab-source-a-1.1');
    try {
      const found = await only.prefetch(dnf, endpoint.host, stepOf(up('lab-source-a')), on.attempt().staging);
      expect(found).toMatchObject({ ok: false, cause: 'download-failed' });
      expect(found.ok ? '' : found.why).toContain('lab-source-a-1.1-1');
    } finally {
      mirror();
    }
  });

  test('a full disk and a mirror that is down: refused before anything is changed', async () => {
    const before = everything();
    const step = stepOf(up('lab-svc'));
    const tried = await withFullDisk(endpoint, '/usr/lib/systemd/system', () => on.carryOut(step));
    expect(tried.applied).toMatchObject({
      outcome: 'refused',
      cause: 'disk-full',
      why: 'disk full: 4KB more are needed on /usr/lib/systemd/system',
    });
    mirror('down', 'lab/rpm');
    try {
      expect(await only.prefetch(dnf, endpoint.host, stepOf(up('lab-source-b')), on.attempt().staging)).toMatchObject({
        ok: false,
        cause: 'download-failed',
      });
    } finally {
      mirror();
    }
    expect(everything()).toBe(before);
  });
});
