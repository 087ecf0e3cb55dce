// `npm test`: every test. Those that change real roots are one after another and wait most of it, so they run beside the others;
// with arguments (`npm test -- core/risk`) vitest has them alone.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './checks/outcome.ts';
import { type Total, totalText } from './plain-reporter.ts';

const vitest = join(root, 'node_modules/vitest/vitest.mjs');
const given = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'suture-test-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
const running = new Set<ChildProcess>();

/** Resolves with the code that it ended with. `name`: of the file for its total. `keep`: what it writes comes all at once, at its end. */
function lane(args: readonly string[], name?: string, keep = false): Promise<number> {
  const env = { ...process.env, ...(name === undefined ? {} : { SUTURE_TEST_TOTAL: join(folder, name) }) };
  const child = spawn(process.execPath, [vitest, 'run', ...args], {
    env,
    stdio: ['inherit', keep ? 'pipe' : 'inherit', 'inherit'],
  });
  running.add(child);
  const said: Buffer[] = [];
  child.stdout?.on('data', (chunk: Buffer) => said.push(chunk));
  return new Promise((resolve) => {
    child.once('error', () => resolve(1));
    child.once('close', (code) => {
      running.delete(child);
      process.stdout.write(Buffer.concat(said));
      resolve(code ?? 1);
    });
  });
}

/** One that ended before it could count has failed. */
function totalOf(name: string): Total {
  try {
    return JSON.parse(readFileSync(join(folder, name), 'utf8')) as Total;
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

// They put things in order before they go: a terminal interrupts them by itself, and who ends this one means them.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => {
  for (const child of running) child.kill('SIGTERM');
});

if (given.length > 0) process.exitCode = await lane(given);
else {
  const codes = await Promise.all([
    lane(['--project', 'code', '--project', 'machines'], 'others'),
    lane(['--project', 'roots'], 'roots', true),
  ]);
  const totals = ['others', 'roots'].map(totalOf);
  const sum = (of: keyof Total): number => totals.reduce((all, total) => all + total[of], 0);
  const total = { passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped') };
  process.stdout.write(`${totalText(total)}\n`);
  process.exitCode = Math.max(...codes);
}
