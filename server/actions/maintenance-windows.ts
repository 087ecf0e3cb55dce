// Maintenance windows and blackouts as people make, change and look at them.
import { describeSpan, describeWindow } from '@suture/core/maintenance/describe.ts';
import { blackoutIntervals, occurrences } from '@suture/core/maintenance/occurrences.ts';
import { readSpan, readWindow } from '@suture/core/maintenance/read-window.ts';
import type { MaintenanceWindow } from '@suture/core/maintenance/window.ts';
import type { maintenanceWindow, windowRequest } from '@suture/protocol/api/rollout-settings.ts';
import type { z } from '@suture/protocol/agent/zod.ts';
import type { Transaction } from '../store/database.ts';
import { lookAtWaiting } from '../store/deployment-jobs.ts';
import { wakeDeployments } from '../store/deployments.ts';
import {
  maintenanceWindows,
  putWindow,
  removeWindow,
  type WindowRow,
  type WindowSaid,
} from '../store/maintenance-windows.ts';
import { record, refuse, type By, type Done, type PeopleDoor } from './people-door.ts';
import { uuidOf } from './uuid.ts';

type Said = z.infer<typeof windowRequest>;

/** `id`: which one to change; undefined makes a new one. */
export async function saveWindow(
  door: PeopleDoor,
  by: By,
  id: string | undefined,
  asked: Said,
): Promise<Done<WindowRow, 'not-found' | 'invalid' | 'taken'>> {
  const said = asked as WindowSaid;
  const read = said.kind === 'span' ? readSpan(said.said) : readWindow(said.said);
  if (!read.ok) {
    return refuse(
      'invalid',
      read.problems.map(({ field, problem, remedy }) => `${field} ${problem}: ${remedy}`).join(' '),
    );
  }
  return door.store.inOrganisation(by.access.organisation, async (transaction) => {
    const before = (await maintenanceWindows(transaction)).find((row) => row.id === id);
    if (id !== undefined && before === undefined) return refuse('not-found', 'there is no such window');
    const at = door.now();
    const row: WindowRow = { ...said, id: id ?? uuidOf(door.random(16)), changedAt: at, changedBy: by.access.actor };
    if (!(await putWindow(transaction, row))) return refuse('taken', `another is called "${said.said.name}"`);
    await lookAgain(transaction, at);
    await record(transaction, by, {
      at,
      action: id === undefined ? 'maintenance-window.create' : 'maintenance-window.change',
      subject: `maintenance-window:${row.id}`,
      before: before === undefined ? null : { kind: before.kind, ...before.said },
      after: { kind: said.kind, ...said.said },
    });
    return { ok: true, value: row };
  });
}

export function dropWindow(door: PeopleDoor, by: By, id: string): Promise<Done<undefined, 'not-found'>> {
  return door.store.inOrganisation(by.access.organisation, async (transaction) => {
    const gone = await removeWindow(transaction, id);
    if (gone === undefined) return refuse('not-found', 'there is no such window');
    await lookAgain(transaction, door.now());
    await record(transaction, by, {
      at: door.now(),
      action: 'maintenance-window.remove',
      subject: `maintenance-window:${id}`,
      before: { kind: gone.kind, ...gone.said },
      after: null,
    });
    return { ok: true, value: undefined };
  });
}

/** Whoever waits for what was changed may begin earlier than it was told. */
async function lookAgain(transaction: Transaction, at: Date): Promise<void> {
  await lookAtWaiting(transaction, { reasons: ['maintenance-window', 'blackout', 'too-long'] }, at);
  await wakeDeployments(transaction);
}

const aheadMs = 35 * 86_400_000;
const mostTimes = 10;

export function describeWindowRow(row: WindowRow, now: number): z.infer<typeof maintenanceWindow> {
  const { id, kind, said, changedBy } = row;
  const shown = { id, kind, name: said.name, said, changedAt: row.changedAt.toISOString(), changedBy };
  const range = { from: now, to: now + aheadMs };
  const timesOf = (times: readonly { readonly from: number; readonly to: number }[]) =>
    times
      .filter(({ to }) => to > now)
      .slice(0, mostTimes)
      .map(({ from, to }) => ({ from: new Date(from).toISOString(), to: new Date(to).toISOString() }));
  if (row.kind === 'span') {
    const read = readSpan(row.said);
    return {
      ...shown,
      says: describeSpan(row.said),
      next: read.ok ? timesOf(blackoutIntervals(read.value, range)) : [],
    };
  }
  const read = readWindow(row.said);
  if (!read.ok) return { ...shown, says: 'It cannot be read any more.', next: [] };
  const window: MaintenanceWindow = read.value;
  return { ...shown, says: describeWindow(window), next: timesOf(occurrences(window, range)) };
}
