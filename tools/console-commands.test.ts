// Holds the console to the command line: every command that it shows or copies is one, with options that it has.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { processContext } from '@suture/cli/context.ts';
import { program } from '@suture/cli/program.ts';
import { expect, test } from 'vitest';
import { root } from './checks/outcome.ts';

/** Each with its place; what is filled in as the page is drawn is a word. */
const shown = globSync('console/**/*.{ts,tsx}', { cwd: root }).flatMap((path) => {
  const source = readFileSync(join(root, path), 'utf8');
  return [...source.matchAll(/(['"`])((?:npx )?suture [a-z](?:(?!\1)[^\n])*)\1/g)].flatMap(([, , text = '']) =>
    text
      .replaceAll(/\$\{(?:[^{}]|\{[^{}]*\})*\}/g, 'WORD')
      .split('&&')
      .map((one) => ({ path, text: one.trim().replace(/^npx /, '') })),
  );
});

/** What is wrong with a command line; undefined where nothing is. */
function wrongWith(text: string): string | undefined {
  // Quoted words are one word, whatever is in them.
  const words = text
    .replaceAll(/'[^']*'/g, 'WORD')
    .split(/\s+/)
    .slice(1);
  let command = program(processContext());
  while (words.length > 0) {
    const next = command.commands.find((child) => child.name() === words[0]);
    if (next === undefined) break;
    command = next;
    words.shift();
  }
  if (command.parent === null || command.commands.length > 0) return 'there is no such command';
  let positional = 0;
  while (words.length > 0) {
    const word = words.shift() ?? '';
    if (!word.startsWith('--')) {
      positional += 1;
      continue;
    }
    const option = command.options.find(({ long }) => long === word);
    if (option === undefined) return `it has no ${word}`;
    if (option.required) words.shift();
  }
  const most = command.registeredArguments.some(({ variadic }) => variadic) ? 99 : command.registeredArguments.length;
  const least = command.registeredArguments.filter(({ required }) => required).length;
  return positional < least || positional > most ? `it takes ${least} to ${most} words, not ${positional}` : undefined;
}

test('every command that the console shows is one of the command line', () => {
  expect(shown.length).toBeGreaterThan(20);
  const wrong = shown.map((one) => ({ ...one, why: wrongWith(one.text) })).filter(({ why }) => why !== undefined);
  expect(wrong).toEqual([]);
});

test('what is no command is found out', () => {
  expect(wrongWith('suture fly')).toBe('there is no such command');
  expect(wrongWith('suture status --upside-down')).toBe('it has no --upside-down');
  expect(wrongWith('suture sign')).toBe('it takes 1 to 1 words, not 0');
  expect(wrongWith("suture plan --query 'tag:web -tag:lab' --security")).toBeUndefined();
});
