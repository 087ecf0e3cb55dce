// How tests run: every *.test.ts beside the code, quietly, with skipped tests named and a plain last line.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['**/*.test.ts'],
    exclude: ['**/node_modules/**', '.build/**'],
    environment: 'node',
    testTimeout: 30_000,
    hookTimeout: 60_000,
    reporters: [['default', { summary: false }], './tools/plain-reporter.ts'],
  },
});
