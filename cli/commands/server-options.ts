// Options and arguments that commands which ask a server have in common.
import { type Command, Option } from 'commander';
import { AppError } from '@suture/core/app-error.ts';

export interface ServerOptions {
  readonly server?: string;
  readonly tokenFile?: string;
  readonly fingerprint?: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly color?: boolean;
  readonly input?: boolean;
}

export interface ListOptions extends ServerOptions {
  readonly jsonl?: boolean;
  readonly format?: 'table' | 'csv' | 'md';
  readonly limit?: string;
}

export interface QueryOptions extends ListOptions {
  readonly query?: string;
}

export interface ConfirmOptions extends ServerOptions {
  readonly yes?: boolean;
}

/** Which server, and as whom. */
export const serverOptions = (command: Command): Command =>
  command
    .optionsGroup('Which server (the one signed in to last, or this machine’s):')
    .option('--server <url>', 'its address: https://suture.example.org:7420')
    .option('--token-file <file>', 'a file that holds an API token; else SUTURE_TOKEN, or the login')
    .option('--fingerprint <sha256>', 'of the key to trust it by, where this machine was not told yet');

/** Of a command that looks at this machine, and at all of a server's where that is asked for. */
export const fleetOptions = (command: Command): Command =>
  command
    .optionsGroup('Over all machines of a server:')
    .option('--fleet', 'ask the server signed in to last, or this machine’s')
    .option('--server <url>', 'ask the server at this address')
    .option('--token-file <file>', 'a file that holds an API token; else SUTURE_TOKEN, or the login')
    .option('--fingerprint <sha256>', 'of the key to trust it by, where this machine was not told yet');

/** Refuses to ask both of a server and of this machine. `onlyFleet`: options that say nothing of this machine. */
export function isOfFleet(command: Command, onlyFleet: readonly string[] = ONLY_FLEET): boolean {
  const given = (name: string): boolean => command.getOptionValueSource(name) === 'cli';
  const isFleet = given('fleet') || given('server');
  const other = (isFleet ? LOCAL : onlyFleet).find(given);
  if (other === undefined) return isFleet;
  const flag = command.options.find((option) => option.attributeName() === other)?.long ?? other;
  throw isFleet
    ? new AppError('usage', `${flag} is about this machine, --fleet about those of a server`)
    : new AppError('usage', `${flag} is about the machines of a server`, 'Add --fleet to ask the server.');
}

/** Whether an inventory file is looked at, and not this machine. */
export const isOfFile = (command: Command): boolean =>
  FILES.some((name) => command.getOptionValueSource(name) === 'cli');

const FILES = ['dpkgStatus', 'rpmQa', 'apkInstalled', 'sbom', 'purls', 'windowsBuild', 'os'];
const LOCAL = [...FILES, 'db', 'overlay', 'exposure', 'policy'];
const ONLY_FLEET = ['tokenFile', 'fingerprint', 'list', 'format', 'limit', 'endpoint'];

/** What is left to say of the output. */
const outputOptions = (command: Command): Command =>
  command.option('-q, --quiet', 'nothing on standard error but errors').option('--no-color', 'no colour');

/** Of a command that answers one thing. */
export const answerOptions = (command: Command): Command =>
  outputOptions(command.optionsGroup('What to print:').option('--json', 'as JSON'));

/** Of a command that lists. */
export const listOptions = (command: Command): Command =>
  outputOptions(
    command
      .optionsGroup('What to print:')
      .addOption(new Option('--json', 'the whole list as JSON').conflicts(['jsonl', 'format']))
      .addOption(new Option('--jsonl', 'one row a line as JSON').conflicts(['format']))
      .addOption(new Option('--format <name>', 'how to print').choices(['table', 'csv', 'md']).default('table'))
      .option('--limit <rows>', 'rows at most: 50 in a table, elsewhere all'),
  );

/** Of a command that asks before it acts. */
export const confirmOptions = (command: Command): Command =>
  command
    .optionsGroup('Before it acts:')
    .option('-y, --yes', 'do not ask')
    .option('--no-input', 'never ask; without --yes, refuse');

/**
 * Makes a command take words that begin with a minus, as queries (`-tag:lab`) and tags (`-lab`) do. Options are those
 * that the command has, and what begins with two.
 */
export function takingMinusWords(command: Command): Command {
  const parse = command.parseOptions.bind(command);
  command.parseOptions = (args) => {
    const shorts = new Set(['-h', ...command.options.map(({ short }) => short)]);
    const parsed = parse(args.map((arg) => (/^-[^-\s]/.test(arg) && !shorts.has(arg) ? `${MARK}${arg}` : arg)));
    return { operands: parsed.operands.map(unmarked), unknown: parsed.unknown.map(unmarked) };
  };
  return command;
}

/** Not in any argument: programs cannot be given this character. */
const MARK = '\0';
const unmarked = (text: string): string => (text.startsWith(MARK) ? text.slice(MARK.length) : text);

/** A query as words, or by an option. */
export const queryArgument = (command: Command, example: string): Command =>
  takingMinusWords(command)
    .argument('[query...]', `which, in the query language: ${example}`)
    .optionsGroup('What to look for:')
    .option('--query <query>', 'the same as one word');

export const queryOf = (words: readonly string[], { query }: QueryOptions): string =>
  [...words, ...(query === undefined ? [] : [unmarked(query)])].join(' ');
