// How a deadline reads: overdue by so many days, due in so many, or none.
const DAY_MS = 86_400_000;

export type Due =
  | { readonly kind: 'none' }
  | { readonly kind: 'overdue'; readonly days: number }
  | { readonly kind: 'in'; readonly days: number };

/** `due` is `YYYY-MM-DD`; the day itself is not overdue. `now` in milliseconds since 1970. */
export function dueOf(due: string | null, now: number): Due {
  if (due === null) return { kind: 'none' };
  const days = Math.round((Date.parse(`${due}T00:00:00Z`) - Math.floor(now / DAY_MS) * DAY_MS) / DAY_MS);
  return days < 0 ? { kind: 'overdue', days: -days } : { kind: 'in', days };
}
