// The work of `suture scan`.
import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { EXIT, endWith } from '../exit-codes.ts';
import { writeTable } from '../output/write-table.ts';
import { readCondition, trips } from '../scan/fail-on.ts';
import { scan, scanForFixes } from '../scan/scan.ts';
import type { ScanDocument } from '../scan-document.ts';
import type { FixList } from '../scan/fix-list.ts';
import type { ScanCommandOptions } from './scan.ts';

export async function scanCommand(options: ScanCommandOptions, command: Command, context: Context): Promise<void> {
  const condition = options.failOn === undefined ? undefined : readCondition(options.failOn);
  const answer = await told(options, context);
  if (condition === undefined) return;
  if (trips(answer, condition)) endWith(command, EXIT.failOn);
  // A machine about which nothing is known must not pass a check.
  else if (answer.judged === 0) endWith(command, EXIT.incomplete);
}

/** Prints the answer in the form that was asked for. */
async function told(options: ScanCommandOptions, context: Context): Promise<FixList | ScanDocument> {
  if (options.json !== true && options.jsonl !== true && options.format === 'table') {
    const list = await scanForFixes(options, context);
    writeTable(list, options, context);
    return list;
  }
  const document = await scan(options, context);
  await (await import('../output/write.ts')).write(document, options, context);
  return document;
}
