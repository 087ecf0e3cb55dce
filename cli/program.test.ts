// The frame of every command: usage errors, exit codes, streams, errors as JSON, help with examples, colour.
import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { type Context, useColour } from './context.ts';
import { program, run } from './program.ts';
import { runCli } from './run.fixture.ts';

describe('a command line that is not understood', () => {
  it.each([
    [['scna'], "suture: unknown command 'scna'\n(Did you mean scan?)\n"],
    [['scan', '--jsno'], "suture: unknown option '--jsno'\n(Did you mean --json?)\n"],
    [['scan', 'extra'], "suture: too many arguments for 'scan'. Expected 0 arguments but got 1: extra.\n"],
    [['scan', '--json', '--format', 'csv'], ''],
    [['scan', '--jsonl', '--format', 'csv'], ''],
    [['scan', '--format', 'xml'], ''],
    [['scan', '--exposure', 'moon'], ''],
    [['scan', '--policy', 'none'], ''],
    [['scan', '--db'], "suture: option '--db <file>' argument missing\n"],
    [['why'], "suture: missing required argument 'subject'\n"],
    [['cve'], "suture: missing required argument 'id'\n"],
    [['versions', 'compare'], "suture: required option '--scheme <name>' not specified\n"],
    [['completion', 'tcsh'], ''],
    [['db', 'update', '--from', '.', '--mirror', 'https://x'], ''],
  ])('%j ends with 2 and one clear line', async (args, err) => {
    const ran = await runCli(args);
    expect({ code: ran.code, out: ran.out }).toEqual({ code: 2, out: '' });
    if (err !== '') expect(args.includes('--json') ? '' : ran.err).toBe(err);
    expect(ran.err).not.toMatch(/^\s+at /m);
  });

  it('is an error in JSON where JSON was asked for', async () => {
    const { code, out, err } = await runCli(['scan', '--json', '--jsno']);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(JSON.parse(err)).toEqual({
      error: { code: 'usage', message: "unknown option '--jsno'", remedy: '(Did you mean --json?)' },
    });
    expect(err.trimEnd()).not.toContain('\n');
  });

  it('shows the help on the error stream where no command was named', async () => {
    const { code, out, err } = await runCli([]);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(/^Usage: suture /);
  });
});

describe('help', () => {
  const all = (command: Command, path: readonly string[]): readonly (readonly string[])[] => [
    path,
    ...command.commands
      .filter((child) => child.name() !== 'complete')
      .flatMap((child) => all(child, [...path, child.name()])),
  ];
  const paths = all(program({ stdout: { write: () => {} }, stderr: { write: () => {} } } as unknown as Context), []);

  it.each(paths.map((path) => [path.join(' '), path] as const))('suture %s', async (_, path) => {
    const { code, out, err } = await runCli([...path, '--help']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^Usage: suture/);
    if (!out.includes('\nCommands:')) expect(out).toMatch(/\nExamples?:\n {2}\S/);
  });

  it('is the same by `suture help scan`, and the version is a number', async () => {
    expect((await runCli(['help', 'scan'])).out).toBe((await runCli(['scan', '--help'])).out);
    expect(await runCli(['--version'])).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) as string,
    });
  });
});

describe('an error of the environment', () => {
  it('ends with 1, says what is wrong and what to do', async () => {
    const { code, out, err } = await runCli(['scan', '--db', '/nowhere/x.db']);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toBe(
      'suture: there is no advisory database at /nowhere/x.db\nRun: suture db update --db /nowhere/x.db\n',
    );
  });

  it('has a code in JSON', async () => {
    const { code, err } = await runCli(['db', 'status', '--db', '/nowhere/x.db', '--json']);
    expect(code).toBe(1);
    expect(JSON.parse(err)).toMatchObject({ error: { code: 'database', remedy: expect.any(String) as string } });
  });

  it('shows a fault of our own without a stack, unless it was asked for', async () => {
    const broken = (env: Context['env']): Context & { readonly said: string[] } => {
      const said: string[] = [];
      return {
        said,
        stdin: (async function* () {})(),
        stdout: {
          write: () => {
            throw new Error('the pipe burst');
          },
        },
        stderr: { write: (text) => said.push(text) },
        env,
        now: () => new Date(0),
      };
    };
    const quiet = broken({});
    expect(await run(['--version'], quiet)).toBe(1);
    expect(quiet.said.join('')).toBe(
      'suture: this is a bug in suture: Error: the pipe burst\nSet SUTURE_DEBUG=1 to see where it happened.\n',
    );
    const loud = broken({ SUTURE_DEBUG: '1' });
    await run(['--version'], loud);
    expect(loud.said.join('')).toMatch(/\n\s+at /);
  });
});

describe('colour', () => {
  const context = (env: Context['env']): Context => ({ env }) as unknown as Context;
  const terminal = { write: () => {}, isTTY: true };
  const pipe = { write: () => {} };

  it.each([
    ['a terminal has it', {}, terminal, undefined, true],
    ['a pipe has none', {}, pipe, undefined, false],
    ['NO_COLOR wins', { NO_COLOR: '1', FORCE_COLOR: '1' }, terminal, undefined, false],
    ['an empty NO_COLOR says nothing', { NO_COLOR: '' }, terminal, undefined, true],
    ['--no-color wins', { FORCE_COLOR: '1' }, terminal, false, false],
    ['a dumb terminal has none', { TERM: 'dumb' }, terminal, undefined, false],
    ['FORCE_COLOR gives it to a pipe', { FORCE_COLOR: '1' }, pipe, undefined, true],
    ['FORCE_COLOR=0 does not', { FORCE_COLOR: '0' }, pipe, undefined, false],
  ])('%s', (_, env, stream, flag, expected) => {
    expect(useColour(context(env), stream, flag)).toBe(expected);
  });
});
