// What the server says when it does not let somebody in.
import type { TFunction } from 'i18next';
import { Refused } from '../../api/client.ts';

export const problemOf = (error: Error | null) => (error instanceof Refused ? error.problem : undefined);

/** The password was right, and a code is needed besides. */
export const isCodeAsked = (error: Error | null): boolean =>
  problemOf(error)?.type.endsWith(':second-factor-required') === true;

/** Nothing where only the code is still missing. */
export function messageOf(error: Error | null, t: TFunction): string | undefined {
  if (error === null || isCodeAsked(error)) return undefined;
  const problem = problemOf(error);
  return problem?.detail ?? problem?.title ?? t('state.unreachable');
}
