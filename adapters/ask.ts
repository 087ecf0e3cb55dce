// Runs a reading command and turns every way of failing into a sentence; for every adapter.
import type { Section } from './adapter.ts';
import type { Command, Host } from './host.ts';

export type Answer =
  | {
      readonly ok: true;
      readonly code: number;
      readonly stdout: string;
      readonly stderr: string;
      /** Says that the output was cut at its limit; `stdout` then ends with its last whole line. */
      readonly problems: readonly string[];
    }
  | { readonly ok: false; readonly missing: boolean; readonly why: string };

/** `name` is what a person calls the command; `accepts` are the exit codes that are answers. */
export async function ask(
  host: Host,
  command: Command,
  name: string,
  accepts: readonly number[] = [0],
): Promise<Answer> {
  const result = await host.run(command);
  switch (result.kind) {
    case 'missing':
      return { ok: false, missing: true, why: `${command.argv[0]} is not installed` };
    case 'timeout':
      return {
        ok: false,
        missing: false,
        why: `${name} did not end within ${Math.round(command.timeoutMs / 1000)} s`,
      };
    case 'failed':
      return { ok: false, missing: false, why: `${name} could not be run: ${shown(result.reason, 200)}` };
    case 'exited': {
      const { code, stdout, stderr, truncated } = result;
      if (!accepts.includes(code)) {
        const said = complaint(stderr, stdout);
        return { ok: false, missing: false, why: `${name} failed (exit ${code})${said === '' ? '' : `: ${said}`}` };
      }
      if (!truncated) return { ok: true, code, stdout, stderr, problems: [] };
      const whole = stdout.slice(0, stdout.lastIndexOf('\n') + 1);
      return {
        ok: true,
        code,
        stdout: whole,
        stderr,
        problems: [`${name} wrote more than Suture reads; the rest is unknown`],
      };
    }
  }
}

/** A tool's own words for a failure: what it wrote to stderr, else its last line. At most 300 characters. */
export function complaint(stderr: string, stdout: string): string {
  const lines = (stderr.trim() === '' ? stdout.slice(-2000) : stderr.slice(0, 4000))
    .split('\n')
    .map((line) => shown(line, 300))
    .filter((line) => line !== '');
  const said = stderr.trim() === '' ? lines.slice(-1) : lines.slice(0, 4);
  return said.join('; ').slice(0, 300).toWellFormed();
}

// oxlint-disable-next-line no-control-regex -- escape sequences are control characters
const escapes = /\u001B(?:\[[0-?]{0,40}[ -/]{0,10}[@-~]|\][^\u0007\u001B]{0,200}(?:\u0007|\u001B\\)?)/g;

/** Text without colours and cursor movements: tools that take no notice of there being no terminal write them. */
export const withoutEscapes = (text: string): string => (text.includes('\u001B') ? text.replace(escapes, '') : text);

/** Text nobody vouches for, fit to show: one line, no control characters, at most `most` characters. */
export const shown = (text: string, most = 80): string => {
  const line = withoutEscapes(text.slice(0, most * 8))
    .replace(/\s+/g, ' ')
    .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cn}\uFFFD]/gu, '?')
    .toWellFormed()
    .replaceAll('\uFFFD', '?')
    .trim();
  return line.length > most
    ? `${line
        .slice(0, most - 1)
        .toWellFormed()
        .replaceAll('\uFFFD', '?')}…`
    : line;
};

/** The same in quotation marks. */
export const quoted = (text: string): string => `"${shown(text, 60)}"`;

/** A section of what was read: failed when there is nothing but problems, partial when there are both. */
export function sectionOf<T>(items: readonly T[], problems: readonly string[]): Section<T> {
  const distinct = [...new Set(problems)];
  if (distinct.length === 0) return { status: 'complete', items, problems: [] };
  return { status: 'partial', items, problems: distinct };
}

export const failed = (...problems: readonly string[]): Section<never> => ({ status: 'failed', items: [], problems });
