// How tests run: every *.test.ts beside the code, quietly, with skipped tests named and a plain last line.
import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/** Each has a root of the lab, where they share one network and one mirror: one after another. `npm test` has them beside the others. */
const roots = ['**/*on-real-roots.test.ts', '**/real-root.test.ts'];
/** Each starts whole machines, or servers that it kills: two at a time, as they wait most of it, when no code is tested any more. */
const machines = ['lab/**/*.test.ts', 'server/killed.test.ts', 'server/two-servers-debian.test.ts'];
const never = ['**/node_modules/**', '.build/**'];

export default defineConfig({
  test: {
    environment: 'node',
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // Of tests that say so: those of the lab wait most of the time, each on a host of its own.
    maxConcurrency: 8,
    reporters: [['default', { summary: false }], './tools/plain-reporter.ts'],
    projects: [
      {
        extends: true,
        test: {
          name: 'code',
          include: ['**/*.test.ts'],
          exclude: [...never, ...roots, ...machines],
          // By itself it would leave one core idle, which on a small machine is every other.
          maxWorkers: Math.max(2, availableParallelism() - 1),
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: { name: 'roots', include: roots, exclude: never, fileParallelism: false, sequence: { groupOrder: 1 } },
      },
      {
        extends: true,
        test: { name: 'machines', include: machines, exclude: never, maxWorkers: 2, sequence: { groupOrder: 2 } },
      },
    ],
  },
});
