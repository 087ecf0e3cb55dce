// Finds what a person names by the first characters of its id.
import { AppError } from '@suture/core/app-error.ts';

/**
 * The one whose id begins so, by four or more characters. Throws an AppError (`input`) where there is none or more than
 * one; `list` is the command that shows them all.
 */
export function byBeginning<One extends { readonly id: string }>(
  text: string,
  all: readonly One[],
  { noun, list }: { readonly noun: string; readonly list: string },
): One {
  const isBeginning = /^[0-9a-f-]{4,36}$/i.test(text);
  const found = all.filter(({ id }) => isBeginning && id.startsWith(text.toLowerCase()));
  const [one, ...others] = found;
  if (one !== undefined && others.length === 0) return one;
  throw new AppError(
    'input',
    one === undefined ? `there is no ${noun} ${text}` : `${found.length} ${noun}s begin with ${text}`,
    `See them all: ${list}`,
  );
}
