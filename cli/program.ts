// The command line: reads the arguments, runs one command, turns what went wrong into one clear line and an exit code.
import { Command, CommanderError } from 'commander';
import { AppError } from '@suture/core/app-error.ts';
import { registerCompletion } from './commands/completion.ts';
import { registerCve } from './commands/cve.ts';
import { registerDatabase } from './commands/db.ts';
import { registerDoctor } from './commands/doctor.ts';
import { registerScan } from './commands/scan.ts';
import { registerStart } from './commands/start.ts';
import { registerVersions } from './commands/versions.ts';
import { registerWhy } from './commands/why.ts';
import { type Context, processContext } from './context.ts';
import { EXIT } from './exit-codes.ts';
import { version } from './version.ts';

/** Builds the whole command tree; actions load their work only when they run. */
export function program(context: Context): Command {
  const root = commands(context);
  registerCompletion(root, () => commands(context));
  inherit(root);
  return root;
}

function commands(context: Context): Command {
  const root = new Command('suture')
    .description('Finds what is vulnerable, outdated or out of support on a machine, and says what to fix first and why.')
    .version(version, '--version', 'print the version')
    .helpOption('-h, --help', 'show this help')
    .helpCommand('help [command]', 'show the help of a command')
    .showSuggestionAfterError()
    .configureOutput({
      writeOut: (text) => void context.stdout.write(text),
      writeErr: (text) => void context.stderr.write(text),
      outputError: (text, write) => write(text.replace(/^error: /, 'suture: ')),
    })
    .exitOverride()
    .addHelpText('after', EXAMPLES);
  for (const register of [
    registerScan,
    registerWhy,
    registerCve,
    registerDatabase,
    registerVersions,
    registerDoctor,
    registerStart,
  ]) {
    register(root, context);
  }
  return root;
}

const EXAMPLES = `
Examples:
  suture scan                                        this machine, most urgent first
  suture scan --dpkg-status status --os debian:12    another machine, from its files
  suture why CVE-2024-6387                           every input that led to a deadline
  suture db update                                   fetch the advisory feeds

Exit codes: 0 done, 1 error, 2 usage, 3 --fail-on tripped, 6 nothing could be judged, 130 interrupted.
Documentation: docs/reference/cli.md`;

/** Subcommands made with `new Command` do not inherit how errors leave the program. */
function inherit(parent: Command): void {
  for (const child of parent.commands) {
    child.copyInheritedSettings(parent);
    inherit(child);
  }
}

/** Runs one command line and returns its exit code. Never throws. */
export async function run(args: readonly string[], context: Context = processContext()): Promise<number> {
  try {
    const root = program(context);
    await root.parseAsync(args, { from: 'user' });
    return typeof root.getOptionValue('exitCode') === 'number' ? (root.getOptionValue('exitCode') as number) : EXIT.done;
  } catch (error) {
    return report(error, args, context);
  }
}

function report(error: unknown, args: readonly string[], context: Context): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
  if (error instanceof AppError) {
    const code = error.code === 'usage' ? EXIT.usage : EXIT.error;
    if (args.some((arg) => arg === '--json' || arg === '--jsonl')) {
      context.stderr.write(`${JSON.stringify({ error: { code: error.code, message: error.message, remedy: error.remedy ?? null } })}\n`);
    } else {
      context.stderr.write(`suture: ${error.message}\n${error.remedy === undefined ? '' : `${error.remedy}\n`}`);
    }
    return code;
  }
  const detail = error instanceof Error && context.env['SUTURE_DEBUG'] !== undefined ? error.stack : String(error);
  context.stderr.write(`suture: this is a bug in suture: ${detail}\nSet SUTURE_DEBUG=1 to see where it happened.\n`);
  return EXIT.error;
}

