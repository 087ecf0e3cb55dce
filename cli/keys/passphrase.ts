// The passphrase of a key: typed and not shown, or from a file for programs.
import { readFile } from 'node:fs/promises';
import type { KeyObject } from 'node:crypto';
import { AppError } from '@suture/core/app-error.ts';
import type { Context } from '../context.ts';
import { isAskable, Questions } from '../input/terminal-input.ts';
import type { KeyFile } from './key-files.ts';
import { openSealedKey } from './sealed-key.ts';

interface PassphraseOptions {
  readonly passphraseFile?: string;
  readonly input?: boolean;
}

const fewest = 12;

/** For a new key: asked for twice. */
export async function newPassphrase(options: PassphraseOptions, context: Context): Promise<string> {
  const given = await inFile(options);
  const questions = given === undefined ? asking(options, context) : undefined;
  const passphrase = given ?? (await questions?.secret(`Passphrase of the key (${fewest} characters or more):`)) ?? '';
  if ([...passphrase].length < fewest)
    throw new AppError('usage', `the passphrase has fewer than ${fewest} characters`, 'A few words make a good one.');
  if (questions !== undefined && (await questions.secret('The same once more:')) !== passphrase)
    throw new AppError('usage', 'the two are not the same', 'Nothing was made; try again.');
  return passphrase;
}

/** The private half, for as long as one command takes. */
export async function unlocked(
  { path, key }: KeyFile,
  options: PassphraseOptions,
  context: Context,
): Promise<KeyObject> {
  const given = await inFile(options);
  const passphrase = given ?? (await asking(options, context).secret(`Passphrase of ${key.label}:`));
  const opened = await openSealedKey(key, passphrase);
  if (opened !== undefined) return opened;
  throw new AppError('input', `that is not the passphrase of ${path}`, 'Or somebody has changed the file.');
}

function asking(options: PassphraseOptions, context: Context): Questions {
  if (isAskable(context, options)) return new Questions(context);
  throw new AppError('usage', 'nobody is here to type a passphrase', 'Give it in a file: --passphrase-file FILE');
}

/** Its first line. */
async function inFile({ passphraseFile }: PassphraseOptions): Promise<string | undefined> {
  if (passphraseFile === undefined) return undefined;
  try {
    const text = await readFile(passphraseFile, 'utf8');
    return text.split(/\r?\n/, 1)[0] ?? '';
  } catch (error) {
    const code = String(Reflect.get(Object(error), 'code'));
    throw new AppError('usage', `${passphraseFile} cannot be read: ${code}`, undefined, error);
  }
}
