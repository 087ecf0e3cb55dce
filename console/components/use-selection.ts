// What is selected of a list: some rows by their keys, or all that its query finds but for some.
import { useState } from 'react';

export type Chosen =
  | { readonly kind: 'some'; readonly keys: ReadonlySet<string> }
  | { readonly kind: 'all'; readonly except: ReadonlySet<string> };

export interface Selection {
  readonly chosen: Chosen;
  readonly count: number;
  readonly isAll: boolean;
  readonly has: (key: string) => boolean;
  readonly set: (keys: readonly string[], on: boolean) => void;
  readonly setAll: (on: boolean) => void;
}

const NONE: Chosen = { kind: 'some', keys: new Set() };

/** `of`: the question that the list answers; what was selected of another is selected no more. */
export function useSelection(of: string, total: number): Selection {
  const [held, setHeld] = useState({ of, chosen: NONE });
  const chosen = held.of === of ? held.chosen : NONE;
  const hold = (next: Chosen) => setHeld({ of, chosen: next });
  const count = countOf(chosen, total);
  return {
    chosen,
    count,
    isAll: chosen.kind === 'all' && count === total,
    has: (key) => (chosen.kind === 'some' ? chosen.keys.has(key) : !chosen.except.has(key)),
    set: (keys, on) => hold(chosenWith(chosen, keys, on)),
    setAll: (on) => hold(on ? { kind: 'all', except: new Set() } : NONE),
  };
}

export const countOf = (chosen: Chosen, total: number): number =>
  chosen.kind === 'some' ? chosen.keys.size : Math.max(total - chosen.except.size, 0);

/** With these selected, or not. */
export function chosenWith(chosen: Chosen, keys: readonly string[], on: boolean): Chosen {
  const these = new Set(keys);
  return chosen.kind === 'some'
    ? { kind: 'some', keys: on ? chosen.keys.union(these) : chosen.keys.difference(these) }
    : { kind: 'all', except: on ? chosen.except.difference(these) : chosen.except.union(these) };
}
