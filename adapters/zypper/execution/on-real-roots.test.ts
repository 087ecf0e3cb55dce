// zypper's executing half on a real rpm root with real faults: what happens, and what it is called.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { VersionChange } from '@suture/core/rollouts/plan-document.ts';
import { mirror, startEndpoint, whyNoEndpoint, withFullDisk, type LabEndpoint } from '../../lab-endpoint.fixture.ts';
import { attemptsOn, change, stepOf } from '../../attempt.fixture.ts';
import * as only from '../../execute-step.ts';
import { zypper } from '../index.ts';

const missing = whyNoEndpoint('rpm-zypper');
const skipped = missing === undefined ? '' : ` (skipped: ${missing})`;
const up = (name: string) => change(name, '1.0-1', '1.1-1', 'noarch');

describe.skipIf(missing !== undefined)(`a step on a real root of zypper${skipped}`, { timeout: 120_000 }, () => {
  let endpoint: LabEndpoint;
  let on: ReturnType<typeof attemptsOn>;
  const everything = (): string => endpoint.shell('rpm -qa | sort');
  const preview = (one: VersionChange) => only.preview(zypper, endpoint.host, stepOf(one));
  const fetched = (name: string) => only.prefetch(zypper, endpoint.host, stepOf(up(name)), on.attempt().staging);
  beforeAll(() => {
    endpoint = startEndpoint('suture-zypper-steps', { base: 'rpm-zypper' });
    on = attemptsOn(zypper, endpoint);
    endpoint.shell('zypper -q modifyrepo -e lab-faulty; zypper -q --non-interactive --gpg-auto-import-keys refresh');
  }, 120_000);
  afterAll(() => endpoint?.stop());

  test('an upgrade with an epoch and a replaced package, exactly, and back again', async () => {
    const before = everything();
    const step = stepOf(
      change('lab-epoch', '9.0-1', '1:0.5-1', 'noarch'),
      up('lab-conf'),
      change('lab-new', null, '1.1-1', 'noarch'),
      change('lab-old', '1.0-1', null, 'noarch'),
    );
    const done = await on.carryOut(step);
    expect(done.applied).toMatchObject({ outcome: 'installed' });
    expect(everything().split('\n')).toEqual(
      expect.arrayContaining(['lab-epoch-0.5-1.noarch', 'lab-new-1.1-1.noarch']),
    );
    const again = on.attempt();
    expect(await only.apply(zypper, endpoint.host, step, done.files, again.options)).toMatchObject({ changed: [] });
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

  test('what asks for a reboot is done all the same, for which zypper exits 102, and the reboot is known', async () => {
    const done = await on.carryOut(stepOf(up('lab-reboot')));
    expect(done.applied).toMatchObject({ outcome: 'installed', changed: [{ package: 'lab-reboot' }] });
    // Its own answer to whether one is needed is exit 102 too, and no failure.
    expect(endpoint.shell('zypper needs-rebooting > /dev/null || echo $?').trim()).toBe('102');
    const needs = await zypper.needsRestart?.(endpoint.host);
    expect(needs?.items).toContainEqual(expect.objectContaining({ kind: 'reboot' }));
  });

  test('drift, a lock, a held lock of zypper and unmet dependencies are refused in words', async () => {
    expect(await preview(change('lab-svc', '0.9-1', '1.1-1', 'noarch'))).toMatchObject({
      cause: 'drifted',
      why: 'lab-svc is 1.0-1 here, and was 0.9-1 when the plan was made',
    });
    expect(await preview(change('lab-svc', '1.0-1', '7.7-1', 'noarch'))).toMatchObject({
      cause: 'drifted',
      why: 'lab-svc.noarch=7.7-1 is not offered any more',
    });
    expect(await preview(up('lab-newdep'))).toMatchObject({
      ok: true,
      differences: ['lab-extra would be installed too, to 1.0-1'],
    });
    expect(await preview(up('lab-dep'))).toMatchObject({
      cause: 'dependency-conflict',
      why: 'nothing provides lab-nowhere needed by lab-dep-1.1-1.noarch',
    });
    expect(await preview(up('lab-conflict'))).toMatchObject({ cause: 'dependency-conflict' });
    endpoint.shell('zypper -q addlock lab-svc');
    expect(await preview(up('lab-svc'))).toMatchObject({
      cause: 'drifted',
      why: 'lab-svc is held on this endpoint (zypper removelock lab-svc)',
    });
    endpoint.shell('zypper -q removelock lab-svc');
  });

  test('what is not signed stays out although zypper would take it; what is altered or out of reach never arrives', async () => {
    expect(await fetched('lab-unsigned')).toMatchObject({
      cause: 'signature-mismatch',
      why: 'lab-unsigned 1.1-1 is not signed by a key that rpm trusts here',
    });
    expect(await fetched('lab-tampered')).toMatchObject({
      ok: false,
      cause: expect.stringMatching(/^(?:hash|signature)-mismatch$|^download-failed$/),
    });
    mirror('404', 'lab-source-a-1.1');
    try {
      expect(await fetched('lab-source-a')).toMatchObject({ ok: false, cause: 'download-failed' });
    } finally {
      mirror();
    }
    expect(everything()).toContain('lab-unsigned-1.0-1');
  });

  test('a failing %post is a failed step, and goes back', async () => {
    const before = everything();
    const failed = await on.carryOut(stepOf(up('lab-postfail'), up('lab-svc')));
    expect(failed.applied).toMatchObject({
      outcome: 'failed',
      cause: 'script-failed',
      why: 'scriptlet failed: %post of lab-postfail-1.1-1.noarch, exit status 1',
    });
    expect(await on.back(failed)).toMatchObject({ outcome: 'rolled-back' });
    expect(everything()).toBe(before);
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
      expect(
        await only.prefetch(zypper, endpoint.host, stepOf(up('lab-source-b')), on.attempt().staging),
      ).toMatchObject({
        ok: false,
        cause: 'download-failed',
      });
    } finally {
      mirror();
    }
    expect(everything()).toBe(before);
  });

  test('zypper at work elsewhere: whose lock it is is said, and nothing is begun', async () => {
    const made = on.attempt();
    const step = stepOf(up('lab-svc'));
    const files = await on.staged(step, made.staging);
    endpoint.fault('lock', '300');
    try {
      expect(await only.lock(zypper, endpoint.host)).toMatchObject({ state: 'held', owner: { name: 'zypper' } });
      expect(await only.apply(zypper, endpoint.host, step, files, made.options)).toMatchObject({
        outcome: 'refused',
        cause: 'lock-held',
        why: expect.stringMatching(/^zypper is locked by zypper \(pid \d+\)$/),
      });
      expect(made.begun).toEqual([]);
    } finally {
      endpoint.shell('kill "$(cat /run/zypp.pid)"; rm /run/zypp.pid');
    }
  });
});
