// Where operators' keys lie on this machine: a folder and files that only their owner can read.
import { chmod, mkdir, open, readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AppError } from '@suture/core/app-error.ts';
import type { Context } from '../context.ts';
import { listed } from '../output/words.ts';
import { loginsPath } from '../server/logins.ts';
import { readSealedKey, type SealedKey } from './sealed-key.ts';

export interface KeyFile {
  readonly path: string;
  readonly key: SealedKey;
}

const ending = '.key.json';
const mostBytes = 16 * 1024;

/** `$XDG_CONFIG_HOME/suture/keys`, or below `~/.config`. */
const keysFolder = ({ env }: Pick<Context, 'env'>): string => join(dirname(loginsPath(env)), 'keys');

/** A name as it becomes a file's. */
export function readKeyName(text: string): string {
  if (/^[A-Za-z0-9][\w.-]{0,63}$/.test(text)) return text;
  throw new AppError(
    'usage',
    `“${text}” cannot be the name of a key`,
    'A name has up to 64 letters, digits and . _ -, and begins with a letter or digit.',
  );
}

/** Those of this machine by name; what is there and is no key is left out. */
export async function ownKeys(context: Context): Promise<readonly KeyFile[]> {
  const folder = keysFolder(context);
  const names = await readdir(folder).catch(() => []);
  const found = await Promise.all(
    names
      .filter((name) => name.endsWith(ending))
      .toSorted()
      .map(async (name): Promise<readonly KeyFile[]> => {
        const path = join(folder, name);
        const key = await read(path);
        return key === undefined ? [] : [{ path, key }];
      }),
  );
  return found.flat();
}

async function read(path: string): Promise<SealedKey | undefined> {
  const text = await readFile(path, 'utf8').catch(() => '');
  return text.length > mostBytes ? undefined : readSealedKey(text);
}

/** By name, or by the path of a file; without either, the only one there is. */
export async function keyMeant(text: string | undefined, context: Context): Promise<KeyFile> {
  if (text?.includes('/') === true || text?.endsWith('.json') === true) {
    const key = await read(text);
    if (key !== undefined) return { path: text, key };
    throw new AppError('input', `${text} is no operator’s key, or cannot be read`, 'Make one: suture keys new NAME');
  }
  const keys = await ownKeys(context);
  const [one, ...others] = text === undefined ? keys : keys.filter(({ key }) => key.label === text);
  if (one !== undefined && others.length === 0) return one;
  const names = keys.map(({ key }) => key.label);
  throw new AppError(
    'usage',
    text === undefined
      ? names.length === 0
        ? 'this machine has no operator’s key'
        : `this machine has ${names.length} operators’ keys`
      : `this machine has no key named ${text}`,
    names.length === 0
      ? 'Make one: suture keys new NAME'
      : `${text === undefined ? 'Say which with --key' : 'It has'}: ${listed(names)}`,
  );
}

/** Rejects where there is one of the name: a key that is written over is gone. */
export async function keepKey(name: string, key: SealedKey, context: Context): Promise<string> {
  const folder = keysFolder(context);
  const path = join(folder, `${name}${ending}`);
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await chmod(folder, 0o700);
    const file = await open(path, 'wx', 0o600);
    try {
      await file.writeFile(`${JSON.stringify(key, null, 2)}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
    return path;
  } catch (error) {
    if (Reflect.get(Object(error), 'code') === 'EEXIST') {
      throw new AppError('input', `there is a key named ${name} already: ${path}`, 'Give another name, or rotate it.');
    }
    const why = error instanceof Error ? error.message : String(error);
    throw new AppError('environment', `the key cannot be kept: ${why}`, undefined, error);
  }
}
