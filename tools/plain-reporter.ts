// A vitest reporter that names each skipped test in one line and ends with `N passed, N failed, N skipped`; where SUTURE_TEST_TOTAL
// names a file, the total goes there as JSON, for whoever adds it to others.
import { writeFileSync } from 'node:fs';
import type { Reporter, TestCase, TestModule } from 'vitest/node';

export type Total = Readonly<Record<'passed' | 'failed' | 'skipped', number>>;

export default class PlainReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const count = (state: string): number => tests.filter((test) => test.result().state === state).length;
    // A file that could not be loaded, or an error outside any test, failed as surely as a test.
    const brokenFiles = modules.filter((module) => module.errors().length > 0).length;
    const failed = count('failed') + brokenFiles + unhandledErrors.length;
    const skipped = tests.filter((test) => test.result().state === 'skipped');

    const lines = new Set(skipped.map((test) => `skipped: ${test.module.relativeModuleId}: ${skippedAs(test)}`));
    const total: Total = { passed: count('passed'), failed, skipped: skipped.length };
    const file = process.env['SUTURE_TEST_TOTAL'];
    if (file === undefined) lines.add(totalText(total));
    else writeFileSync(file, JSON.stringify(total));
    // Other reporters write at this same moment; the total is to stand last.
    process.once('exit', () => process.stdout.write([...lines].map((line) => `${line}\n`).join('')));
  }
}

export const totalText = ({ passed, failed, skipped }: Total): string =>
  `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;

/** The name of what was skipped, which says why: the outermost skipped suite, or the test and the note it left. */
function skippedAs(test: TestCase): string {
  let name = test.fullName;
  for (let { parent } = test; parent.type === 'suite'; { parent } = parent) {
    if (parent.options.mode === 'skip') name = parent.fullName;
  }
  const result = test.result();
  return result.state === 'skipped' && result.note ? `${name} because ${result.note}` : name;
}
