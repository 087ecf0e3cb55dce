// All that a change of what this machine says of itself shows in: read before each check-in, so that most bring no report.
import type { Adapter, Watch } from '@suture/adapters/adapter.ts';
import { factsWatches } from './facts.ts';

/** Files of the agent's own first, then the machine's, then those of every adapter. */
export const watchedBy = (
  adapters: readonly Adapter[],
  { policyFile, trustFile }: { readonly policyFile: string; readonly trustFile: string },
): readonly Watch[] => [
  ...[policyFile, trustFile].map((path): Watch => ({ path, with: 'itself' })),
  ...factsWatches,
  ...adapters.flatMap(({ watches }) => watches),
];
