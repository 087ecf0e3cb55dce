// The fwupd adapter on recordings of a real daemon, on one from documentation, and on hostile text.
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CommandResult, Host } from '../host.ts';
import { readRecording } from '../recorded-host.ts';
import { fwupd } from './index.ts';
import { parseDevices, parseRemotes, parseSecurity, parseVersion } from './parse.ts';

const system = { id: 'debian', version: '12' } as const;
const recording = (name: string): Host => readRecording(join(import.meta.dirname, 'recordings', name));
const exited = (code: number, stdout: string): CommandResult => ({
  kind: 'exited',
  code,
  stdout,
  stderr: '',
  truncated: false,
});
const answering = (host: Host, verb: string, result: CommandResult): Host => ({
  ...host,
  run: async (command) => (command.argv[1] === verb ? result : host.run(command)),
});

describe('on a machine with twelve devices', () => {
  const host = recording('twelve-devices');

  test('each that says its firmware is reported, by vendor and name', async () => {
    const section = await fwupd.inventory?.(host, system);
    expect(section?.status).toBe('complete');
    expect(section?.items).toHaveLength(10);
    expect(section?.items.find(({ name }) => name === 'Samsung SSD 870 EVO 2TB')).toEqual({
      purl: 'pkg:generic/firmware/Samsung%20SSD%20870%20EVO%202TB@SVT02B6Q?device=76269a52257a&guid=7a345e64-c411-5bbe-900a-263da22fe9b9&plugin=ata',
      ecosystem: undefined,
      name: 'Samsung SSD 870 EVO 2TB',
      version: 'SVT02B6Q',
      arch: undefined,
      source: { name: 'Samsung SSD 870 EVO 2TB', version: 'SVT02B6Q' },
      origin: 'Samsung',
    });
  });

  test('four have something newer, with what it closes and what it needs', async () => {
    const section = await fwupd.available?.(host, system);
    expect(section?.items.map((each) => [each.package, each.candidate, each.security.is, each.bytes])).toEqual([
      ['ACME Corp. Integrated Webcam', '1.2.4', 'unknown', 17],
      ['Samsung SSD 870 EVO 2TB', 'SVT03B6Q', true, 4096],
      ['Logitech Bolt Receiver', 'MPR05.01_B0010', true, 4096],
      ['Synaptics ThinkPad Universal ThunderBolt 4 Dock', '5.08.02', true, 4096],
    ]);
    expect(section?.items[1]?.security.why).toBe('closes CVE-2018-12037; needs the machine plugged in and a reboot');
  });

  test('a remote that was never fetched makes it partial', async () => {
    const section = await fwupd.available?.(host, system);
    expect([section?.status, section?.problems]).toEqual([
      'partial',
      ['the remote "lvfs" was never fetched: its updates are unknown (fwupdmgr refresh)'],
    ]);
  });

  test('updating one device at one version changes just that, and what needs a reboot is held back with what to do', async () => {
    const packages = [{ name: 'ACME Corp. Integrated Webcam', version: '1.2.3' }];
    expect(await fwupd.simulate?.(host, { scope: 'packages', packages })).toEqual({
      ok: true,
      simulation: {
        changes: [{ kind: 'upgrade', package: packages[0]?.name, arch: undefined, from: '1.2.2', to: '1.2.3' }],
        heldBack: [],
        bytesToDownload: 17,
        bytesOnDisk: 0,
        reboot: false,
      },
    });
    const all = await fwupd.simulate?.(host, { scope: 'all' });
    expect(all?.ok && [all.simulation.changes.length, all.simulation.reboot]).toEqual([3, false]);
    expect(all?.ok && all.simulation.heldBack).toEqual([
      {
        package: 'Samsung SSD 870 EVO 2TB',
        cause: 'unknown',
        why: 'needs a reboot: write it there with fwupdmgr update, and restart the machine',
      },
    ]);
    const unknown = [{ name: 'ACME Corp. Integrated Webcam', version: '9' }];
    expect(await fwupd.simulate?.(host, { scope: 'packages', packages: unknown })).toMatchObject({ ok: false });
  });

  test('the CVEs of an offer are fixes that it brings', async () => {
    const updates = (await fwupd.available?.(host, system))?.items ?? [];
    const read = await fwupd.changelogs?.(host, { updates: updates.slice(1, 2), packages: [], directory: '/private' });
    expect(read).toEqual({
      fixes: [
        {
          source: { name: 'Samsung SSD 870 EVO 2TB', version: 'SVT03B6Q' },
          vulnerability: 'CVE-2018-12037',
          since: 'SVT03B6Q',
          published: undefined,
        },
      ],
      problems: [],
    });
  });

  test('after the update three have something newer, and nothing waits for a restart', async () => {
    const after = recording('updated');
    expect((await fwupd.available?.(after, system))?.items).toHaveLength(3);
    expect(await fwupd.needsRestart?.(after)).toEqual({ status: 'complete', items: [], problems: [] });
  });
});

describe('what cannot be updated now', () => {
  const host = recording('from-docs');

  test('is on offer all the same, with the reason in words', async () => {
    const section = await fwupd.available?.(host, system);
    expect(
      section?.items.map((each) => [each.package, each.candidate, each.heldBack?.cause, each.heldBack?.why]),
    ).toEqual([
      ['Acme System Firmware', '1.2', 'unknown', 'the machine must be plugged in; the lid must be open'],
      ['Acme SSD', 'A2', 'hold', 'needs approval on the machine (fwupdmgr set-approved-firmware)'],
      ['Acme SSD #2', 'A2', 'dependencies', 'needs another firmware version to be installed first'],
      ['Acme Dock', '3.2', 'unknown', 'the device must be unlocked by hand first (fwupdmgr unlock)'],
    ]);
    expect(section?.items[0]?.security).toEqual({
      is: true,
      why: 'closes CVE-2026-0001, CVE-2025-9999; its vendor calls it critical; needs the machine plugged in and a reboot and the recovery key of the disk at hand',
    });
  });

  test('an old remote and a device that cannot be read are said', async () => {
    expect((await fwupd.available?.(host, system))?.problems).toEqual([
      'fwupdmgr get-devices names 1 devices that cannot be read',
      'what the remote "lvfs" offers is 31 days old: newer firmware is unknown (fwupdmgr refresh)',
    ]);
  });

  test('is held back in a simulation', async () => {
    const all = await fwupd.simulate?.(host, { scope: 'all' });
    expect(all?.ok && [all.simulation.changes, all.simulation.heldBack.length]).toEqual([[], 4]);
  });

  test('firmware that is written and does not run asks for a restart, and not what runs already', async () => {
    const section = await fwupd.needsRestart?.(host);
    expect(section?.items).toEqual([
      { kind: 'reboot', why: 'Webcam has firmware 2.1 waiting, and runs 2.0' },
      { kind: 'reboot', why: 'the new firmware of Acme Thunderbolt Controller must be activated (fwupdmgr activate)' },
    ]);
  });
});

describe('a daemon that does not answer', () => {
  test('is there, and says why nothing is known', async () => {
    const host = recording('daemon-masked');
    expect(await fwupd.detect(host)).toEqual({ present: true, version: 'unknown (it does not answer)' });
    expect(await fwupd.inventory?.(host, system)).toEqual({
      status: 'failed',
      items: [],
      problems: [
        'fwupdmgr get-devices: fwupd says: Failed to connect to daemon: Error calling StartServiceByName for org.freedesktop.fwupd: Unit fwupd.service is masked.',
      ],
    });
  });

  test('and one that has nothing to do are told apart', async () => {
    const error = (code: number) =>
      JSON.stringify({ Error: { Domain: 'FwupdError', Code: code, Message: 'No updates' } });
    const host = recording('from-docs');
    const idle = await fwupd.available?.(answering(host, 'get-updates', exited(2, error(9))), system);
    expect(idle?.status).toBe('partial');
    const broken = await fwupd.available?.(answering(host, 'get-updates', exited(1, error(10))), system);
    expect(broken).toMatchObject({ status: 'failed', problems: ['fwupdmgr get-updates: fwupd says: No updates'] });
  });

  test.each([
    ['half an answer', exited(0, '{ "Devices" : [ { "Name" : "Bolt')],
    ['words in another language', exited(1, 'Le démon ne répond pas\n')],
    ['a good answer with a bad exit', exited(1, '{"Devices":[]}')],
    ['no remote', exited(0, '{"Remotes":[]}')],
  ])('%s is unknown, not up to date', async (_, result) => {
    const host = recording('twelve-devices');
    const verb = result.kind === 'exited' && result.stdout.includes('Remotes') ? 'get-remotes' : 'get-updates';
    expect((await fwupd.available?.(answering(host, verb, result), system))?.status).toBe('failed');
  });
});

test('the host security id is read with its attributes', async () => {
  const ran = await recording('from-docs').run({
    argv: ['fwupdmgr', 'security', '--json'],
    timeoutMs: 1,
    maxOutputBytes: 1,
  });
  expect(ran.kind === 'exited' && parseSecurity(ran.stdout)).toMatchObject({
    ok: true,
    value: {
      id: 'HSI:1! (v1.9.30)',
      attributes: [
        { id: 'org.fwupd.hsi.Uefi.SecureBoot', result: 'enabled', passed: true },
        { id: 'org.fwupd.hsi.Iommu', result: 'not-found', passed: false },
      ],
    },
  });
});

test('no text makes a reader throw, or an option pass for a name', () => {
  const device = fc.record(
    {
      Name: fc.string(),
      DeviceId: fc.constant('a'.repeat(40)),
      Version: fc.string(),
      Flags: fc.anything(),
      Releases: fc.anything(),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.array(fc.oneof(device, fc.anything())), (text, devices) => {
      for (const each of [text, JSON.stringify({ Devices: devices, Remotes: devices, HostSecurityId: text })]) {
        const read = parseDevices(each);
        for (const { name, version } of read.ok ? read.value : []) {
          expect(name).not.toMatch(/^[-\s]|[\p{Cc}]/u);
          expect(version ?? '').not.toMatch(/^-/);
        }
        parseRemotes(each);
        parseSecurity(each);
        parseVersion(each);
      }
    }),
  );
});
