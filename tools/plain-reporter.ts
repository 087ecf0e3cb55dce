// A vitest reporter that names each skipped test in one line and ends with `N passed, N failed, N skipped`.
import type { Reporter, TestCase, TestModule } from 'vitest/node';

export default class PlainReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const count = (state: string): number => tests.filter((test) => test.result().state === state).length;
    // A file that could not be loaded, or an error outside any test, failed as surely as a test.
    const brokenFiles = modules.filter((module) => module.errors().length > 0).length;
    const failed = count('failed') + brokenFiles + unhandledErrors.length;
    const skipped = tests.filter((test) => test.result().state === 'skipped');

    const lines = skipped.map((test) => `skipped: ${test.module.relativeModuleId}: ${test.fullName}${because(test)}`);
    const total = `${count('passed')} passed, ${failed} failed${skipped.length > 0 ? `, ${skipped.length} skipped` : ''}`;
    // Other reporters write at this same moment; the total is to stand last.
    process.once('exit', () => process.stdout.write(`${[...lines, total].join('\n')}\n`));
  }
}

/** The note given to `context.skip(note)`; a test skipped by `skipIf` says why in its own title. */
function because(test: TestCase): string {
  const result = test.result();
  return result.state === 'skipped' && result.note ? ` because ${result.note}` : '';
}
