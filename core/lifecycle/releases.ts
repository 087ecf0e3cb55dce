// Finds the release that a version belongs to: 12.5 is Debian 12, 15.7.9 is macOS 15, 4.2.11 is Django 4.2.
import type { ProductRelease } from './support.ts';

/** The rows of the most exact release that `version` belongs to; one from each feed that has it. */
export function rowsOfVersion(version: string, rows: readonly ProductRelease[]): readonly ProductRelease[] {
  for (const candidate of candidatesOf(version)) {
    const found = rows.filter(({ release }) => release === candidate);
    if (found.length > 0) return found;
  }
  return [];
}

/** `15.7.9-1` may be release 15.7.9, 15.7 or 15, in this order; `3.0` may be 3 and `6` may be 6.0. */
function candidatesOf(version: string): readonly string[] {
  const numbers = /^v?(\d{1,20}(?:\.\d{1,20}){0,9})/.exec(version)?.[1];
  if (numbers === undefined) return [];
  const parts = numbers.split('.');
  const shorter = parts.map((_part, index) => parts.slice(0, parts.length - index).join('.'));
  return parts.length === 1 ? [...shorter, `${numbers}.0`] : shorter;
}
