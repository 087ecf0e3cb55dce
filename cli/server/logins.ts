// Servers that somebody signed in to from this machine, with their tokens: one file that only its owner can read.
import { randomBytes } from 'node:crypto';
import { chmod, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import { AppError } from '@suture/core/app-error.ts';

export interface Login {
  /** An https origin. */
  readonly server: string;
  /** The certificate that every connection must hang from, PEM; null: one that this system trusts anyway. */
  readonly authority: string | null;
  readonly token: string;
  readonly tokenId: string;
  readonly email: string;
  /** RFC 3339. */
  readonly expiresAt: string;
}

/** `$XDG_CONFIG_HOME/suture/logins.json`, or below `~/.config`. */
export function loginsPath(env: Readonly<Record<string, string | undefined>>): string {
  const config = env['XDG_CONFIG_HOME'];
  const folder = config !== undefined && isAbsolute(config) ? config : join(env['HOME'] ?? homedir(), '.config');
  return join(folder, 'suture', 'logins.json');
}

/** The latest first. Empty where there is no file; rejects where there is one that cannot be read. */
export async function readLogins(path: string): Promise<readonly Login[]> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    const code = Reflect.get(Object(error), 'code');
    if (code === 'ENOENT' || code === 'ENOTDIR') return [];
    throw new AppError('environment', `${path} cannot be read: ${String(code)}`, 'It holds your logins.', error);
  }
  const logins = readText(text);
  if (logins === undefined) {
    throw new AppError('environment', `${path} is damaged`, 'Remove it, then sign in again: suture login URL');
  }
  return logins;
}

function readText(text: string): readonly Login[] | undefined {
  let held: unknown;
  try {
    held = JSON.parse(text);
  } catch {
    return undefined;
  }
  const { version, logins } = Object(held) as Readonly<Record<string, unknown>>;
  return version === 1 && Array.isArray(logins) && logins.every(isLogin) ? logins : undefined;
}

function isLogin(value: unknown): value is Login {
  const { server, authority, token, tokenId, email, expiresAt } = Object(value) as Readonly<Record<string, unknown>>;
  return (
    [server, token, tokenId, email, expiresAt].every((each) => typeof each === 'string') &&
    (authority === null || typeof authority === 'string')
  );
}

/** Puts it first, in place of one at the same server. */
export const withLogin = (logins: readonly Login[], login: Login): readonly Login[] => [
  login,
  ...logins.filter(({ server }) => server !== login.server),
];

/** Whole or not at all, and never readable by others. */
export async function writeLogins(path: string, logins: readonly Login[]): Promise<void> {
  if (logins.length === 0) return rm(path, { force: true });
  const beside = `${path}.${randomBytes(6).toString('hex')}.new`;
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await writeFile(beside, `${JSON.stringify({ version: 1, logins }, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
    await chmod(beside, 0o600);
    await rename(beside, path);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new AppError('environment', `the login cannot be kept: ${why}`, undefined, error);
  } finally {
    await rm(beside, { force: true });
  }
}
