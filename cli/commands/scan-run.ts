// The work of `suture scan`.
import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { EXIT, endWith } from '../exit-codes.ts';
import { write } from '../output/write.ts';
import { readCondition, trips } from '../scan/fail-on.ts';
import { scan } from '../scan/scan.ts';
import type { ScanCommandOptions } from './scan.ts';

export async function scanCommand(options: ScanCommandOptions, command: Command, context: Context): Promise<void> {
  const condition = options.failOn === undefined ? undefined : readCondition(options.failOn);
  const detail = options.json === true || options.jsonl === true || options.format !== 'table';
  const ordered = detail || options.all === true;
  const document = await scan({ ...options, detail, ordered }, context);
  await write(document, options, context);
  if (condition === undefined) return;
  if (trips(document, condition)) endWith(command, EXIT.failOn);
  // A machine about which nothing is known must not pass a check.
  else if (document.judged === 0) endWith(command, EXIT.incomplete);
}
