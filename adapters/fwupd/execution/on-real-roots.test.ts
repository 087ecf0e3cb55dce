// fwupd's executing half on a real daemon with a device that takes firmware and others that refuse it.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startEndpoint, whyNoEndpoint, withFullDisk, type LabEndpoint } from '../../lab-endpoint.fixture.ts';
import { attemptsOn, change, stepOf } from '../../attempt.fixture.ts';
import * as only from '../../execute-step.ts';
import { fwupd } from '../index.ts';
import { powerFault, readPower } from './power.ts';
import { recordedHost } from '../../recorded-host.ts';

const missing = whyNoEndpoint('fwupd');
const skipped = missing === undefined ? '' : ` (skipped: ${missing})`;
const webcam = 'ACME Corp. Integrated Webcam';

describe.skipIf(missing !== undefined)(`a step on a real fwupd${skipped}`, { timeout: 120_000 }, () => {
  let endpoint: LabEndpoint;
  let on: ReturnType<typeof attemptsOn>;
  const preview = (...changes: Parameters<typeof change>) =>
    only.preview(fwupd, endpoint.host, stepOf(change(...changes)));
  const runs = async (): Promise<string | undefined> =>
    (await fwupd.inventory?.(endpoint.host, { id: 'debian', version: '12', name: '' }))?.items.find(
      ({ name }) => name === webcam,
    )?.version;
  beforeAll(() => {
    endpoint = startEndpoint('suture-fwupd', { base: 'fwupd', init: 'systemd' });
    on = attemptsOn(fwupd, endpoint);
  }, 120_000);
  afterAll(() => endpoint?.stop());

  test('a device is updated to the version of the plan, then to the next, and from there goes back', async () => {
    // What it runs at first no remote has: there is no way back to it, and that is said before.
    const first = await on.carryOut(stepOf(change(webcam, '1.2.2', '1.2.3')));
    expect(first.files.rollback).toEqual({ class: 'R0', why: [`${webcam} 1.2.2 is not to be had any more`] });
    expect(first.applied).toMatchObject({
      outcome: 'installed',
      changed: [{ package: webcam, from: '1.2.2', to: '1.2.3' }],
    });
    const second = await on.carryOut(stepOf(change(webcam, '1.2.3', '1.2.4')));
    expect(second.applied).toMatchObject({ outcome: 'installed' });
    expect(await runs()).toBe('1.2.4');
    const again = on.attempt();
    expect(
      await only.apply(fwupd, endpoint.host, stepOf(change(webcam, '1.2.3', '1.2.4')), second.files, again.options),
    ).toMatchObject({ changed: [] });
    expect(again.begun).toEqual([]);
    expect(await on.back(second)).toMatchObject({ outcome: 'rolled-back' });
    expect(await runs()).toBe('1.2.3');
    const history = endpoint.shell('fwupdmgr get-history --json');
    expect(history).toContain('is-downgrade');
  });

  test('drift, what nobody offers, a device that is not there and one that needs a reboot are refused in words', async () => {
    const [dock, ssd] = ['ThinkPad Universal ThunderBolt 4 Dock', 'SSD 870 EVO 2TB'];
    const section = await fwupd.available?.(endpoint.host, { id: 'debian', version: '12', name: '' });
    const nameOf = (part: string): string => section?.items.find((each) => each.package.includes(part))?.package ?? '';
    expect(await preview(nameOf(dock), '1.0', '5.08.02')).toMatchObject({ cause: 'drifted' });
    expect(await preview(webcam, '1.2.3', '9.9')).toMatchObject({
      cause: 'drifted',
      why: `${webcam} 9.9 is not offered any more`,
    });
    expect(await preview('No such device', '1', '2')).toMatchObject({ cause: 'drifted' });
    expect(await preview(nameOf(ssd), 'SVT02B6Q', 'SVT03B6Q')).toMatchObject({
      cause: 'precheck-failed',
      why: `${nameOf(ssd)}: needs a reboot: write it there with fwupdmgr update, and restart the machine`,
    });
    // A write that fails, for real: what the device runs stays, and fwupd's words are passed on.
    const failed = await on.carryOut(stepOf(change(nameOf(dock), '5.07.05', '5.08.02')));
    expect(failed.applied).toMatchObject({
      outcome: 'failed',
      cause: 'install-failed',
      changed: [],
      why: expect.stringMatching(/^fwupd says: /),
    });
    // What stands behind it in the step is not written then.
    const both = [change(nameOf(dock), '5.07.05', '5.08.02'), change(webcam, '1.2.3', '1.2.4')] as const;
    expect((await on.carryOut(stepOf(...both))).applied).toMatchObject({ outcome: 'failed', changed: [] });
    expect(await runs()).toBe('1.2.3');
  });

  test('an archive that is not the one its metadata names, is not to be had, or has no room, is not staged', async () => {
    const section = await fwupd.available?.(endpoint.host, { id: 'debian', version: '12', name: '' });
    const name = section?.items.find((each) => each.package.includes('Bolt'))?.package ?? '';
    const step = stepOf(change(name, 'MPR05.00_B0008', 'MPR05.01_B0010'));
    const archive = '/usr/share/lab-firmware/receiver.cab';
    const prefetched = (staging = on.attempt().staging) => only.prefetch(fwupd, endpoint.host, step, staging);
    const { staging } = on.attempt();
    expect(await withFullDisk(endpoint, staging, () => prefetched(staging))).toMatchObject({
      ok: false,
      cause: 'disk-full',
    });
    endpoint.shell(`mv ${archive} /tmp`);
    expect(await prefetched()).toMatchObject({ cause: 'download-failed', why: 'receiver.cab could not be fetched' });
    endpoint.shell(`mv /tmp/receiver.cab ${archive}; printf x >> ${archive}`);
    expect(await prefetched()).toMatchObject({ cause: 'hash-mismatch' });
  });
});

describe('power', () => {
  const machine = (files: Readonly<Record<string, string>>) =>
    readPower({
      ...recordedHost({ commands: [], files }),
      listDirectory: async () => [...new Set(Object.keys(files).map((path) => path.split('/')[4] ?? ''))],
    });
  const at = (name: string, of: Readonly<Record<string, string>>) =>
    Object.fromEntries(
      Object.entries(of).map(([key, value]) => [`/sys/class/power_supply/${name}/${key}`, `${value}\n`]),
    );

  test('on battery, or with a battery that is nearly empty, no firmware is written', async () => {
    const battery = at('BAT0', { type: 'Battery', capacity: '80', status: 'Discharging' });
    expect(powerFault(await machine({ ...at('AC', { type: 'Mains', online: '0' }), ...battery }))).toContain(
      'on battery',
    );
    expect(powerFault(await machine(battery))).toContain('on battery');
    const low = at('BAT0', { type: 'Battery', capacity: '12', status: 'Charging' });
    expect(powerFault(await machine({ ...at('AC', { type: 'Mains', online: '1' }), ...low }))).toContain('at 12 %');
  });

  test('plugged in, or without any battery, nothing speaks against it; a mouse’s battery does not count', async () => {
    const mouse = at('hidpp_battery_0', { type: 'Battery', scope: 'Device', capacity: '5', status: 'Discharging' });
    expect(powerFault(await machine({}))).toBeUndefined();
    expect(powerFault(await machine(mouse))).toBeUndefined();
    const battery = at('BAT0', { type: 'Battery', capacity: '80', status: 'Charging' });
    expect(powerFault(await machine({ ...at('AC', { type: 'Mains', online: '1' }), ...battery }))).toBeUndefined();
  });
});
