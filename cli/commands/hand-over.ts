// Ends this process in favour of another program of the clone: same streams, signals and exit status.
import { createRequire } from 'node:module';
import path from 'node:path';

interface PinnedNode {
  /** Ends this process with the other's exit status. */
  readonly handOver: (args: readonly string[]) => void;
}

/** @param program its path in the clone */
export function handOver(program: readonly string[], args: readonly string[]): Promise<never> {
  const { handOver: run } = createRequire(import.meta.url)('../bin/pinned-node.js') as PinnedNode;
  run([path.join(import.meta.dirname, '..', '..', ...program), ...args]);
  // The process ends with the other one.
  return new Promise(() => undefined);
}
