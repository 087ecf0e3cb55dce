// The maintenance windows that a plan names, worked out for the days ahead.
import { readSpan, readWindow } from '@suture/core/maintenance/read-window.ts';
import { blackoutAt, workOut, type WorkedOut } from '@suture/core/maintenance/schedule.ts';
import type { Blackout, MaintenanceWindow } from '@suture/core/maintenance/window.ts';
import type { WindowRow, WindowSaid } from '../store/maintenance-windows.ts';

/** Between the names of windows in a plan's schedule; none has it. Empty: any time. */
const between = '\n';

export const scheduleOf = (windows: readonly string[]): string => [...windows].toSorted().join(between);
export const windowsOf = (schedule: string): readonly string[] => (schedule === '' ? [] : schedule.split(between));

const dayMs = 86_400_000;
/** Far past the longest install: what lies outside counts as closed. */
const aheadMs = 10 * dayMs;

export interface Schedules {
  readonly schedules: ReadonlyMap<string, WorkedOut>;
  /** Of the whole organisation. */
  readonly blackoutUntil: number | null;
}

/** A window that is gone, or cannot be read any more, opens nothing. */
export function workOutSchedules(rows: readonly WindowRow[], names: ReadonlySet<string>, now: number): Schedules {
  const range = { from: now - dayMs, to: now + aheadMs };
  const windows = new Map(
    rows.flatMap((row): (readonly [string, MaintenanceWindow])[] => {
      const read = row.kind === 'window' ? readWindow(row.said) : undefined;
      return read?.ok === true ? [[row.said.name, read.value]] : [];
    }),
  );
  const blackouts = rows.flatMap((row) => blackoutOf(row) ?? []);
  const workedOut = (schedule: string): WorkedOut =>
    workOut(
      {
        windows: schedule === '' ? 'any-time' : windowsOf(schedule).flatMap((name) => windows.get(name) ?? []),
        blackouts,
      },
      range,
    );
  return {
    schedules: new Map([...names].map((name) => [name, workedOut(name)])),
    blackoutUntil: blackoutAt(workedOut(''), now)?.endsAt ?? null,
  };
}

export function blackoutOf(row: WindowSaid): Blackout | undefined {
  if (row.kind === 'window') return undefined;
  if (row.kind === 'span') {
    const read = readSpan(row.said);
    return read.ok ? read.value : undefined;
  }
  const read = readWindow(row.said);
  return read.ok ? { kind: 'recurring', name: row.said.name, window: read.value } : undefined;
}
