// What updating would change: read from what fwupd offers, for it has no simulation of its own.
import type { Adapter, Change, Simulation } from '../adapter.ts';
import { quoted } from '../ask.ts';
import { readOffers } from './available.ts';
import { heldBackOf } from './devices.ts';

/** All that is offered and can be installed now, or these devices at these versions. */
export const simulate: NonNullable<Adapter['simulate']> = async (host, request) => {
  const read = await readOffers(host);
  if ('why' in read) return { ok: false, reason: read.why };
  const changes: Change[] = [];
  const heldBack: Simulation['heldBack'][number][] = [];
  const asked =
    request.scope === 'all' ? undefined : new Map(request.packages.map((each) => [each.name, each.version]));
  let bytes: number | undefined = 0;
  for (const { named, release: newest } of read.offers) {
    const { name, device } = named;
    if (asked !== undefined && !asked.has(name)) continue;
    const wanted = asked?.get(name) ?? newest.version;
    const release = device.releases.find((each) => each.version === wanted);
    if (release === undefined) return { ok: false, reason: `${quoted(wanted)} is not on offer for ${quoted(name)}` };
    asked?.delete(name);
    const held = heldBackOf(device, release);
    if (held !== undefined) {
      heldBack.push({ package: name, ...held });
      continue;
    }
    const kind = release.flags.has('is-downgrade') ? 'downgrade' : 'upgrade';
    changes.push({ kind, package: name, arch: undefined, from: device.version ?? '', to: release.version });
    bytes = bytes === undefined || release.bytes === undefined ? undefined : bytes + release.bytes;
  }
  const [missing] = asked?.keys() ?? [];
  if (missing !== undefined) return { ok: false, reason: `no newer firmware is on offer for ${quoted(missing)}` };
  return { ok: true, simulation: { changes, heldBack, bytesToDownload: bytes, bytesOnDisk: 0, reboot: false } };
};
