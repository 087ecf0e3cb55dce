// Prints a list of fixes as a table, for a person.
import type { ScanCommandOptions } from '../commands/scan.ts';
import { type Context, useColour } from '../context.ts';
import type { FixList } from '../scan/fix-list.ts';
import { nextStep } from './next-step.ts';
import { terminal } from './terminal.ts';

export function writeTable(list: FixList, options: Partial<ScanCommandOptions>, context: Context): void {
  const all = options.all === true;
  const { stdout } = context;
  stdout.write(
    terminal(list, {
      all,
      colour: useColour(context, stdout, options.color),
      width: stdout.isTTY === true ? stdout.columns : undefined,
      next: nextStep(list, { subject: options, all, root: process.getuid?.() === 0 }),
    }),
  );
}
