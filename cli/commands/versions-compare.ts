// The work of `suture versions compare`.
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { AppError } from '@suture/core/app-error.ts';
import { compareVersions, schemeNamed, schemeNames } from '@suture/core/versions/schemes.ts';
import type { Context } from '../context.ts';

const FLUSH_AT = 16_384;

/** Writes one verdict a line read: -1, 0, 1, or `?` where the scheme refuses one of the two. */
export async function compareLines(name: string, context: Context): Promise<void> {
  const scheme = schemeNamed(name);
  if (scheme === undefined) {
    throw new AppError('usage', `no version scheme is called ${name}`, `Schemes: ${schemeNames.join(', ')}`);
  }
  let out = '';
  for await (const line of createInterface({ input: Readable.from(context.stdin), crlfDelay: Number.POSITIVE_INFINITY })) {
    const [a, b, ...rest] = line.split('\t');
    const order = a === undefined || b === undefined || rest.length > 0 ? undefined : compareVersions(scheme, a, b);
    out += `${order ?? '?'}\n`;
    if (out.length > FLUSH_AT) {
      context.stdout.write(out);
      out = '';
    }
  }
  context.stdout.write(out);
}
