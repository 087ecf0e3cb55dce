// How old data are, in words a person reads at a glance.

const HOUR_MS = 3_600_000;

/** Feeds move daily; data that nobody could renew for two days are called stale. */
const STALE_HOURS = 48;

export function ageHours(since: string, now: Date): number {
  return Math.max(0, Math.round(((now.getTime() - Date.parse(since)) / HOUR_MS) * 10) / 10);
}

export function isStale(state: { readonly checkedAt: string; readonly error: string | null }, now: Date): boolean {
  return state.error !== null || ageHours(state.checkedAt, now) > STALE_HOURS;
}

/** `4 min ago`, `3 h ago`, `12 days ago`. */
export function ageText(since: string, now: Date): string {
  const minutes = Math.max(0, Math.round((now.getTime() - Date.parse(since)) / 60_000));
  if (minutes < 1) return 'just now';
  if (minutes < 120) return `${minutes} min ago`;
  const hours = Math.round(minutes / 60);
  return hours < 72 ? `${hours} h ago` : `${Math.round(hours / 24)} days ago`;
}
