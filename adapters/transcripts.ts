// What a tool wrote while it changed a machine: in plain characters, with the lines that decide.
import type { Transcript } from './execution.ts';

const mostDecisive = 12;
const longestLine = 400;

export const noTranscript: Transcript = { text: '', decisive: [] };

/** Plain characters, no terminal's escapes, one line each. */
export function plainText(output: string): string {
  return output
    .replace(/\x1b\[[0-9;?]*[A-Za-z]/g, '')
    .replace(/\r\n?/g, '\n')
    .replace(/[^\x20-\x7e\n\t\u00a0-\ufffc]/g, '?');
}

/** `decides`: which lines do; where none does, the last two. `around`: what comes along with such a line. */
export function transcriptOf(
  output: string,
  decides: RegExp,
  around = (lines: readonly string[], at: number): readonly string[] => [lines[at] ?? ''],
): Transcript {
  const text = plainText(output);
  const lines = text.split('\n').map((line) => line.slice(0, longestLine));
  const telling = [...new Set(lines.flatMap((line, at) => (decides.test(line) ? around(lines, at) : [])))];
  const last = lines.filter((line) => line.trim() !== '').slice(-2);
  return { text, decisive: (telling.length > 0 ? telling : last).slice(0, mostDecisive) };
}
