// The `available` section and the simulation: what the store would refresh, and what holds it.
import type { Adapter, Change, HeldBack, Section, Simulation, Update } from '../adapter.ts';
import { ask, failed, quoted, sectionOf } from '../ask.ts';
import type { Host } from '../host.ts';
import { currentTime, findRefreshes, systemInfo } from './commands.ts';
import { parseSnaps, parseSystem, type Snap } from './parse.ts';
import { askSnapd, askSnaps, unreadSnaps } from './questions.ts';

/** As far away as this, a hold has no end. */
const foreverSeconds = 20 * 365 * 86_400;

export interface Refresh {
  readonly from: Snap;
  readonly to: Snap;
  readonly heldBack: HeldBack | undefined;
}

interface Refreshes {
  readonly refreshes: readonly Refresh[];
  readonly problems: readonly string[];
}

export async function readAvailable(host: Host): Promise<Section<Update>> {
  const read = await readRefreshes(host);
  return 'why' in read ? failed(read.why) : sectionOf(read.refreshes.map(updateOf), read.problems);
}

export async function readRefreshes(host: Host): Promise<Refreshes | { readonly why: string }> {
  const [snaps, offered, system, time] = await Promise.all([
    askSnaps(host),
    askSnapd(host, findRefreshes, 'refreshes', parseSnaps),
    askSnapd(host, systemInfo, 'system', parseSystem),
    ask(host, currentTime, 'date'),
  ]);
  if (!snaps.ok) return { why: snaps.why };
  if (!offered.ok) return { why: offered.why };
  const active = new Map(snaps.value.filter(({ isActive }) => isActive).map((snap) => [snap.name, snap]));
  if (active.size === 0) return { why: 'snapd knows no snap that is in use' };
  const now = time.ok && /^\d{1,12}$/.test(time.stdout.trim()) ? Number(time.stdout.trim()) : undefined;
  const all = system.ok ? system.value.heldUntil : undefined;
  return {
    refreshes: offered.value.flatMap((to): readonly Refresh[] => {
      const from = active.get(to.name);
      if (from === undefined || from.revision === to.revision) return [];
      const heldBack =
        heldOf(from.heldUntil, now, `snap refresh --unhold ${to.name}`) ?? heldOf(all, now, 'snap refresh --unhold');
      return [{ from, to, heldBack }];
    }),
    problems: [
      ...unreadSnaps('snaps', snaps.unread),
      ...unreadSnaps('refreshes', offered.unread),
      ...(system.ok ? [] : [`whether refreshes are held is unknown: ${system.why}`]),
      ...(now === undefined ? ['the time is unknown, and so is which holds have ended'] : []),
    ],
  };
}

/** Without a clock a hold counts as one. */
export function heldOf(until: number | undefined, now: number | undefined, remedy: string): HeldBack | undefined {
  if (until === undefined || (now !== undefined && until <= now)) return undefined;
  const end =
    now === undefined || until - now > foreverSeconds
      ? ''
      : ` until ${new Date(until * 1000).toISOString().slice(0, 10)}`;
  return { cause: 'hold', why: `refreshes are held${end} (${remedy})` };
}

/** A snap may be refreshed to another revision of one version. */
const spoken = (snap: Snap, other: Snap): string =>
  snap.version === other.version ? withRevision(snap) : snap.version;

export const withRevision = ({ version, revision }: Snap): string => `${version} (${revision})`;

function updateOf({ from, to, heldBack }: Refresh): Update {
  const candidate = spoken(to, from);
  return {
    adapter: 'snap',
    package: to.name,
    arch: undefined,
    source: { name: to.name, version: candidate },
    installed: spoken(from, to),
    candidate,
    origin: `snap store ${from.channel ?? to.channel ?? ''}`.trim(),
    security: { is: 'unknown', why: 'the snap store does not say which refreshes are security updates' },
    heldBack,
    bytes: to.bytes,
  };
}

/** These need a restart of the machine where they are what it boots from; on a classic system they take effect at once. */
export const bootsFrom = new Set(['kernel', 'gadget']);

export const simulate: NonNullable<Adapter['simulate']> = async (host, request) => {
  const read = await readRefreshes(host);
  if ('why' in read) return { ok: false, reason: read.why };
  const changes: Change[] = [];
  const heldBack: Simulation['heldBack'][number][] = [];
  const asked =
    request.scope === 'all' ? undefined : new Map(request.packages.map((each) => [each.name, each.version]));
  let bytes: number | undefined = 0;
  let reboot = false;
  for (const refresh of read.refreshes) {
    const { from, to } = refresh;
    if (asked !== undefined && !asked.has(to.name)) continue;
    const wanted = asked?.get(to.name);
    asked?.delete(to.name);
    const candidate = spoken(to, from);
    if (wanted !== undefined && wanted !== candidate)
      return { ok: false, reason: `the store offers ${quoted(candidate)} for ${to.name}, and no other version` };
    if (refresh.heldBack !== undefined && request.scope === 'all')
      heldBack.push({ package: to.name, ...refresh.heldBack });
    else {
      changes.push({ kind: 'upgrade', package: to.name, arch: undefined, from: spoken(from, to), to: candidate });
      bytes = bytes === undefined || to.bytes === undefined ? undefined : bytes + to.bytes;
      reboot ||= bootsFrom.has(to.kind);
    }
  }
  const [missing] = asked?.keys() ?? [];
  if (missing !== undefined) return { ok: false, reason: `the store has nothing newer for ${quoted(missing)}` };
  return { ok: true, simulation: { changes, heldBack, bytesToDownload: bytes, bytesOnDisk: undefined, reboot } };
};
