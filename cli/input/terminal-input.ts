// What a person at the terminal is asked: a line, a secret that is not shown, a yes.
import { AppError } from '@suture/core/app-error.ts';
import type { ConfirmOptions } from '../commands/server-options.ts';
import type { Context } from '../context.ts';
import { Interrupted } from '../exit-codes.ts';
import { printable, printableLines } from '../output/columns.ts';

interface Keyboard {
  readonly isTTY?: boolean;
  setRawMode?(raw: boolean): unknown;
}

const MOST_CHARACTERS = 4_096;
const INTERRUPT = '\u0003';
const END = '\u0004';
const ERASE = /[\u007f\b]/;
const ERASE_ALL = '\u0015';

/** Whether there is somebody to ask. */
export const isAskable = ({ stdin, stderr }: Context, { input }: { readonly input?: boolean }): boolean =>
  input !== false && (stdin as Keyboard).isTTY === true && stderr.isTTY === true;

/** Asks one thing after another; what is typed ahead is not lost. */
export class Questions {
  readonly #context: Context;
  readonly #typed: AsyncIterator<Uint8Array | string>;
  #ahead = '';

  constructor(context: Context) {
    this.#context = context;
    this.#typed = context.stdin[Symbol.asyncIterator]();
  }

  /** Without the line's end. Rejects where the input ends first. */
  async line(question: string): Promise<string> {
    this.#context.stderr.write(`${printable(question)} `);
    return (await this.#read(false)).trim();
  }

  /** Not shown while it is typed. */
  async secret(question: string): Promise<string> {
    const { stdin, stderr } = this.#context;
    const keyboard = stdin as Keyboard;
    stderr.write(`${printable(question)} `);
    keyboard.setRawMode?.(true);
    try {
      return await this.#read(true);
    } finally {
      keyboard.setRawMode?.(false);
      stderr.write('\n');
    }
  }

  async #read(isRaw: boolean): Promise<string> {
    let text = '';
    for (;;) {
      while (this.#ahead !== '') {
        const [key = ''] = this.#ahead;
        this.#ahead = this.#ahead.slice(key.length);
        if (key === '\r' || key === '\n') {
          if (key === '\r' && this.#ahead.startsWith('\n')) this.#ahead = this.#ahead.slice(1);
          return text;
        }
        if (isRaw && key === INTERRUPT) throw new Interrupted();
        if (isRaw && key === END) throw ended();
        if (isRaw && ERASE.test(key)) text = [...text].slice(0, -1).join('');
        else if (isRaw && key === ERASE_ALL) text = '';
        else text += key;
        if (text.length > MOST_CHARACTERS) throw new AppError('usage', 'what was typed is too long');
      }
      const { value, done } = await this.#typed.next();
      if (done === true) {
        if (text !== '') return text;
        throw ended();
      }
      this.#ahead += typeof value === 'string' ? value : new TextDecoder().decode(value);
    }
  }
}

const ended = (): AppError => new AppError('usage', 'the input ended before the answer');

/** Returns where the person wants it; where nobody can be asked, a usage error. `what`: lines that say all of it. */
export async function confirm(what: readonly string[], options: ConfirmOptions, context: Context): Promise<void> {
  if (options.yes === true) return;
  const said = printableLines(what.join('\n'));
  if (!isAskable(context, options)) {
    throw new AppError('usage', `nobody is here to confirm this: ${said}`, 'With --yes it is done without asking.');
  }
  context.stderr.write(`${said}\n`);
  const answer = await new Questions(context).line('Do it? [y/N]');
  if (/^y(es)?$/i.test(answer)) return;
  context.stderr.write('Nothing was changed.\n');
  throw new Interrupted();
}
