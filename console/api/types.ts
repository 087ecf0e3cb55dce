// Shapes of the API by short names, from the generated types.
import type { operations } from '@suture/protocol/api/client-types.ts';

/** What an operation answers when it goes well. */
export type Answer<O extends keyof operations> = operations[O]['responses'][200 &
  keyof operations[O]['responses']] extends {
  readonly content: { readonly 'application/json': infer Body };
}
  ? Body
  : never;
export type Item<O extends keyof operations> =
  Answer<O> extends { readonly items: readonly (infer Row)[] } ? Row : never;
