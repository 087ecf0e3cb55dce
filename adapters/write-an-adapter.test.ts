// Follows docs/guides/write-an-adapter.md to the letter, in a temporary folder, and runs its tests and the conformance suite there.
import { execFile } from 'node:child_process';
import {
  cpSync,
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');
const guide = readFileSync(join(root, 'docs/guides/write-an-adapter.md'), 'utf8');
const files = [...guide.matchAll(/^File `([\w./-]+)`:\n\n```\w+\n(.*?)^```$/gms)].map(([, path = '', text = '']) => ({
  path,
  text,
}));
const line = /^```ts registry\n(.*?)^```$/ms.exec(guide)?.[1] ?? '';
let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'suture-adapter-'));
  const adapters = join(folder, 'adapters');
  mkdirSync(adapters);
  for (const name of globSync('*.ts', { cwd: import.meta.dirname })) {
    if (!name.endsWith('.test.ts') || /^(?:conformance|registry|broken-answers)\./.test(name)) {
      cpSync(join(import.meta.dirname, name), join(adapters, name));
    }
  }
  cpSync(join(import.meta.dirname, 'package.json'), join(adapters, 'package.json'));
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  // The list of adapters holds the guide's line and no other, for no other folder was copied.
  const registry = readFileSync(join(adapters, 'registry.ts'), 'utf8');
  const list = /(const loaders = \{\n)(?:.*?)(\n\} as const)/s;
  if (!list.test(registry)) throw new Error('the registry has no list of adapters that could take the line');
  writeFileSync(
    join(adapters, 'registry.ts'),
    registry.replace(list, (_, open: string, close: string) => `${open}${line.trimEnd()}${close}`),
  );
  for (const { path, text } of files) {
    mkdirSync(join(adapters, dirname(path)), { recursive: true });
    writeFileSync(join(adapters, path), text);
  }
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({
      extends: join(root, 'tsconfig.base.json'),
      compilerOptions: { noEmit: true, composite: false, incremental: false, emitDeclarationOnly: false },
      include: ['adapters/*.ts', 'adapters/larder/*.ts'],
    }),
  );
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const node = (...args: readonly string[]): Promise<{ readonly code: number; readonly said: string }> =>
  new Promise((resolve) => {
    execFile(
      process.execPath,
      args,
      { cwd: folder, timeout: 110_000, maxBuffer: 16 << 20 },
      (error, stdout, stderr) => {
        resolve({ code: error === null ? 0 : Number(error.code ?? 1), said: `${stdout}${stderr}` });
      },
    );
  });

test('the guide names every part of a folder, and a line for the registry', () => {
  expect(files.map(({ path }) => path).sort()).toEqual([
    'larder/README.md',
    'larder/commands.ts',
    'larder/index.ts',
    'larder/larder.test.ts',
    'larder/parse.ts',
    'larder/recordings/README.md',
    'larder/recordings/from-docs/recording.json',
  ]);
  expect(line).toContain('larder');
});

test('what the guide builds passes its own tests and the conformance suite', { timeout: 120_000 }, async () => {
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  const { said } = await node(
    vitest,
    'run',
    '--root',
    folder,
    '--reporter=json',
    '--testTimeout=60000',
    '--outputFile=results.json',
  );
  const results = readResults(said);
  expect(results.filter(({ status }) => status !== 'passed')).toEqual([]);
  expect(results.map(({ fullName }) => fullName)).toEqual(
    expect.arrayContaining([
      'the folder of larder has parse.ts',
      'the adapter larder watches what it reads',
      'the adapter larder stays honest on a machine where every tool and file is missing',
      'the adapter larder withstands any bytes as output and as file content',
      'answers that larder gets from-docs',
      'a server out of reach means unknown, not up to date',
    ]),
  );
});

interface Result {
  readonly fullName: string;
  readonly status: string;
  readonly failureMessages: readonly string[];
}

function readResults(said: string): readonly Result[] {
  const path = join(folder, 'results.json');
  if (!existsSync(path)) throw new Error(said);
  const { testResults } = JSON.parse(readFileSync(path, 'utf8')) as {
    testResults: readonly { assertionResults: readonly Result[] }[];
  };
  return testResults.flatMap(({ assertionResults }) => assertionResults);
}

test('what the guide builds has the right types', { timeout: 120_000 }, async () => {
  const { code, said } = await node(join(root, 'node_modules/typescript-7/bin/tsc'), '-p', folder);
  expect({ code, said }).toEqual({ code: 0, said: '' });
});

test('what the guide builds is formatted, and exports only what another of its files uses: npm run check asks for both', async () => {
  const built = files.filter(({ path }) => path.endsWith('.ts'));
  const config = join(root, '.oxfmtrc.json');
  const formatted = await node(
    join(root, 'node_modules/oxfmt/bin/oxfmt'),
    '--config',
    config,
    '--check',
    ...built.map(({ path }) => join('adapters', path)),
  );
  expect(formatted.said).toContain('All matched files use the correct format');
  for (const { path, text } of built.filter((each) => !each.path.endsWith('/index.ts'))) {
    const others = built
      .filter((each) => each.path !== path)
      .map((each) => each.text)
      .join('\n');
    // A type that is only inferred is no more than its function, which is used.
    for (const [, name = ''] of text.matchAll(/^export (?:const|(?:async )?function) (\w+)/gm))
      expect(others).toMatch(new RegExp(`\\b${name}\\b`));
  }
});
