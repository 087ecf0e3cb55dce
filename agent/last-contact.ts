// A note of the last check-in and of when the next is meant to be, for whoever asks this machine how it is.
import { join } from 'node:path';
import { instant, filledLine } from '@suture/protocol/agent/text.ts';
import { z } from '@suture/protocol/agent/zod.ts';
import { readIfThere, replaceFile } from './state-file.ts';

const contact = z.object({
  at: instant,
  /** As the run says it: `done`, `later` (it failed, and is tried again), `refused`. */
  outcome: z.enum(['done', 'later', 'refused']),
  /** What it said in its log. */
  line: filledLine(500),
  next: instant,
  /** When one was last `done`. */
  lastDone: instant.optional(),
});
export type Contact = z.infer<typeof contact>;

const fileIn = (folder: string): string => join(folder, 'last-contact.json');

/** Times in milliseconds since 1970. A note that cannot be written is none: nothing else depends on it. */
export async function noteContact(
  folder: string,
  { at, next, outcome, line }: Pick<Contact, 'outcome' | 'line'> & { readonly at: number; readonly next: number },
): Promise<void> {
  const when = new Date(at).toISOString();
  const lastDone = outcome === 'done' ? when : (await lastContact(folder))?.lastDone;
  const bounded = line
    .replaceAll(/[\x00-\x1f\x7f]+/g, ' ')
    .slice(0, 500)
    .toWellFormed();
  const noted: Contact = { at: when, outcome, line: bounded, next: new Date(next).toISOString() };
  const text = `${JSON.stringify(lastDone === undefined ? noted : { ...noted, lastDone })}\n`;
  await replaceFile(fileIn(folder), text).catch(() => undefined);
}

/** Undefined where there is none, or none that can be read. */
export async function lastContact(folder: string): Promise<Contact | undefined> {
  try {
    const read = contact.safeParse(JSON.parse(String(await readIfThere(fileIn(folder)))));
    return read.success ? read.data : undefined;
  } catch {
    return undefined;
  }
}
