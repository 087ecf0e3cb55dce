// Holds the documentation to what exists: paths, npm scripts, commands and flags.
import { execFile, spawnSync } from 'node:child_process';
import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, test } from 'vitest';
import { type CommandClaim, readClaims } from './doc-claims.ts';

const root = join(import.meta.dirname, '..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const rootEntries = new Set(readdirSync(root).filter((name) => !['node_modules', '.build', '.git'].includes(name)));
const manifest = JSON.parse(read('package.json')) as { scripts: Record<string, string>; workspaces: string[] };

const required = ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'SECURITY.md'];
const pages = [
  ...required,
  ...globSync('{docs/**,{adapters,cli,core,feeds,tools}/**}/*.md', {
    cwd: root,
    exclude: (path) => /(^|[\\/])(node_modules|recordings)([\\/]|$)/u.test(path),
  }).map((path) => path.replaceAll('\\', '/')),
];

/** Help text by command, `''` for `suture` itself. */
const help = new Map<string, string>();

async function readHelp(path: readonly string[]): Promise<void> {
  const { stdout } = await promisify(execFile)(process.execPath, [join(root, 'cli/bin/suture.js'), ...path, '--help']);
  help.set(path.join(' '), stdout);
  const [, commands = ''] = /^Commands:\n((?: +.*\n)+)/mu.exec(stdout) ?? [];
  const names = [...commands.matchAll(/^ {2}([a-z][\w-]*)/gmu)].map(([, name = '']) => name);
  await Promise.all(names.filter((name) => name !== 'help').map((name) => readHelp([...path, name])));
}

/** What suture-agent says of its commands where none is given. */
let agentUsage = '';

beforeAll(async () => {
  await readHelp([]);
  const said = spawnSync(process.execPath, [join(root, 'agent/main.ts')], { encoding: 'utf8' });
  agentUsage = said.stderr;
});

/** What is wrong with a command a page shows; undefined when the CLI has it. */
function objection({ text, words, flags }: CommandClaim): string | undefined {
  let command = '';
  for (const word of words) {
    const deeper = command === '' ? word : `${command} ${word}`;
    if (!help.has(deeper)) {
      const hasCommands = help.get(command)?.includes('\nCommands:') ?? false;
      if (hasCommands && /^[a-z]/u.test(word) && word !== 'help') return `${text}: there is no "suture ${deeper}"`;
      break;
    }
    command = deeper;
  }
  const known = `${help.get('')}${help.get(command)}`;
  const unknown = flags.filter((flag) => !names(known, flag));
  return unknown.length === 0 ? undefined : `${text}: "suture ${command}" has no ${unknown.join(', ')}`;
}

const names = (text: string, flag: string): boolean =>
  new RegExp(String.raw`(^|[\s,[])${flag}(?![\w-])`, 'mu').test(text);

test('the help of the commands is found, so that the pages are compared with something', () => {
  expect([...help.keys()]).toEqual(expect.arrayContaining(['', 'scan', 'db', 'db update', 'why', 'cve']));
  expect(agentUsage).toContain('suture-agent enrol');
});

test.each(required)('%s exists', (page) => {
  expect(existsSync(join(root, page))).toBe(true);
});

describe.each(pages.filter((page) => existsSync(join(root, page))))('%s', (page) => {
  const claims = readClaims(page, read(page), rootEntries);

  test('names only paths that exist', () => {
    const missing = claims.paths.filter((path) =>
      path.includes('*') ? globSync(path, { cwd: root }).length === 0 : !existsSync(join(root, path)),
    );
    expect(missing).toEqual([]);
  });

  test('names only npm scripts that exist', () => {
    expect(claims.scripts.filter((name) => !Object.hasOwn(manifest.scripts, name))).toEqual([]);
  });

  test('shows only commands and flags that the CLI has', () => {
    expect(claims.commands.map(objection).filter((text) => text !== undefined)).toEqual([]);
    const all = [...help.values(), agentUsage].join('\n');
    expect(claims.flags.filter((flag) => !names(all, flag))).toEqual([]);
  });
});

test.runIf(existsSync(join(root, 'ARCHITECTURE.md')))('ARCHITECTURE.md names every workspace', () => {
  const text = read('ARCHITECTURE.md');
  expect(manifest.workspaces.filter((name) => !new RegExp(String.raw`(^|[\s\x60])${name}/`, 'mu').test(text))).toEqual(
    [],
  );
});
