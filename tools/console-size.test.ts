// Holds the console to its budget: whatever page is opened first, under 200 KB of JavaScript are loaded, counted as gzip.
import { globSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { buildConsole, CONSOLE_SITE } from './console.ts';

const MOST = 200_000;

beforeAll(async () => void (await buildConsole()), 120_000);

const assets = (pattern: string): readonly string[] => globSync(pattern, { cwd: join(CONSOLE_SITE, 'assets') });
const textOf = (path: string): string => readFileSync(join(CONSOLE_SITE, path), 'utf8');

/** All that is loaded for these files, themselves included. */
function loadedWith(files: readonly string[], loaded = new Set<string>()): ReadonlySet<string> {
  for (const file of files) {
    if (loaded.has(file)) continue;
    loaded.add(file);
    const named = [...textOf(`assets/${file}`).matchAll(/(?:from|import)\s*"\.\/([^"]+\.js)"/g)];
    loadedWith(
      named.map(([, name = '']) => name),
      loaded,
    );
  }
  return loaded;
}

test.for([
  'overview',
  'endpoints',
  'patches',
  'deployments',
  'deployment',
  'new-deployment',
  'calendar',
  'policies',
  'exceptions',
  'reports',
  'report',
  'firmware',
  'catalog',
  'operators',
  'vulnerability',
  'vulnerabilities',
])('%s', (page) => {
  const first = [...textOf('index.html').matchAll(/assets\/([^"]+\.js)"/g)].map(([, name = '']) => name);
  // A page and what it shares with few may go by one name.
  const own = assets(`${page}-????????.js`);
  expect(own).not.toEqual([]);
  const files = [...loadedWith([...first, ...own])];
  expect(files.length).toBeGreaterThan(5);
  const bytes = files.reduce((sum, file) => sum + statSync(join(CONSOLE_SITE, 'assets', `${file}.gz`)).size, 0);
  expect(bytes).toBeLessThan(MOST);
});
