// Checks everything that is not a test, side by side, and reports all that fails: `npm run check`.
import { join } from 'node:path';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { boundaries } from './checks/boundaries.ts';
import { cruiseBoundaries } from './checks/cruise.ts';
import { lockFileProblems, type LockFile } from './checks/lock-file.ts';
import { type Check, type Outcome, program, root } from './checks/outcome.ts';

const folders = ['core', 'protocol', 'adapters', 'feeds', 'agent', 'server', 'cli', 'console', 'lab', 'tools'];
const longFileLines = 300;

/** Sources written by people, as paths from the root with forward slashes. */
const sources = globSync(`{${folders.join(',')}}/**/*.{ts,tsx,js,mjs}`, {
  cwd: root,
  // The client's types are made, not written.
  exclude: ['**/node_modules/**', 'protocol/api/client-types.ts'],
}).map((path) => path.replaceAll('\\', '/'));

const checks: readonly Check[] = [
  { name: 'types', run: program('typescript-7/bin/tsc', '-b', '--pretty', 'false') },
  { name: 'lint', repair: 'npx oxlint --fix', run: program('oxlint/bin/oxlint', '--quiet', '--format=unix') },
  { name: 'format', repair: 'npm run format', run: program('oxfmt/bin/oxfmt', '--list-different') },
  { name: 'boundaries', run: checkBoundaries },
  { name: 'dead code', run: program('knip/bin/knip.js', '--no-progress', '--no-config-hints') },
  { name: 'lock file', run: checkLockFile },
  { name: 'long files', run: checkLength },
];

async function checkBoundaries(): Promise<Outcome> {
  const { modules, violations } = await cruiseBoundaries(root, folders, boundaries);
  const seen = new Set(modules);
  const unseen = sources.filter((source) => !seen.has(source));
  const gone = boundaries.flatMap(({ name, paths }) =>
    paths
      .filter((path) => !existsSync(join(root, path)))
      .map((path) => `${name} speaks of ${path}, which does not exist`),
  );
  return {
    problems: [
      ...violations.map(({ text }) => text),
      ...gone,
      // A cruise that silently sees nothing also finds nothing.
      ...unseen.map((source) => `${source} was not looked at`),
    ],
  };
}

function checkLockFile(): Outcome {
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as LockFile;
  return { problems: lockFileProblems(lock) };
}

function checkLength(): Outcome {
  const remarks = sources.flatMap((source) => {
    const lines = readFileSync(join(root, source), 'utf8').split('\n').length - 1;
    return lines > longFileLines ? [`${source} has ${lines} lines`] : [];
  });
  return { problems: [], remarks };
}

async function report({ name, repair, run }: Check): Promise<boolean> {
  const start = performance.now();
  const { problems, remarks = [] } = await run();
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  const lines = [`${problems.length === 0 ? 'ok  ' : 'FAIL'}  ${name} (${seconds} s)`];
  for (const text of [...problems, ...remarks]) lines.push(...text.split('\n').map((line) => `      ${line}`));
  if (problems.length > 0 && repair) lines.push(`      Much of this is mended by: ${repair}`);
  process.stdout.write(`${lines.join('\n')}\n`);
  return problems.length === 0;
}

const results = await Promise.all(checks.map(report));
const failed = results.filter((passed) => !passed).length;
process.stdout.write(
  failed === 0 ? `All ${results.length} checks passed.\n` : `${failed} of ${results.length} checks failed.\n`,
);
process.exitCode = failed === 0 ? 0 : 1;
