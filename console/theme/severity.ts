// The six levels everything is shown in, each a shape, a word and a colour, so that no one has to see colours.
export const LEVELS = ['critical', 'high', 'medium', 'low', 'fine', 'unknown'] as const;
export type Level = (typeof LEVELS)[number];

/** Outlines in a box of 12 by 12, all different in silhouette. */
export const SHAPES: Readonly<Record<Level, string>> = {
  critical: 'M6 0 12 6 6 12 0 6Z',
  high: 'M6 1 12 11 0 11Z',
  medium: 'M1 1H11V11H1Z',
  low: 'M0 3H12L6 11Z',
  fine: 'M6 1A5 5 0 1 1 6 11 5 5 0 1 1 6 1Z',
  unknown: 'M6 1A5 5 0 1 1 6 11 5 5 0 1 1 6 1ZM6 3A3 3 0 1 0 6 9 3 3 0 1 0 6 3Z',
};
