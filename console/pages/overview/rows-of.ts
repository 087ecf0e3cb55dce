// The list that a number of the overview counts.
import type { LinkProps } from '@tanstack/react-router';
import type { Answer } from '../../api/types.ts';

export type OverviewNumber = Answer<'showOverview'>['numbers'][number];
export type Numbers = ReadonlyMap<OverviewNumber['name'], OverviewNumber>;

/** Findings are shown by vulnerability, as many have no fix to be grouped by. */
export function rowsOf({ resource, q }: Pick<OverviewNumber, 'resource' | 'q'>): LinkProps {
  const search = q === '' ? {} : { q };
  if (resource === 'feeds') return { to: '/feeds' };
  return resource === 'endpoints'
    ? { to: '/endpoints', search }
    : { to: '/vulnerabilities', search: { ...search, by: 'vulnerability' } };
}
