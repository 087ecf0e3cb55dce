// The machine's own policy file: what root lets the agent do, whatever a server says. What cannot be believed vetoes everything.
import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { parse } from 'yaml';
import { LIST, TEXT } from '@suture/protocol/agent/limits.ts';
import type { LocalPolicy } from '@suture/protocol/agent/local-policy.ts';
import { filledLine, word, type Digest } from '@suture/protocol/agent/text.ts';
import { z } from '@suture/protocol/agent/zod.ts';

const mostBytes = 64 * 1024;

/** A name that is not known may be a rule misspelt, and so is an error. */
const rules = z.strictObject({
  'observe-only': z.boolean().default(false),
  verbs: z.array(word).max(LIST.verbs).optional(),
  'maintenance-windows': z.array(filledLine(TEXT.rule)).max(LIST.rules).optional(),
  pinned: z.array(filledLine(TEXT.name)).max(10_000).optional(),
  downloads: z
    .strictObject({
      from: z
        .string()
        .max(TEXT.name)
        .regex(/^http:\/\/[\w.:[\]-]+\/?$/, 'has to be http://NAME:PORT')
        .optional(),
      'kilobytes-per-second': z.int().min(1).max(1_000_000_000).optional(),
    })
    .optional(),
});

/** Who must own the file and its folder; root but in tests. */
const root = 0;

/** Never throws. */
export async function readLocalPolicy(path: string, owner = root): Promise<LocalPolicy> {
  const no = (why: string): LocalPolicy => ({ state: 'unreadable', why: `${path} ${why}`.slice(0, TEXT.reason) });
  let text: string;
  try {
    const content = await readOwned(path, owner);
    if (typeof content !== 'string') return content === undefined ? { state: 'none' } : no(content.why);
    text = content;
  } catch (error) {
    const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined;
    return no(`cannot be read (${typeof code === 'string' ? code : 'no reason given'})`);
  }
  let value: unknown;
  try {
    // No aliases: a few bytes of them unfold to gigabytes.
    value = parse(text, { version: '1.2', schema: 'core', strict: true, uniqueKeys: true, maxAliasCount: 0 }) ?? {};
  } catch (error) {
    return no(`is no YAML: ${plain(error instanceof Error ? error.message : '')}`);
  }
  const read = rules.safeParse(value);
  if (!read.success) {
    const [issue] = read.error.issues;
    const place = issue?.path.join('.') ?? '';
    return no(`says what no rule says: ${place === '' ? '' : `${plain(place)}: `}${plain(issue?.message ?? '')}`);
  }
  const {
    'observe-only': observeOnly,
    verbs,
    'maintenance-windows': maintenanceWindows,
    pinned,
    downloads,
  } = read.data;
  const { from, 'kilobytes-per-second': kilobytes } = downloads ?? {};
  return {
    state: 'in-force',
    digest: `sha256:${createHash('sha256').update(text).digest('hex')}` as Digest,
    observeOnly,
    ...(verbs === undefined ? {} : { verbs }),
    ...(maintenanceWindows === undefined ? {} : { maintenanceWindows }),
    ...(pinned === undefined ? {} : { pinned: pinned.slice(0, LIST.pinned), pinnedCount: pinned.length }),
    ...(downloads === undefined
      ? {}
      : {
          downloads: {
            ...(from === undefined ? {} : { from }),
            ...(kilobytes === undefined ? {} : { bytesPerSecond: kilobytes * 1_000 }),
          },
        }),
  };
}

/** Whether the policy lets this be done; else why not. */
export function allows(
  policy: LocalPolicy,
  verb: string,
): { readonly ok: true } | { readonly ok: false; readonly why: string } {
  switch (policy.state) {
    case 'none':
      return { ok: true };
    case 'unreadable':
      return { ok: false, why: `observe-only: ${policy.why}`.slice(0, TEXT.reason) };
    case 'in-force':
      if (policy.observeOnly) return { ok: false, why: 'the policy of this machine says observe-only' };
      if (policy.verbs === undefined || policy.verbs.includes(verb)) return { ok: true };
      return { ok: false, why: `the policy of this machine does not list ${verb}` };
  }
}

/**
 * The text of a file that nobody but its owner, root, may write; undefined where there is none. It is judged as it is open, so that
 * it cannot be another one by then.
 */
export async function readOwned(path: string, owner: number): Promise<string | { readonly why: string } | undefined> {
  let file;
  try {
    file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW);
  } catch (error) {
    const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined;
    if (code === 'ENOENT') return undefined;
    if (code === 'ELOOP') return { why: 'is a link' };
    throw error;
  }
  try {
    const is = await file.stat();
    if (!is.isFile()) return { why: 'is no regular file' };
    if (process.platform !== 'win32') {
      if (is.uid !== owner) return { why: 'does not belong to root' };
      if ((is.mode & 0o022) !== 0) return { why: 'may be written by others than root' };
      const folder = await stat(dirname(path));
      if (folder.uid !== owner || (folder.mode & 0o022) !== 0) {
        return { why: 'is in a folder that others than root may write' };
      }
    }
    if (is.size > mostBytes) return { why: `is longer than ${mostBytes} bytes` };
    const bytes = Buffer.alloc(mostBytes + 1);
    const { bytesRead } = await file.read(bytes, 0, bytes.length, 0);
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, bytesRead));
  } finally {
    await file.close();
  }
}

const plain = (text: string): string =>
  text
    .replaceAll(/[^\x20-\x7e]+/g, ' ')
    .trim()
    .slice(0, 300);
