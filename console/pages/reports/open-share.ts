// The share of fixes that still wait after so many days: as a line of steps, and on single days.

export interface Step {
  readonly day: number;
  /** The share that is open after that day: 0 to 1. */
  readonly open: number;
}

/** A path for SVG in a box of 100 by 100: all are open at its left edge; `days` is its right one. It ends where nobody was seen any longer. */
export function stepsPath(steps: readonly Step[], days: number): string {
  const x = (day: number): number => round((100 * Math.min(day, days)) / Math.max(days, 1));
  const places = steps.filter(({ day }) => day <= days).map(({ day, open }) => `H${x(day)}V${round(100 - 100 * open)}`);
  return `M0 0${places.join('')}`;
}

/** Null where none was seen for so long: then nothing is known of it. */
export function openAfter(steps: readonly Step[], day: number): number | null {
  const last = steps.at(-1);
  if (last === undefined || (day > last.day && last.open > 0)) return null;
  return steps.findLast((step) => step.day <= day)?.open ?? 1;
}

const round = (value: number): number => Math.round(value * 100) / 100;
