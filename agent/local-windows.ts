// The maintenance windows of the machine's own policy file: `Sat 22:00 + 4h Europe/Berlin`. A rule that cannot be read lets nothing begin.
import { readWindow } from '@suture/core/maintenance/read-window.ts';
import { isOpen } from '@suture/core/maintenance/schedule.ts';
import type { MaintenanceWindow } from '@suture/core/maintenance/window.ts';

const rule =
  /^(daily|(?:mon|tue|wed|thu|fri|sat|sun)(?:,(?:mon|tue|wed|thu|fri|sat|sun)){0,6}) (\d{2}:\d{2}) (?:\+ ?(\d{1,3}[hm])|- ?(\d{2}:\d{2})) ([A-Za-z0-9_+/-]{1,60})$/i;

/** Long past, so that a rule holds from the first day. */
const from = '2020-01-01';

/** Days, local start, length or local end, time zone. */
function readLocalWindow(text: string): MaintenanceWindow | undefined {
  const [, days = '', starts = '', duration, ends, zone = ''] = rule.exec(text.trim().replaceAll(/\s+/g, ' ')) ?? [];
  if (days === '') return undefined;
  const named =
    days.toLowerCase() === 'daily' ? 'FREQ=DAILY' : `FREQ=WEEKLY;BYDAY=${days.split(',').map(short).join(',')}`;
  const read = readWindow({
    name: 'local',
    recurrence: named,
    starts,
    zone,
    from,
    startMargin: '0m',
    ...(duration === undefined ? { ends: ends ?? '' } : { duration }),
  });
  return read.ok ? read.value : undefined;
}

const short = (day: string): string => day.slice(0, 2).toUpperCase();

/** Why nothing may begin at this moment (UTC milliseconds); undefined where it may. No rule at all lets it at any time. */
export function outsideLocalWindows(rules: readonly string[] | undefined, now: number): string | undefined {
  if (rules === undefined) return undefined;
  const windows = rules.map(readLocalWindow);
  const unread = rules[windows.indexOf(undefined)];
  if (unread !== undefined) return `the policy of this machine has a maintenance window that cannot be read: ${unread}`;
  const isAllowed = windows.some((window) => window !== undefined && isOpen({ windows: [window], blackouts: [] }, now));
  return isAllowed ? undefined : 'no maintenance window of the policy of this machine is open';
}
