// The devices of this machine as a person looks at them: what each runs, what is newer, what that fixes and what it asks for.
import { FIRMWARE_NEEDS } from '@suture/core/packages/firmware-offer.ts';
import { ask } from '../ask.ts';
import type { Host } from '../host.ts';
import { readOffers } from './available.ts';
import { getDevices, getSecurity } from './commands.ts';
import { askDevices, heldBackOf, namedDevices, needsOf } from './devices.ts';
import { parseSecurity } from './parse.ts';

export interface HardwareDevice {
  readonly name: string;
  /** Null where the device does not say. */
  readonly version: string | null;
  /** What fwupd would install; null where nothing newer is known. */
  readonly newest: string | null;
  /** As its vendor calls it: `critical`; null where it does not. */
  readonly urgency: string | null;
  /** CVEs and advisories that it and the releases before it close. */
  readonly closes: readonly string[];
  /** What installing it asks of the machine, in words. */
  readonly needs: readonly string[];
  /** Why it could not be installed now; null where nothing is in the way. */
  readonly heldBack: string | null;
}

export interface Hardware {
  readonly ok: true;
  readonly devices: readonly HardwareDevice[];
  /** `HSI:1! (v2.0.20)`; null where there is none, as in virtual machines. */
  readonly hostSecurity: string | null;
  /** Why that is not known; null where it is. */
  readonly noHostSecurity: string | null;
  readonly problems: readonly string[];
}

/** Every device that fwupd knows. Needs no root and changes nothing. */
export async function readHardware(host: Host): Promise<Hardware | { readonly ok: false; readonly why: string }> {
  const devices = await askDevices(host, getDevices);
  if (!devices.ok) return { ok: false, why: devices.nothing ? 'fwupd knows no device on this machine' : devices.why };
  const [offers, security] = await Promise.all([readOffers(host), readSecurity(host)]);
  // Without offers the devices are known all the same.
  const known = 'why' in offers ? { offers: [], problems: [offers.why] } : offers;
  const offered = new Map(known.offers.map((offer) => [offer.named.name, offer]));
  return {
    ok: true,
    devices: namedDevices(devices.value).map(({ name, device }): HardwareDevice => {
      const offer = offered.get(name);
      const held = offer === undefined ? undefined : heldBackOf(offer.named.device, offer.release);
      return {
        name,
        version: device.version ?? null,
        newest: offer?.release.version ?? null,
        urgency: offer?.release.urgency ?? null,
        closes: offer?.closes ?? [],
        needs: offer === undefined ? [] : needsOf(device).map((need) => FIRMWARE_NEEDS[need]),
        heldBack: held?.why ?? null,
      };
    }),
    ...security,
    problems: known.problems,
  };
}

async function readSecurity(host: Host): Promise<Pick<Hardware, 'hostSecurity' | 'noHostSecurity'>> {
  const answer = await ask(host, getSecurity, 'fwupdmgr security', [0, 1, 2]);
  const read = answer.ok ? parseSecurity(answer.stdout) : answer;
  return read.ok
    ? { hostSecurity: read.value.id, noHostSecurity: null }
    : { hostSecurity: null, noHostSecurity: read.why };
}
