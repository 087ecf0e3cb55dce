// `suture cve`: is this machine exposed to one vulnerability?
import { type Command, Option } from 'commander';
import type { Context } from '../context.ts';
import { type InventoryOptions, inventoryOptions, outputOptions } from './scan.ts';
import { type ListOptions, fleetOptions, isOfFleet } from './server-options.ts';

export type Verdict = 'exposed' | 'clear' | 'unknown';

export interface FleetCveOptions extends ListOptions {
  readonly list?: Verdict;
}

export interface CveOptions extends InventoryOptions {
  readonly json?: boolean;
}

export function registerCve(root: Command, context: Context): void {
  const command = inventoryOptions(root.command('cve'))
    .description('whether this machine (or an inventory file) is exposed to a vulnerability: exposed, clear or unknown')
    .argument('<id>', 'a CVE or another name of it: CVE-2024-6387, GHSA-…');
  fleetOptions(command)
    .addOption(new Option('--list <verdict>', 'the machines that are this').choices(['exposed', 'clear', 'unknown']))
    .addOption(new Option('--format <name>', 'how to print the list').choices(['table', 'csv', 'md']))
    .option('--limit <rows>', 'rows of the list at most: 50 in a table, elsewhere all')
    .optionsGroup('What to print:')
    .option('--json', 'as JSON');
  outputOptions(command)
    .addHelpText(
      'after',
      '\nExit codes: 0 clear, 3 exposed, 6 unknown.\n\nExamples:\n  suture cve CVE-2024-6387\n  suture cve CVE-2021-44228 --sbom app.cdx.json\n  suture cve CVE-2024-6387 --fleet\n  suture cve CVE-2024-6387 --fleet --list unknown',
    )
    .action(async (id: string, options: CveOptions & FleetCveOptions) => {
      if (isOfFleet(command)) {
        const [{ cveFleet }, { readId }] = await Promise.all([import('./cve-fleet.ts'), import('./cve-id.ts')]);
        return cveFleet(readId(id), options, command, context);
      }
      const { cveCommand } = await import('./cve-run.ts');
      return cveCommand(id, options, command, context);
    });
}
