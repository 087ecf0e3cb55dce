// The line of a figure over days, in a box of 100 by 100: places follow the calendar, so a day that nobody counted is a gap in time.
export interface Point {
  /** `YYYY-MM-DD`. */
  readonly day: string;
  readonly value: number;
}

/** A path for SVG, from left to right; `most` is at the top, nothing at the bottom. */
export function pathOf(points: readonly Point[], most: number): string {
  const times = points.map(({ day }) => Date.parse(day));
  const begin = times[0] ?? 0;
  const span = Math.max((times.at(-1) ?? 0) - begin, 1);
  const places = points.map(({ value }, index) => {
    const x = (100 * ((times[index] ?? 0) - begin)) / span;
    return `${round(x)} ${round(100 - (100 * value) / most)}`;
  });
  return `M${places.join('L')}`;
}

const round = (value: number): number => Math.round(value * 100) / 100;
