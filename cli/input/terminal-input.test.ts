// What a person types at a terminal, key by key: shown or not, taken back, interrupted, typed ahead.
import { describe, expect, it } from 'vitest';
import type { Context } from '../context.ts';
import { Interrupted } from '../exit-codes.ts';
import { confirm, isAskable, Questions } from './terminal-input.ts';

interface Terminal {
  readonly context: Context;
  readonly said: string[];
  readonly raw: boolean[];
}

function terminal(chunks: readonly (string | Uint8Array)[], isTTY = true): Terminal {
  const [said, raw]: [string[], boolean[]] = [[], []];
  const stdin = Object.assign(
    (async function* () {
      for (const chunk of chunks) yield await Promise.resolve(chunk);
    })(),
    { isTTY, setRawMode: (on: boolean) => raw.push(on) },
  );
  const stderr = { write: (text: string) => said.push(text), isTTY };
  const context = { stdin, stderr, stdout: { write: () => true }, env: {}, now: () => new Date(0) };
  return { context, said, raw };
}

describe('a line and a secret', () => {
  it('are read one after the other, also where both were typed at once', async () => {
    const { context } = terminal(['ada@example.org\rsecret\r']);
    const questions = new Questions(context);
    expect(await questions.line('Who?')).toBe('ada@example.org');
    expect(await questions.secret('Password:')).toBe('secret');
  });

  it('can be typed letter by letter, with a line break of any kind', async () => {
    const { context } = terminal(['a', 'b', '\r\n', new TextEncoder().encode('ü\n')]);
    const questions = new Questions(context);
    expect(await questions.line('?')).toBe('ab');
    expect(await questions.secret('?')).toBe('ü');
  });

  it('are taken back with the keys for that, a letter at a time or all', async () => {
    const { context } = terminal(['wrong\u0015abé\u007fc\r']);
    expect(await new Questions(context).secret('?')).toBe('abc');
  });

  it('a secret is not shown, and the terminal is as before, also after Ctrl-C', async () => {
    const { context, said, raw } = terminal(['secr', '\u0003']);
    await expect(new Questions(context).secret('Password:')).rejects.toBeInstanceOf(Interrupted);
    expect(said.join('')).toBe('Password: \n');
    expect(raw).toEqual([true, false]);
  });

  it('that never end are refused, as is an end without an answer', async () => {
    await expect(new Questions(terminal(['x'.repeat(5_000)]).context).secret('?')).rejects.toThrow('too long');
    await expect(new Questions(terminal([]).context).line('?')).rejects.toThrow('ended before');
    await expect(new Questions(terminal(['\u0004']).context).secret('?')).rejects.toThrow('ended before');
  });
});

describe('a confirmation', () => {
  it.each([['y\n'], ['Yes\n']])('is %j', async (typed) => {
    const { context, said } = terminal([typed]);
    await confirm(['Remove ada\u001b[2J'], {}, context);
    expect(said.join('')).toBe('Remove ada�[2J\nDo it? [y/N] ');
  });

  it.each([['\n'], ['n\n'], ['yeah\n']])('is not %j', async (typed) => {
    await expect(confirm(['Remove'], {}, terminal([typed]).context)).rejects.toBeInstanceOf(Interrupted);
  });

  it('is not asked with --yes, and refused where nobody is there or may be asked', async () => {
    const { context, said } = terminal([]);
    await confirm(['Remove'], { yes: true }, context);
    expect(said).toEqual([]);
    await expect(confirm(['Remove'], { input: false }, context)).rejects.toMatchObject({ code: 'usage' });
    await expect(confirm(['Remove'], {}, terminal([], false).context)).rejects.toMatchObject({ code: 'usage' });
    expect(isAskable(context, {})).toBe(true);
  });
});
