// The command line: reads the arguments, runs one command, turns what went wrong into one clear line and an exit code.
import { Command, CommanderError } from 'commander';
import { AppError, type AppErrorCode } from '@suture/core/app-error.ts';
import { sqliteCode } from '@suture/feeds/database/sqlite-errors.ts';
import { registerApply, registerApprove } from './commands/apply.ts';
import { registerAudit } from './commands/audit.ts';
import { registerBackup, registerRestore } from './commands/backup.ts';
import { registerCatalog } from './commands/catalog.ts';
import { registerDemo } from './commands/demo.ts';
import { registerCompletion } from './commands/completion.ts';
import { registerCve } from './commands/cve.ts';
import { registerDatabase } from './commands/db.ts';
import { registerDeployments, registerOrder } from './commands/deployments.ts';
import { registerDoctor } from './commands/doctor.ts';
import { registerEndpoints } from './commands/endpoints.ts';
import { registerEnrol } from './commands/enrol.ts';
import { registerExceptions } from './commands/exceptions.ts';
import { registerFreezes } from './commands/freezes.ts';
import { registerWindows } from './commands/windows.ts';
import { registerFirmware } from './commands/firmware.ts';
import { registerKeys } from './commands/keys.ts';
import { registerLifecycle } from './commands/lifecycle.ts';
import { registerLogin, registerLogout, registerWhoami } from './commands/login.ts';
import { registerPackage } from './commands/package.ts';
import { registerPlan, registerPlans } from './commands/plan.ts';
import { registerPolicies } from './commands/policies.ts';
import { registerReport } from './commands/report.ts';
import { registerScan } from './commands/scan.ts';
import { registerSign } from './commands/sign.ts';
import { registerStart } from './commands/start.ts';
import { registerStatus } from './commands/status.ts';
import { registerTimeToFix } from './commands/time-to-fix.ts';
import { registerTokens } from './commands/tokens.ts';
import { registerUpdates } from './commands/updates.ts';
import { registerUsers } from './commands/users.ts';
import { registerVersions } from './commands/versions.ts';
import { registerVulnerabilities } from './commands/vulnerabilities.ts';
import { registerWhy } from './commands/why.ts';
import { type Context, processContext } from './context.ts';
import { EXIT, Interrupted } from './exit-codes.ts';
import { printableLines } from './output/columns.ts';
import { inertJson } from './output/inert-json.ts';
import { QueryFault } from './query-fault.ts';
import { version } from './version.ts';

/** Builds the command tree, or the part that one command needs; actions load their work only when they run. */
export function program(context: Context, only?: string): Command {
  const root = commands(context, only !== undefined && Object.hasOwn(COMMANDS, only) ? COMMANDS[only] : undefined);
  registerCompletion(root, () => commands(context));
  inherit(root);
  return root;
}

function commands(context: Context, only?: Register): Command {
  const root = new Command('suture')
    .description(
      'Finds what is vulnerable, outdated or out of support on a machine, and says what to fix first and why.',
    )
    .version(version, '--version', 'print the version')
    .helpOption('-h, --help', 'show this help')
    .helpCommand('help [command]', 'show the help of a command')
    .showSuggestionAfterError()
    .configureOutput({
      writeOut: (text) => void context.stdout.write(text),
      writeErr: (text) => void context.stderr.write(text),
      // `report` says it, in the form that was asked for.
      outputError: () => {},
    })
    .exitOverride()
    .addHelpText('after', EXAMPLES);
  for (const register of only === undefined ? Object.values(COMMANDS) : [only]) register(root, context);
  return root;
}

type Register = (root: Command, context: Context) => void;

/** In the order in which help lists them. */
const COMMANDS: Readonly<Record<string, Register>> = {
  scan: registerScan,
  why: registerWhy,
  cve: registerCve,
  db: registerDatabase,
  versions: registerVersions,
  doctor: registerDoctor,
  firmware: registerFirmware,
  start: registerStart,
  status: registerStatus,
  endpoints: registerEndpoints,
  updates: registerUpdates,
  vulnerabilities: registerVulnerabilities,
  lifecycle: registerLifecycle,
  'time-to-fix': registerTimeToFix,
  catalog: registerCatalog,
  package: registerPackage,
  plan: registerPlan,
  plans: registerPlans,
  keys: registerKeys,
  sign: registerSign,
  apply: registerApply,
  approve: registerApprove,
  deployments: registerDeployments,
  stop: registerOrder('stop'),
  pause: registerOrder('pause'),
  resume: registerOrder('resume'),
  promote: registerOrder('promote'),
  report: registerReport,
  policies: registerPolicies,
  exceptions: registerExceptions,
  freezes: registerFreezes,
  windows: registerWindows,
  enrol: registerEnrol,
  users: registerUsers,
  tokens: registerTokens,
  audit: registerAudit,
  login: registerLogin,
  logout: registerLogout,
  whoami: registerWhoami,
  backup: registerBackup,
  restore: registerRestore,
  demo: registerDemo,
};

const EXAMPLES = `
Examples:
  suture scan                                        this machine, most urgent first
  suture scan --dpkg-status status --os debian:12    another machine, from its files
  suture why CVE-2024-6387                           every input that led to a deadline
  suture db update                                   fetch the advisory feeds
  suture status                                      what to do now, over all machines of a server
  suture endpoints ls os:debian exploited:yes        the machines of a server that a query finds
  suture plan tag:web --security                     what would be installed where, ring by ring
  suture stop                                        stop the deployment that is under way

Exit codes: 0 done, 1 error, 2 usage, 3 --fail-on tripped, 4 not signed in or not allowed,
5 a deployment failed or halted, 6 not known, 7 the time to wait was over, 130 interrupted.
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
    const root = program(context, args[0]);
    await root.parseAsync(args, { from: 'user' });
    const code: unknown = root.getOptionValue('exitCode');
    return typeof code === 'number' ? code : EXIT.done;
  } catch (error) {
    return report(error, args, context);
  }
}

/** What a person reads of an error, or a script where it asked for JSON: one line, then what to do. */
interface Problem {
  readonly code: AppErrorCode | 'bug';
  readonly message: string;
  readonly remedy: string | undefined;
}

function report(error: unknown, args: readonly string[], context: Context): number {
  if (error instanceof CommanderError && (error.exitCode === 0 || error.code === 'commander.help')) {
    return error.exitCode === 0 ? EXIT.done : EXIT.usage;
  }
  if (error instanceof Interrupted) return EXIT.interrupted;
  const { code, message, remedy } = problemOf(error, context);
  if (args.some((arg) => arg === '--json' || arg === '--jsonl')) {
    context.stderr.write(
      inertJson(
        { error: { code, message, ...(error instanceof QueryFault ? error.place : { remedy: remedy ?? null }) } },
        0,
      ),
    );
  } else {
    context.stderr.write(`${printableLines(`suture: ${message}${remedy === undefined ? '' : `\n${remedy}`}`)}\n`);
  }
  return EXIT_BY_CODE[code] ?? EXIT.error;
}

const EXIT_BY_CODE: Partial<Record<Problem['code'], number>> = {
  usage: EXIT.usage,
  authentication: EXIT.authentication,
  permission: EXIT.authentication,
};

function problemOf(error: unknown, { env }: Context): Problem {
  if (error instanceof AppError) return error;
  if (error instanceof CommanderError) {
    const [message = '', ...more] = error.message.split('\n');
    return { code: 'usage', message: message.replace(/^error: /, ''), remedy: more.join('\n') || undefined };
  }
  if (sqliteCode(error) === 'damaged') {
    return { code: 'database', message: 'the advisory database is damaged', remedy: 'Run: suture db update' };
  }
  const detail = error instanceof Error && env['SUTURE_DEBUG'] !== undefined ? error.stack : String(error);
  return {
    code: 'bug',
    message: `this is a bug in suture: ${detail}`,
    remedy: 'Set SUTURE_DEBUG=1 to see where it happened.',
  };
}
