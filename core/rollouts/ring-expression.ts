// Reads how a deployment is cut into rings: `2,10%,rest`.
import { refuse } from '../maintenance/problems.ts';
import type { Checked } from '../maintenance/problems.ts';

export type RingSize =
  | { readonly kind: 'count'; readonly endpoints: number }
  /** Of all endpoints of the plan. */
  | { readonly kind: 'percent'; readonly percent: number }
  | { readonly kind: 'rest' };

const mostRings = 10;
const example = 'Write sizes from small to large and end with rest: 2,10%,rest.';

/** Never throws. Rings end with `rest`, so that nobody is left out by arithmetic. */
export function readRings(text: string): Checked<readonly RingSize[]> {
  const parts = text.split(',').map((part) => part.trim().toLowerCase());
  if (text.trim() === '') return refuse('rings', 'no ring is given', example);
  if (parts.length > mostRings)
    return refuse('rings', `there are more than ${mostRings} rings`, 'Use fewer, larger rings.');
  const sizes: RingSize[] = [];
  let percent = 0;
  for (const [index, part] of parts.entries()) {
    const isLast = index === parts.length - 1;
    const size = readSize(part);
    if (typeof size === 'string') return refuse('rings', `"${part.slice(0, 20)}" ${size}`, example);
    if (size.kind === 'rest' && !isLast) {
      return refuse('rings', '"rest" is followed by another ring', 'Put rest at the end: nothing is left after it.');
    }
    if (isLast && size.kind !== 'rest') {
      return refuse(
        'rings',
        `after "${part}" some endpoints may be left over`,
        `Add rest: ${text.trim().slice(0, 60)},rest.`,
      );
    }
    percent += size.kind === 'percent' ? size.percent : 0;
    if (percent > 100)
      return refuse(
        'rings',
        'the percentages come to more than 100 %',
        'Percentages are of all endpoints, not of what is left.',
      );
    sizes.push(size);
  }
  return { ok: true, value: sizes };
}

function readSize(part: string): RingSize | string {
  if (part === 'rest') return { kind: 'rest' };
  if (part === '') return 'is empty';
  const match = /^(\d{1,7})(?:\.(\d))?(%?)$/.exec(part);
  if (match === null) return 'is neither a number, a percentage nor rest';
  const value = Number(`${match[1]}.${match[2] ?? 0}`);
  if (value === 0) return 'is a ring without endpoints';
  if (match[3] === '%') return value > 100 ? 'is more than everything' : { kind: 'percent', percent: value };
  return Number.isInteger(value) ? { kind: 'count', endpoints: value } : 'is no whole number of endpoints';
}

/** How many endpoints each ring gets of so many; a percentage is rounded up. Rings that get none are left out. */
export function ringSizes(sizes: readonly RingSize[], endpoints: number): readonly number[] {
  let left = endpoints;
  const counts = sizes.map((size) => {
    const wanted =
      size.kind === 'count'
        ? size.endpoints
        : size.kind === 'rest'
          ? left
          : Math.ceil((endpoints * size.percent) / 100 - 1e-9);
    const given = Math.min(left, wanted);
    left -= given;
    return given;
  });
  return counts.filter((count) => count > 0);
}

/** The expression in its one way of being written. */
export const writeRings = (sizes: readonly RingSize[]): string =>
  sizes
    .map((size) =>
      size.kind === 'rest' ? 'rest' : size.kind === 'count' ? String(size.endpoints) : `${size.percent}%`,
    )
    .join(',');
