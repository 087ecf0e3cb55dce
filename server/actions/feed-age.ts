// How old the data of a feed are, and from when on they are called stale.

const HOUR_MS = 3_600_000;
/** Feeds move daily; data that nobody could renew for two days are stale, as a scan says it. */
const STALE_HOURS = 48;

/** `since`: RFC 3339. With one decimal. */
export const ageHours = (since: string, now: Date): number =>
  Math.max(0, Math.round(((now.getTime() - Date.parse(since)) / HOUR_MS) * 10) / 10);

export const isStale = (
  { checkedAt, error }: { readonly checkedAt: string; readonly error: string | null },
  now: Date,
): boolean => error !== null || ageHours(checkedAt, now) > STALE_HOURS;
