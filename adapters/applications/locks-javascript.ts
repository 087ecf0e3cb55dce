// Lock files of npm, yarn and pnpm. Sources: npm's package-lock.json page, yarn's and pnpm's own writers.
import { npm as scheme } from '@suture/core/versions/npm.ts';
import { fieldOf, fieldsOf, readJson, textOf } from '../json.ts';
import type { Named } from './lock-files.ts';

const isName = (text: string): boolean =>
  text.length <= 214 && /^(?:@[a-z0-9~][\w.~-]*\/)?[a-z0-9~_][\w.~-]*$/i.test(text);
const isVersion = (text: string): boolean => text.length <= 100 && scheme.parse(text).ok;

const named = (name: string, version: string | undefined): readonly Named[] =>
  version !== undefined && isName(name) && isVersion(version) ? [{ name, version }] : [];

/** Versions 2 and 3 list `packages` by path; version 1 nests `dependencies`. Links lead to the application's own. */
export function parseNpmLock(text: string): readonly Named[] | undefined {
  const lock = fieldsOf(readJson(text));
  if (lock === undefined) return undefined;
  const packages = fieldsOf(fieldOf(lock, 'packages'));
  if (packages !== undefined) {
    return Object.entries(packages).flatMap(([path, value]) => {
      const fields = fieldsOf(value);
      const at = path.lastIndexOf('node_modules/');
      if (at === -1 || fields === undefined || fieldOf(fields, 'link') === true) return [];
      // An alias is in a folder of another name.
      return named(textOf(fields, 'name') ?? path.slice(at + 'node_modules/'.length), textOf(fields, 'version'));
    });
  }
  const found: Named[] = [];
  const queue: unknown[] = [fieldOf(lock, 'dependencies')];
  if (fieldsOf(queue[0]) === undefined && fieldOf(lock, 'lockfileVersion') === undefined) return undefined;
  for (let at = 0; at < queue.length && found.length < 100_000; at++) {
    for (const [name, value] of Object.entries(fieldsOf(queue[at]) ?? {})) {
      const fields = fieldsOf(value);
      found.push(...named(name, textOf(fields, 'version')));
      const inner = fieldOf(fields, 'dependencies');
      if (inner !== undefined) queue.push(inner);
    }
  }
  return found;
}

/** Version 1: `name@^1.0.0, name@^1.1.0:` then `  version "1.2.3"`. Later ones: `"name@npm:^1.0.0":` then `  version: 1.2.3`. */
export function parseYarnLock(text: string): readonly Named[] | undefined {
  const found: Named[] = [];
  let name: string | undefined;
  for (const line of text.split('\n')) {
    if (line.startsWith('#') || line.length > 4000) continue;
    if (/^\S/.test(line)) name = /^"?(@?[^@\s",:]{1,214})@/.exec(line)?.[1];
    else if (name !== undefined) {
      const version = /^ {2}version:? "?([^"\s]{1,100})"?$/.exec(line)?.[1];
      if (version === undefined) continue;
      found.push(...named(name, version));
      name = undefined;
    }
  }
  return found.length === 0 && !/yarn lockfile|__metadata/.test(text.slice(0, 2000)) ? undefined : found;
}

/** Keys below `packages:`: `/name@1.2.3:`, `'@scope/name@1.2.3(peer@1.0.0)':`, and `/name/1.2.3:` of old. */
export function parsePnpmLock(text: string): readonly Named[] | undefined {
  if (!/^lockfileVersion:/m.test(text.slice(0, 10_000))) return undefined;
  const found: Named[] = [];
  let inPackages = false;
  for (const line of text.split('\n')) {
    if (/^\S/.test(line)) inPackages = line.startsWith('packages:');
    if (!inPackages || line.length > 2000) continue;
    const key = /^ {2}'?\/?((?:@[^/@'\s]{1,214}\/)?[^/@'\s:]{1,214})[@/](\d[^'():_/\s]{0,99})/.exec(line);
    if (key !== null) found.push(...named(key[1] ?? '', key[2]));
  }
  return found;
}
