// `suture endpoints`: the machines of a server, one of them, and what people do to them.
import { type Command, Option } from 'commander';
import type { Context } from '../context.ts';
import {
  type ConfirmOptions,
  type QueryOptions,
  type ServerOptions,
  answerOptions,
  confirmOptions,
  listOptions,
  queryArgument,
  queryOf,
  serverOptions,
  takingMinusWords,
} from './server-options.ts';

export interface SetOptions extends ConfirmOptions {
  readonly exposure?: 'internet' | 'internal' | 'unknown';
  readonly criticality?: 'lowest' | 'low' | 'normal' | 'high' | 'highest';
}

const WHICH = 'a name, an id, or a query (which has a colon)';

export function registerEndpoints(root: Command, context: Context): void {
  const endpoints = root.command('endpoints').description('the machines that a server looks after');

  const ls = queryArgument(
    endpoints.command('ls').description('endpoints that a query finds, by name'),
    "os:debian 'seen:<24h' -tag:lab",
  );
  listOptions(serverOptions(ls))
    .addHelpText(
      'after',
      `
Examples:
  suture endpoints ls
  suture endpoints ls os:debian exploited:yes fix:available -tag:lab
  suture endpoints ls enrolment:pending --jsonl`,
    )
    .action(async (words: readonly string[], options: QueryOptions) => {
      const { endpointsLs } = await import('./endpoints-ls.ts');
      await endpointsLs(queryOf(words, options), options, context);
    });

  answerOptions(
    serverOptions(
      endpoints
        .command('show')
        .description('one endpoint: its state, worst findings, updates and what it reported')
        .argument('<endpoint>', 'its name or id'),
    ),
  )
    .addHelpText('after', '\nExample:\n  suture endpoints show web-1')
    .action(async (name: string, options: ServerOptions) => {
      const { endpointsShow } = await import('./endpoints-show.ts');
      await endpointsShow(name, options, context);
    });

  const tag = takingMinusWords(
    endpoints
      .command('tag')
      .description('put tags on endpoints and take others off')
      .argument('<which>', `${WHICH}, as one word`)
      .argument('<change...>', '+web puts a tag on, -lab takes one off'),
  );
  acting(tag)
    .addHelpText(
      'after',
      "\nExamples:\n  suture endpoints tag web-1 +web -lab\n  suture endpoints tag 'os:debian -tag:lab' +production --yes",
    )
    .action(async (which: string, changes: readonly string[], options: ConfirmOptions) => {
      const { endpointsTag } = await import('./endpoints-change.ts');
      await endpointsTag(which, changes, options, context);
    });

  const set = endpoints
    .command('set')
    .description('say who can reach endpoints and how much depends on them; deadlines follow')
    .argument('<which>', `${WHICH}, as one word`)
    .addOption(new Option('--exposure <where>', 'where from').choices(['internet', 'internal', 'unknown']))
    .addOption(new Option('--criticality <how>', 'how much').choices(['lowest', 'low', 'normal', 'high', 'highest']));
  acting(set)
    .addHelpText('after', '\nExample:\n  suture endpoints set tag:web --exposure internet --criticality high')
    .action(async (which: string, options: SetOptions) => {
      const { endpointsSet } = await import('./endpoints-change.ts');
      await endpointsSet(which, options, context);
    });

  for (const { name, description, example } of ACTS) {
    acting(endpoints.command(name).description(description).argument('<which...>', WHICH))
      .addHelpText('after', `\nExample:\n  ${example}`)
      .action(async (which: readonly string[], options: ConfirmOptions) => {
        const { endpointsAct } = await import('./endpoints-change.ts');
        await endpointsAct(name, which, options, context);
      });
  }
}

const acting = (command: Command): Command => answerOptions(confirmOptions(serverOptions(command)));

const ACTS = [
  {
    name: 'approve',
    description: 'let in machines that enrolled and wait',
    example: 'suture endpoints approve web-3',
  },
  {
    name: 'revoke',
    description: 'refuse endpoints from now on: their certificates end at once',
    example: 'suture endpoints revoke web-3 --yes',
  },
  {
    name: 'release',
    description: 'let quarantined endpoints back into service',
    example: 'suture endpoints release web-3',
  },
] as const;
