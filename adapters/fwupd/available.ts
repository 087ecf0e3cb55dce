// The `available` section: newer firmware, what it closes, how urgent its vendor calls it and what it asks of the machine.
import { sayFirmwareOffer } from '@suture/core/packages/firmware-offer.ts';
import type { Section, Update } from '../adapter.ts';
import { ask, failed, quoted, sectionOf } from '../ask.ts';
import type { Host } from '../host.ts';
import { currentTime, getDevices, getRemotes, getUpdates } from './commands.ts';
import { askDevices, heldBackOf, needsOf, namedDevices, upgradeOf, upgradesOf, type Named } from './devices.ts';
import { unreadDevices } from './installed.ts';
import { parseRemotes, type Release, type Remote } from './parse.ts';

const daySeconds = 86_400;
/** fwupd's own timer asks every day; LVFS signs metadata for a month. */
const mostDays = 14;

export interface Offered {
  readonly named: Named;
  readonly release: Release;
  /** This one and those before it that are newer than what is installed. */
  readonly closes: readonly string[];
}

export interface Offers {
  readonly offers: readonly Offered[];
  readonly problems: readonly string[];
}

export async function readAvailable(host: Host): Promise<Section<Update>> {
  const read = await readOffers(host);
  return 'why' in read ? failed(read.why) : sectionOf(read.offers.map(updateOf), read.problems);
}

/** What is on offer for every device, also for those that cannot be updated now. */
export async function readOffers(host: Host): Promise<Offers | { readonly why: string }> {
  const [devices, updates, remotes] = await Promise.all([
    askDevices(host, getDevices),
    askDevices(host, getUpdates),
    readRemotes(host),
  ]);
  if (!devices.ok) return { why: devices.nothing ? 'fwupd knows no device on this machine' : devices.why };
  if (!updates.ok && !updates.nothing) return { why: updates.why };
  if ('why' in remotes) return { why: remotes.why };
  // Devices that cannot be updated now are missing from `get-updates`; their releases stand with the device.
  const offered = new Map(updates.ok ? updates.value.map((each) => [each.id, each]) : []);
  const offers = namedDevices(devices.value).flatMap(({ name, device }): readonly Offered[] => {
    const whole = offered.get(device.id) ?? device;
    const release = upgradeOf(whole);
    if (release === undefined || device.version === undefined || release.version === device.version) return [];
    const closes = [...new Set(upgradesOf(whole).flatMap(({ issues }) => issues))];
    return [{ named: { name, device: { ...device, releases: whole.releases } }, release, closes }];
  });
  return {
    offers,
    problems: [
      ...unreadDevices('get-devices', devices.unread),
      ...(updates.ok ? unreadDevices('get-updates', updates.unread) : []),
      ...remotes.problems,
    ],
  };
}

function updateOf({ named: { name, device }, release, closes }: Offered): Update {
  const why = sayFirmwareOffer({ closes, urgency: release.urgency, needs: needsOf(device) });
  return {
    adapter: 'fwupd',
    package: name,
    arch: undefined,
    source: { name, version: release.version },
    installed: device.version ?? '',
    candidate: release.version,
    origin: release.remote ?? 'fwupd',
    security: { is: closes.length > 0 ? true : 'unknown', why },
    heldBack: heldBackOf(device, release),
    bytes: release.bytes,
  };
}

async function readRemotes(host: Host): Promise<{ readonly problems: readonly string[] } | { readonly why: string }> {
  const [answer, time] = await Promise.all([
    ask(host, getRemotes, 'fwupdmgr get-remotes', [0, 1, 2]),
    ask(host, currentTime, 'date'),
  ]);
  if (!answer.ok) return { why: answer.why };
  const read = parseRemotes(answer.stdout);
  if (!read.ok) return { why: `fwupdmgr get-remotes: ${read.why}` };
  const enabled = read.value.filter((remote) => remote.enabled);
  if (enabled.length === 0)
    return { why: 'no remote is enabled, so no firmware update can be known (fwupdmgr enable-remote lvfs)' };
  const now = time.ok && /^\d{1,12}$/.test(time.stdout.trim()) ? Number(time.stdout.trim()) : undefined;
  return { problems: [...answer.problems, ...enabled.flatMap((remote) => ageOf(remote, now))] };
}

function ageOf({ id, isDownloaded, fetched }: Remote, now: number | undefined): readonly string[] {
  if (!isDownloaded) return [];
  if (fetched === undefined)
    return [`the remote ${quoted(id)} was never fetched: its updates are unknown (fwupdmgr refresh)`];
  if (now === undefined) return [`the age of what the remote ${quoted(id)} offers is unknown`];
  const days = Math.floor((now - fetched) / daySeconds);
  return days <= mostDays
    ? []
    : [`what the remote ${quoted(id)} offers is ${days} days old: newer firmware is unknown (fwupdmgr refresh)`];
}
