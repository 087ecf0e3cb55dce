// How tests run: every *.test.ts beside the code, quietly, with skipped tests named and a plain last line.
import { defineConfig } from 'vitest/config';

/** Each starts whole machines, or servers that it kills: one after another, when nothing else runs any more. */
const alone = [
  'lab/**/*.test.ts',
  '**/on-real-roots.test.ts',
  'server/killed.test.ts',
  'server/two-servers-debian.test.ts',
];
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
        test: { name: 'code', include: ['**/*.test.ts'], exclude: [...never, ...alone], sequence: { groupOrder: 0 } },
      },
      {
        extends: true,
        test: { name: 'machines', include: alone, exclude: never, fileParallelism: false, sequence: { groupOrder: 1 } },
      },
    ],
  },
});
