// Holds docs/reference/cli.md to the commands there are: each with its options, arguments, examples and exit codes.
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { processContext } from './context.ts';
import { EXIT } from './exit-codes.ts';
import { program } from './program.ts';

const root = path.join(import.meta.dirname, '..');
const page = readFileSync(path.join(root, 'docs/reference/cli.md'), 'utf8').replaceAll(String.raw`\<`, '<');
const sections = new Map(
  page
    .split(/^## /m)
    .slice(1)
    .map((section) => [section.split('\n', 1)[0] ?? '', section] as const),
);

/** `suture db update` and its like, all but the hidden and `help`. */
function commandsOf(command: Command, name: string): readonly (readonly [name: string, command: Command])[] {
  const { _hidden: hidden } = command as unknown as { readonly _hidden?: boolean };
  if (hidden === true) return [];
  return [[name, command], ...command.commands.flatMap((child) => commandsOf(child, `${name} ${child.name()}`))];
}
const commands = commandsOf(program(processContext()), 'suture').slice(1);

function helpOf(command: Command): string {
  let text = '';
  command.configureOutput({ writeOut: (part) => (text += part), getOutHelpWidth: () => 200 });
  command.outputHelp();
  return text;
}

it('the page has a section for every command and none for others', () => {
  const named = [...sections.keys()].filter((title) => title.startsWith('suture '));
  expect(named).toEqual(commands.map(([name]) => name));
  const overview = [...page.matchAll(/^\| `(suture [a-z -]+)` \| (.+) \|$/gm)].map(([, name, what]) => [name, what]);
  const leaves = commands.filter(([, command]) => command.commands.length === 0);
  expect(overview).toEqual(leaves.map(([name, command]) => [name, command.description()]));
});

describe.each(commands)('%s', (name, command) => {
  const section = sections.get(name) ?? '';
  const rows = [...section.matchAll(/^\| `(<\w+>|-[^`]+)` \| (.+) \|$/gm)].map(([, what, text]) => [what, text]);
  const values = (list: readonly string[] | undefined): string =>
    list === undefined ? '' : `: ${list.map((one) => `\`${one}\``).join(', ')}`;

  it('has its arguments and options in the page, in their own words', () => {
    const expected = [
      ...command.registeredArguments.map((one) => [`<${one.name()}>`, `${one.description}${values(one.argChoices)}`]),
      ...command.options.map(({ flags, description, argChoices, defaultValue }) => [
        flags,
        `${description}${values(argChoices)}${typeof defaultValue === 'string' ? ` (default: \`${defaultValue}\`)` : ''}`,
      ]),
    ];
    expect(rows).toEqual(expected);
    expect(section).toContain(command.description());
  });

  it('has the examples of its help', () => {
    if (command.commands.length > 0) return expect(section).toContain(`\`${name} COMMAND\``);
    const [, examples = ''] = /\nExamples?:\n((?: {2}.+\n?)+)/.exec(helpOf(command)) ?? [];
    expect(examples).not.toBe('');
    expect(section).toContain(`\`\`\`\n${examples.replaceAll(/^ {2}/gm, '').trimEnd()}\n\`\`\``);
  });
});

it('every exit code is explained', () => {
  const said = [...(sections.get('Exit codes') ?? '').matchAll(/^\| ([\d, ]+) \|/gm)].flatMap(([, codes = '']) =>
    codes.split(', ').map(Number),
  );
  expect(new Set(said)).toEqual(new Set(Object.values(EXIT)));
});

it('every environment variable that is read is explained, and no other', () => {
  const sources = globSync('{cli,core,adapters,feeds}/**/*.{ts,js}', {
    cwd: root,
    exclude: (name) => /(^|[\\/])(node_modules|sample|recordings)([\\/]|$)|\.(test|fixture)\.ts$/.test(name),
  });
  const text = sources.map((file) => readFileSync(path.join(root, file), 'utf8')).join('\n');
  const read = [...text.matchAll(/\benv(?:\['|\.)([A-Z][A-Z_]+)/g)].map(([, name]) => name);
  const table = sections.get('Environment') ?? '';
  const said = [...table.matchAll(/^\| (`[^|]+) \|/gm)].flatMap(([, names = '']) =>
    names.replaceAll('`', '').split(', '),
  );
  expect(read.filter((name) => !said.includes(name ?? ''))).toEqual([]);
  expect(said.filter((name) => !new RegExp(`\\b${name}\\b`).test(text))).toEqual([]);
});
