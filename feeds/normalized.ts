// What every `normalize` returns: an advisory, perhaps with parts that could not be read, or the reason there is none.
import type { Advisory } from '@suture/core/advisories/advisory.ts';

export type Normalized =
  | {
      readonly ok: true;
      readonly advisory: Advisory;
      /** Parts of the record that could not be read and are missing from the advisory; each counts as malformed. */
      readonly problems: readonly string[];
    }
  | { readonly ok: false; readonly record: string; readonly reason: string };
