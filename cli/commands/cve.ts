// `suture cve`: is this machine exposed to one vulnerability?
import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { type InventoryOptions, inventoryOptions, outputOptions } from './scan.ts';

export interface CveOptions extends InventoryOptions {
  readonly json?: boolean;
}

export function registerCve(root: Command, context: Context): void {
  const command = inventoryOptions(root.command('cve'))
    .description('whether this machine (or an inventory file) is exposed to a vulnerability: exposed, clear or unknown')
    .argument('<id>', 'a CVE or another name of it: CVE-2024-6387, GHSA-…')
    .optionsGroup('What to print:')
    .option('--json', 'as JSON');
  outputOptions(command)
    .addHelpText(
      'after',
      '\nExit codes: 0 clear, 3 exposed, 6 unknown.\n\nExamples:\n  suture cve CVE-2024-6387\n  suture cve CVE-2021-44228 --sbom app.cdx.json',
    )
    .action(async (id: string, options: CveOptions) => {
      const { cveCommand } = await import('./cve-run.ts');
      await cveCommand(id, options, command, context);
    });
}
