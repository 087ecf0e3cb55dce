// What a server has to judge by, in the words that whatever speaks of vulnerabilities says where that is not all.
import type { components } from '@suture/protocol/api/client-types.ts';
import { plural } from '../output/words.ts';
import type { Connection } from './connect.ts';

/** Undefined: a server of before it was told. */
export type Advisories = components['schemas']['FeedPage']['advisories'] | undefined;

export async function advisoriesOf({ api, ask }: Connection): Promise<Advisories> {
  const { advisories } = await ask(api.GET('/api/v1/feeds', { params: { query: { limit: 1 } } }));
  return advisories;
}

const WHY = {
  none: 'the server has no advisory database',
  gone: 'the server has lost its advisory database',
} as const;
const REMEDY = '(suture db update, there)';

/** Of a list; nothing where advisories are in use. `what`: what is not known where nothing is listed. */
export function advisoryWords(advisories: Advisories, what: string, listed: number): readonly string[] {
  if (advisories === undefined || advisories === 'in-use') return [];
  if (listed === 0) return [`Not known: ${what}: ${WHY[advisories]} ${REMEDY}.`];
  return [`${HOW[advisories]}: ${WHY[advisories]} ${REMEDY}.`];
}

const HOW = {
  none: 'Known from changelogs of pending updates only',
  gone: 'Known as the last advisories said',
} as const;

/** Of all endpoints. */
export function unjudgedWords(advisories: Advisories, endpoints: number): readonly string[] {
  if (advisories === undefined || advisories === 'in-use' || endpoints === 0) return [];
  const cannot = `${plural(endpoints, 'endpoint', 'endpoints')} cannot be judged`;
  return [`${HOW[advisories]}: ${WHY[advisories]}, so ${cannot} ${REMEDY}.`];
}
