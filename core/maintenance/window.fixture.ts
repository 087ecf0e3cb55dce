// Windows for tests, written as people write them.
import { readWindow, type WindowText } from './read-window.ts';
import type { MaintenanceWindow } from './window.ts';

/** Throws where the text has a fault, so that a test cannot pass for the wrong reason. */
export function windowOf(text: Partial<WindowText>): MaintenanceWindow {
  const read = readWindow({
    name: 'test',
    recurrence: 'FREQ=DAILY',
    starts: '22:00',
    zone: 'UTC',
    startMargin: '0m',
    from: '2000-01-01',
    ...(text.ends === undefined ? { duration: '4h' } : {}),
    ...text,
  });
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return read.value;
}

export const utc = (text: string): number => Date.parse(text);
export const isoOf = (moment: number): string => new Date(moment).toISOString().replace('.000Z', 'Z');
