// The list of feeds: what all of them must have, and no two may share.
import { readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { feedNames } from './names.ts';
import { feeds } from './registry.ts';

const files = feeds.flatMap((feed) => feed.files);

it('names each feed once, in a way that can be typed after --only and filed under', () => {
  const names = feeds.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(new Set(names.map((name) => name.replaceAll(/[^\w.-]/g, '-'))).size).toBe(names.length);
  for (const name of names) expect(name).toMatch(/^[a-z][a-z-]*(:[A-Za-z. ]+)?$/);
  expect(feedNames).toEqual(names);
});

it('gives each file an encrypted address, a place of its own below a directory, and a limit', () => {
  expect(new Set(files.map(({ path }) => path)).size).toBe(files.length);
  expect(new Set(files.map(({ url }) => url)).size).toBe(files.length);
  for (const { url, path, maxBytes } of files) {
    expect(new URL(url).protocol).toBe('https:');
    expect(path).toMatch(/^[a-z-]+(\/[\w. -]+)*\/[\w.-]*\*?[\w.-]*$/);
    expect(path).not.toContain('..');
    expect(maxBytes).toBeGreaterThan(0);
    expect(maxBytes).toBeLessThanOrEqual(2_000_000_000);
  }
});

it('has a feed for every folder that holds one', () => {
  const folders = readdirSync(new URL('.', import.meta.url), { withFileTypes: true, recursive: false })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .filter((name) => readdirSync(new URL(`${name}/`, import.meta.url)).includes('index.ts'));
  const served = new Set(feeds.map(({ name }) => name.split(':')[0]));
  expect(folders.filter((name) => !served.has(name))).toEqual([]);
});
