// `suture scan`: what is wrong with a machine, most urgent fix first.
import { type Command, Option } from 'commander';
import type { Context } from '../context.ts';

/** What any command that looks at a machine takes: which one, and against which data. */
export interface InventoryOptions {
  readonly dpkgStatus?: string;
  readonly rpmQa?: string;
  readonly apkInstalled?: string;
  readonly sbom?: string;
  readonly purls?: string;
  readonly windowsBuild?: readonly string[];
  readonly os?: string;
  readonly db?: string;
  readonly quiet?: boolean;
  readonly color?: boolean;
}

/** What a command takes that also sets deadlines. */
export interface SubjectOptions extends InventoryOptions {
  readonly exposure: 'internet' | 'internal' | 'unknown';
  readonly policy: 'bod-26-04' | 'cvss' | 'pci-dss-6.3.3';
}

export interface ScanCommandOptions extends SubjectOptions {
  readonly failOn?: string;
  readonly all?: boolean;
  readonly json?: boolean;
  readonly jsonl?: boolean;
  readonly format: 'table' | 'csv' | 'sarif' | 'cyclonedx' | 'md';
}

/** Adds the options that say which machine; this one without any of them. */
export const inventoryOptions = (command: Command): Command =>
  command
    .optionsGroup('What to look at (this machine without any of these):')
    .option('--dpkg-status <file>', 'a dpkg status file (needs --os)')
    .option('--rpm-qa <file>', 'a list of rpm packages: NAME EPOCHNUM VERSION RELEASE ARCH by tabs (needs --os)')
    .option('--apk-installed <file>', 'an apk database, lib/apk/db/installed (needs --os)')
    .option('--sbom <file>', 'a CycloneDX or SPDX document (JSON)')
    .option('--purls <file>', 'package URLs, one a line')
    .option('--windows-build <product=build>', 'an MSRC product (id or name) and its build; repeatable', append)
    .option(
      '--os <id:version>',
      'the operating system of an inventory file: debian:12, ubuntu:22.04+esm-apps, rhel:9.2+eus',
    )
    .optionsGroup('How to judge it:')
    .option('--db <file>', 'the advisory database (default: below XDG_DATA_HOME)');

const append = (value: string, before: readonly string[] | undefined): readonly string[] => [...(before ?? []), value];

/** Adds those, and the options that say how deadlines are set. */
export const subjectOptions = (command: Command): Command =>
  inventoryOptions(command)
    .addOption(
      new Option('--exposure <where>', 'where the machine can be reached from; unknown counts as internet')
        .choices(['internet', 'internal', 'unknown'])
        .default('unknown'),
    )
    .addOption(
      new Option('--policy <name>', 'how deadlines are set')
        .choices(['bod-26-04', 'cvss', 'pci-dss-6.3.3'])
        .default('bod-26-04'),
    );

/** Adds what is left to say of the output; `--json` and others come before. */
export const outputOptions = (command: Command): Command =>
  command.option('-q, --quiet', 'no progress').option('--no-color', 'no colour');

export function registerScan(root: Command, context: Context): void {
  const command = subjectOptions(root.command('scan'))
    .description('what is wrong with this machine (or an inventory file), most urgent fix first')
    .option('--fail-on <condition>', 'exit with 3 when it holds: overdue, due:14d, critical or any')
    .optionsGroup('What to print:')
    .option('--all', 'everything: also what has no fix')
    .addOption(new Option('--json', 'the whole answer as JSON (docs/reference/scan.md)').conflicts(['jsonl', 'format']))
    .addOption(new Option('--jsonl', 'one finding a line as JSON').conflicts(['format']))
    .addOption(
      new Option('--format <name>', 'how to print')
        .choices(['table', 'csv', 'sarif', 'cyclonedx', 'md'])
        .default('table'),
    );
  outputOptions(command)
    .addHelpText(
      'after',
      `
Examples:
  suture scan
  suture scan --exposure internal --fail-on overdue
  suture scan --dpkg-status /mnt/var/lib/dpkg/status --os debian:12 --json
  suture scan --purls app.purls --format sarif > app.sarif
  suture scan --windows-build 'Windows Server 2019=10.0.17763.6532'`,
    )
    .action(async (options: ScanCommandOptions) => {
      const { scanCommand } = await import('./scan-run.ts');
      await scanCommand(options, command, context);
    });
}
