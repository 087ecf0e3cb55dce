// Builds the console where its sources are newer than what is built: `npm run console`, and part of `npm start`.
import { createHash } from 'node:crypto';
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './checks/outcome.ts';

export const CONSOLE_SITE = join(root, '.build/console-site');
const MARK = join(CONSOLE_SITE, '.digest');

/** Everything the built files follow from. */
function digest(): string {
  const hash = createHash('sha256');
  const sources = [
    'console/**/*.{ts,tsx,css,html,svg,json}',
    'protocol/{api,query}/*.ts',
    'core/query/*.ts',
    'package-lock.json',
  ];
  for (const path of globSync(sources, { cwd: root, exclude: ['**/*.test.*'] }).toSorted()) {
    hash.update(`${path}\0`).update(readFileSync(join(root, path)));
  }
  return hash.digest('hex');
}

/** Says whether it had to. */
export async function buildConsole(): Promise<boolean> {
  const wanted = digest();
  let built;
  try {
    built = readFileSync(MARK, 'utf8');
  } catch {
    // Never built, or not to the end.
  }
  if (built === wanted) return false;
  const { build } = await import('vite');
  await build({ configFile: join(root, 'console/vite.config.ts'), logLevel: 'warn' });
  writeFileSync(MARK, wanted);
  return true;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await buildConsole();
