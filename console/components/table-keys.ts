// What keys do in a table. None of them changes anything; letters can be switched off.
import type { KeyboardEvent } from 'react';
import { areKeysOn } from '../shell/single-keys.ts';

const ALWAYS = { ArrowDown: 'next', ArrowUp: 'previous', Home: 'first', End: 'last' } as const;
const LETTERS = { j: 'next', k: 'previous', x: 'select', p: 'peek' } as const;
export type TableKey = (typeof ALWAYS)[keyof typeof ALWAYS] | (typeof LETTERS)[keyof typeof LETTERS];

/** Undefined where it is not one of the table's, or meant for a field. */
export function tableKey(event: KeyboardEvent): TableKey | undefined {
  const { key, target } = event;
  if (event.ctrlKey || event.metaKey || event.altKey) return undefined;
  if (target instanceof HTMLElement && target.matches('input:not([type=checkbox]), textarea, select')) return undefined;
  if (Object.hasOwn(ALWAYS, key)) return ALWAYS[key as keyof typeof ALWAYS];
  if (!areKeysOn() || !Object.hasOwn(LETTERS, key)) return undefined;
  return LETTERS[key as keyof typeof LETTERS];
}

/** The row a key leads to from row `at`, which is -1 where none has the focus; undefined where it leads nowhere. */
export function rowAfter(key: TableKey, at: number, total: number): number | undefined {
  const to = { next: at + 1, previous: at - 1, first: 0, last: total - 1, select: undefined, peek: undefined }[key];
  return to === undefined ? undefined : Math.min(Math.max(to, 0), total - 1);
}
