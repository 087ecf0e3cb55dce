// A span of time as a clock somewhere shows it, with the name of its time: CET and CEST are not the same.
export const HERE = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** To choose from. */
export const ZONES: readonly string[] = [...new Set(['UTC', ...Intl.supportedValuesOf('timeZone')])];

/** `Sun 29 Mar, 01:30 – 04:30 CEST`; `to` null is a moment. Both in RFC 3339. */
export function clockText(from: string, to: string | null, zone: string, language: string): string {
  const of = (options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
    new Intl.DateTimeFormat(language, { timeZone: zone, ...options });
  const day = of({ weekday: 'short', day: 'numeric', month: 'short' });
  const time = of({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  const named = of({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZoneName: 'short' });
  const start = new Date(from);
  if (to === null) return `${day.format(start)}, ${named.format(start)}`;
  const end = new Date(to);
  const isSameDay = day.format(start) === day.format(end);
  const nameOf = (moment: Date): string =>
    named.formatToParts(moment).find(({ type }) => type === 'timeZoneName')?.value ?? '';
  // Over a change of clocks each end has its own.
  const before = nameOf(start) === nameOf(end) ? time.format(start) : named.format(start);
  return `${day.format(start)}, ${before} – ${isSameDay ? '' : `${day.format(end)}, `}${named.format(end)}`;
}
