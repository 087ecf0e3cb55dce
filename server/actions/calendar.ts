// When what happens: maintenance windows, blackouts and rings that open, within a span of time; and a window before it is kept.
import type { Interval } from '@suture/core/maintenance/intervals.ts';
import { describeSpan, describeWindow } from '@suture/core/maintenance/describe.ts';
import { blackoutIntervals, occurrences } from '@suture/core/maintenance/occurrences.ts';
import { readSpan, readWindow } from '@suture/core/maintenance/read-window.ts';
import type { MaintenanceWindow } from '@suture/core/maintenance/window.ts';
import type { z } from '@suture/protocol/agent/zod.ts';
import type { calendar, windowPreview, windowRequest } from '@suture/protocol/api/rollout-settings.ts';
import type { Transaction } from '../store/database.ts';
import { ringTimes } from '../store/deployment-lists.ts';
import { freezes } from '../store/freezes.ts';
import { maintenanceWindows, type WindowSaid } from '../store/maintenance-windows.ts';
import { blackoutOf } from './work-out-schedules.ts';

type Item = z.infer<typeof calendar>['items'][number];
type Preview = z.infer<typeof windowPreview>;

const most = 1_000;
const dayMs = 86_400_000;
const shown = 5;
const iso = (moment: number): string => new Date(moment).toISOString();
const times = (found: readonly Interval[]) => found.map(({ from, to }) => ({ from: iso(from), to: iso(to) }));

export async function calendarOf(transaction: Transaction, range: Interval): Promise<z.infer<typeof calendar>> {
  const items: Item[] = [];
  for (const row of await maintenanceWindows(transaction)) {
    const { name, zone } = row.said;
    for (const { from, to } of timesOf(row, range)) {
      const kind = row.kind === 'window' ? 'window' : 'blackout';
      items.push({ kind, from: iso(from), to: iso(to), name, zone, deployment: null, ring: null });
    }
  }
  for (const { covers, reason, createdAt, until, liftedAt } of await freezes(transaction)) {
    const [from, to] = [createdAt.getTime(), liftedAt?.getTime() ?? until?.getTime() ?? range.to];
    if (from >= range.to || to <= range.from) continue;
    const name = `Freeze: ${reason}${covers === '' ? '' : ` (${covers})`}`;
    items.push({ kind: 'blackout', from: iso(from), to: iso(to), name, zone: null, deployment: null, ring: null });
  }
  for (const { deployment, name, ring, at } of await ringTimes(transaction)) {
    if (at < range.from || at >= range.to) continue;
    items.push({ kind: 'ring', from: iso(at), to: null, name, zone: null, deployment, ring });
  }
  items.sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : a.name < b.name ? -1 : 1));
  return { items: items.slice(0, most), isMore: items.length > most };
}

function timesOf(said: WindowSaid, range: Interval): readonly Interval[] {
  if (said.kind === 'window') {
    const read = readWindow(said.said);
    return read.ok ? occurrences(read.value, range) : [];
  }
  const blackout = blackoutOf(said);
  return blackout === undefined ? [] : blackoutIntervals(blackout, range);
}

/** Whatever is asked: what cannot be read is said, field by field. `now` in milliseconds since 1970. */
export function previewWindow(asked: z.infer<typeof windowRequest>, now: number): Preview {
  const said = asked as WindowSaid;
  if (said.kind === 'span') {
    const read = readSpan(said.said);
    if (!read.ok) return unread(read.problems);
    return {
      says: describeSpan(said.said),
      problems: [],
      next: times(blackoutIntervals(read.value, { from: now, to: now + 2 * 366 * dayMs })),
      clockChange: null,
    };
  }
  const read = readWindow(said.said);
  if (!read.ok) return unread(read.problems);
  const window = read.value;
  return {
    says: describeWindow(window),
    problems: [],
    next: times(occurrences(window, { from: now, to: now + 2 * 366 * dayMs }).slice(0, shown)),
    clockChange: aboutClockChange(window, now),
  };
}

const unread = (problems: Preview['problems']): Preview => ({ says: null, problems, next: [], clockChange: null });

/** The last two times before the clocks change, and the first three after that. */
function aboutClockChange(window: MaintenanceWindow, now: number): Preview['clockChange'] {
  const change = Temporal.Instant.fromEpochMilliseconds(now)
    .toZonedDateTimeISO(window.zone)
    .getTimeZoneTransition('next')?.epochMilliseconds;
  if (change === undefined || change > now + 366 * dayMs) return null;
  const about = occurrences(window, { from: now, to: change + 366 * dayMs });
  const first = about.findIndex(({ to }) => to > change);
  if (first === -1) return null;
  return { at: iso(change), times: times(about.slice(Math.max(first - 2, 0), Math.max(first - 2, 0) + shown)) };
}
