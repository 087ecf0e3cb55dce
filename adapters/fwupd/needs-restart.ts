// Firmware that is installed and does not run yet: what the history says waits for a restart.
import type { RestartNeed, Section } from '../adapter.ts';
import { failed, sectionOf } from '../ask.ts';
import type { Host } from '../host.ts';
import { getDevices, getHistory } from './commands.ts';
import { askDevices, namedDevices } from './devices.ts';

/** FWUPD_UPDATE_STATE_NEEDS_REBOOT. */
const waitsForReboot = 4;

export async function readNeedsRestart(host: Host): Promise<Section<RestartNeed>> {
  const [history, devices] = await Promise.all([askDevices(host, getHistory), askDevices(host, getDevices)]);
  if (!devices.ok) return failed(devices.why);
  if (!history.ok && !history.nothing) return failed(history.why);
  const running = new Map(devices.value.map((device) => [device.id, device]));
  const waiting = (history.ok ? history.value : []).flatMap((device): readonly RestartNeed[] => {
    const to = device.releases[0]?.version;
    const now = running.get(device.id)?.version;
    if (device.updateState !== waitsForReboot || now === to) return [];
    return [
      {
        kind: 'reboot',
        why: `${device.name} has firmware ${to ?? 'of an unknown version'} waiting, and runs ${now ?? 'an unknown one'}`,
      },
    ];
  });
  const inactive = namedDevices(devices.value).flatMap(({ name, device }): readonly RestartNeed[] =>
    device.flags.has('needs-activation')
      ? [{ kind: 'reboot', why: `the new firmware of ${name} must be activated (fwupdmgr activate)` }]
      : [],
  );
  return sectionOf([...waiting, ...inactive], []);
}
