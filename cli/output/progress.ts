// A progress bar on the error stream, only where a person watches a terminal.
import type { Context } from '../context.ts';

export interface ProgressBar {
  /** `part` from 0 to 1. */
  show(part: number, text: string): void;
  clear(): void;
}

const CELLS = 24;

export function progressBar(context: Context, wanted: boolean): ProgressBar {
  const { stderr } = context;
  if (!wanted || stderr.isTTY !== true || context.env['TERM'] === 'dumb') return { show: () => {}, clear: () => {} };
  let shown = '';
  return {
    show(part, text) {
      const filled = Math.round(Math.min(1, Math.max(0, part)) * CELLS);
      const line = `${'█'.repeat(filled)}${'░'.repeat(CELLS - filled)} ${text}`.slice(
        0,
        Math.max(20, (stderr.columns ?? 80) - 1),
      );
      if (line === shown) return;
      shown = line;
      stderr.write(`\r\u001b[2K${line}`);
    },
    clear() {
      if (shown !== '') stderr.write('\r\u001b[2K');
      shown = '';
    },
  };
}
