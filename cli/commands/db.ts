// `suture db`: brings the advisory database up to date, shows what is in it and how old, checks that it is whole.
import { type Command, Option } from 'commander';
import { type Context, databasePath } from '../context.ts';

export interface DatabaseOptions {
  readonly db?: string;
  readonly from?: string;
  readonly mirror?: string;
  readonly only?: readonly string[];
  readonly json?: boolean;
  readonly quiet?: boolean;
}

const dbOption = (): Option => new Option('--db <file>', 'the advisory database (default: below XDG_DATA_HOME)');

export function registerDatabase(root: Command, context: Context): void {
  const db = root.command('db').description('the advisory database: update, status, verify');
  db.command('update')
    .description('fetch the feeds that changed and rebuild their part of the database')
    .addOption(dbOption())
    .addOption(new Option('--from <dir>', 'read the feeds from a directory (air gap)').conflicts('mirror'))
    .option('--mirror <url>', 'fetch from a mirror that serves <host>/<path> of every feed below this address')
    .option('--only <feed...>', 'only these feeds, e.g. kev osv:Debian (see: suture db status)')
    .option('--json', 'print the outcome of every feed as JSON')
    .option('-q, --quiet', 'no progress')
    .addHelpText(
      'after',
      '\nExamples:\n  suture db update\n  suture db update --from /media/feeds\n  suture db update --only kev epss',
    )
    .action(async (options: DatabaseOptions, command: Command) => {
      const { update } = await import('./db-update.ts');
      await update(options, databasePath(context, options.db), command, context);
    });
  db.command('status')
    .description('every feed: records, date of its data, when fetched, age, errors')
    .addOption(dbOption())
    .option('--json', 'as JSON')
    .addHelpText('after', '\nExample:\n  suture db status --json')
    .action(async (options: DatabaseOptions) => {
      const { status } = await import('./db-status.ts');
      status(options, databasePath(context, options.db), context);
    });
  db.command('verify')
    .description('check that the database is whole and every entry can be read')
    .addOption(dbOption())
    .option('--json', 'as JSON')
    .addHelpText('after', '\nExample:\n  suture db verify')
    .action(async (options: DatabaseOptions, command: Command) => {
      const { verify } = await import('./db-verify.ts');
      verify(options, databasePath(context, options.db), command, context);
    });
}
