// The last thing that a program said before it ended, for a person who asks why.
import { open } from 'node:fs/promises';

/** Its last lines as one, without its name before each; a plain sentence where it said nothing. */
export async function lastWords(output: string): Promise<string> {
  const text = await tail(output).catch(() => '');
  const lines = text
    .trimEnd()
    .split('\n')
    .slice(-2)
    .map((line) => line.replace(/^suture-(server|agent): /, '').trim());
  return lines.join('. ').replaceAll('..', '.') || `it said nothing (${output})`;
}

async function tail(path: string): Promise<string> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const start = Math.max(0, size - 2_000);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(size - start), 0, size - start, start);
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await file.close();
  }
}
