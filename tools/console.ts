// Builds the console where its sources are newer than what is built: `npm run console`, and part of `npm start`.
import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
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
  // Started by a test it would otherwise be built with the checks of development, at twice the size.
  process.env['NODE_ENV'] = 'production';
  const { build } = await import('vite');
  // Apart, and put in place whole: two that build at once, or one that is cut off, leave nothing half done.
  const apart = `${CONSOLE_SITE}.${process.pid}`;
  await build({ configFile: join(root, 'console/vite.config.ts'), logLevel: 'warn', build: { outDir: apart } });
  writeFileSync(join(apart, '.digest'), wanted);
  for (let left = 5; ; left -= 1) {
    const old = `${apart}.${left}.old`;
    try {
      if (existsSync(CONSOLE_SITE)) renameSync(CONSOLE_SITE, old);
      renameSync(apart, CONSOLE_SITE);
      rmSync(old, { recursive: true, force: true });
      return true;
    } catch (error) {
      // Another one was put there in between.
      rmSync(old, { recursive: true, force: true });
      if (left === 0) throw error;
    }
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await buildConsole();
