// The work of `suture versions compare`.
import { AppError } from '@suture/core/app-error.ts';
import type { Scheme } from '@suture/core/versions/scheme.ts';
import { compareVersions, schemeNamed, schemeNames } from '@suture/core/versions/schemes.ts';
import type { Context } from '../context.ts';

/** No pair of versions is this long; what is longer gets its `?` without being held in memory. */
const LONGEST_LINE = 1_000_000;

/**
 * Writes one verdict a line read: -1, 0, 1, or `?` where the scheme refuses one of the two. Lines end in `\n` or `\r\n`,
 * and are answered as they come, so that another program may ask and wait.
 */
export async function compareLines(name: string, context: Context): Promise<void> {
  const scheme = schemeNamed(name);
  if (scheme === undefined) {
    throw new AppError('usage', `no version scheme is called ${name}`, `Schemes: ${schemeNames.join(', ')}`);
  }
  const decoder = new TextDecoder();
  let rest = '';
  let tooLong = false;
  for await (const chunk of context.stdin) {
    const lines = (rest + (typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true }))).split('\n');
    rest = lines.pop() ?? '';
    let out = '';
    for (const line of lines) {
      out += `${tooLong ? '?' : verdict(scheme, line)}\n`;
      tooLong = false;
    }
    if (rest.length > LONGEST_LINE) {
      tooLong = true;
      rest = '';
    }
    if (out !== '') context.stdout.write(out);
  }
  rest += decoder.decode();
  if (rest !== '' || tooLong) context.stdout.write(`${tooLong ? '?' : verdict(scheme, rest)}\n`);
}

function verdict(scheme: Scheme, line: string): string {
  const [a, b, ...rest] = (line.endsWith('\r') ? line.slice(0, -1) : line).split('\t');
  const order = a === undefined || b === undefined || rest.length > 0 ? undefined : compareVersions(scheme, a, b);
  return String(order ?? '?');
}
