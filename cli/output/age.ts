// How old data are, in words a person reads at a glance.

import * as feedAge from '@suture/core/advisories/feed-age.ts';

export const ageHours = (since: string, now: Date): number => feedAge.ageHours(since, now.getTime());

export const isStale = (state: { readonly checkedAt: string; readonly error: string | null }, now: Date): boolean =>
  feedAge.isStale(state, now.getTime());

/** `4 min ago`, `3 h ago`, `12 days ago`. */
export function ageText(since: string, now: Date): string {
  const minutes = Math.max(0, Math.round((now.getTime() - Date.parse(since)) / 60_000));
  if (minutes < 1) return 'just now';
  if (minutes < 120) return `${minutes} min ago`;
  const hours = Math.round(minutes / 60);
  return hours < 72 ? `${hours} h ago` : `${Math.round(hours / 24)} days ago`;
}
