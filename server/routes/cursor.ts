// Cursors of lists: opaque to those who carry them, checked when they come back, and good for one list and query only.
import { createHash } from 'node:crypto';
import { z } from '@suture/protocol/agent/zod.ts';

/** What a key is made of: two texts, the second one what tells rows apart. */
export type Key = readonly [string, string];

const MOST_LENGTH = 2048;

/** PostgreSQL stores no NUL and no half characters, so no key has one. */
const text = z
  .string()
  .max(1024)
  .refine((value) => !value.includes('\0') && value.isWellFormed());
const cursorOf = (id: RegExp) => z.tuple([z.string(), text, z.string().max(36).regex(id)]);
const ids = {
  uuid: cursorOf(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
  number: cursorOf(/^[0-9]{1,18}$/),
  text: z.tuple([z.string(), text, text]),
} as const;

export type IdKind = keyof typeof ids;

/** `list`: the whole question, in its canonical form; rows of another question have another order or other rows. */
export function writeCursor(list: string, key: Key): string {
  return Buffer.from(JSON.stringify([fingerprint(list), ...key])).toString('base64url');
}

/** Undefined where it is no cursor of this list. Never throws. */
export function readCursor(list: string, id: IdKind, cursor: string): Key | undefined {
  if (cursor.length > MOST_LENGTH || !/^[A-Za-z0-9_-]+$/.test(cursor)) return undefined;
  try {
    const read = ids[id].safeParse(JSON.parse(Buffer.from(cursor, 'base64url').toString()));
    return read.success && read.data[0] === fingerprint(list) ? [read.data[1], read.data[2]] : undefined;
  } catch {
    return undefined;
  }
}

const fingerprint = (list: string): string => createHash('sha256').update(list).digest('base64url').slice(0, 16);
