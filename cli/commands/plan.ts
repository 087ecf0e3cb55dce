// `suture plan` and `suture plans`: what would be done to which endpoints, frozen; and a frozen plan looked at again.
import { type Command, Option } from 'commander';
import type { Context } from '../context.ts';
import { type ServerOptions, answerOptions, serverOptions, takingMinusWords } from './server-options.ts';

export interface PlanOptions extends ServerOptions {
  readonly query?: string;
  readonly patch?: readonly string[];
  readonly close?: readonly string[];
  readonly remove?: readonly string[];
  readonly install?: readonly string[];
  readonly required?: boolean;
  readonly forbidden?: boolean;
  readonly security?: boolean;
  readonly all?: boolean;
  readonly rings: string;
  readonly window?: readonly string[];
  readonly catchUp: string;
  readonly soak: string;
  readonly expires: string;
  readonly atOnce: string;
  readonly cleanCanary?: boolean;
  readonly reboot?: 'never' | 'if-needed' | 'in-window' | 'ask';
  /** False with --no-restart. */
  readonly restart: boolean;
  readonly probe?: readonly string[];
  readonly ringProbe?: readonly string[];
  /** `true` without a time, `false` with --no-simulate; undefined asks, and waits for nobody. */
  readonly simulate?: string | boolean;
  readonly output?: string;
}

export interface PlanShowOptions extends ServerOptions {
  readonly output?: string;
}

const each = (one: string, before: readonly string[] = []): readonly string[] => [...before, one];

export function registerPlan(root: Command, context: Context): void {
  const plan = takingMinusWords(root.command('plan'))
    .description('freeze a plan: which endpoints get exactly what, in which rings, and who is left out and why')
    .argument('[query...]', "which endpoints, in the query language: tag:web 'os:debian -tag:lab'; none is all")
    .optionsGroup('Which endpoints, and what they get:')
    .option('-q, --query <query>', 'the same as one word')
    .option('--patch <source>', 'this source package, or openssl@3.0.15-1 for that version; may be repeated', each)
    .option('--close <vulnerability>', 'what closes this one; may be repeated', each)
    .option(
      '--install <product>',
      'what is not there yet: firefox, deb:chrony, or deb:chrony@4.3-2; may be repeated',
      each,
    )
    .option(
      '--remove <product>',
      'take this away, or a package of your own: firefox, deb:telnetd; may be repeated',
      each,
    )
    .option('--required', 'what rules about products require and is not there')
    .option('--forbidden', 'take away what rules about products forbid')
    .option('--security', 'every security update')
    .option('--all', 'every update')
    .optionsGroup('How:')
    .option('--rings <sizes>', 'numbers and percentages, the last one rest', '2,10%,rest')
    .option('--window <name>', 'only in this maintenance window; may be repeated', each)
    .option(
      '--catch-up <how>',
      'who is offline in its window: next-window, after:2h of being back, force:5d after the plan',
      'next-window',
    )
    .option('--soak <time>', 'how long each ring is watched: 0, 30m, 24h', '1h')
    .option('--at-once <endpoints>', 'endpoints at the same time', '50')
    .option('--clean-canary', 'a small first ring without a failure passes by itself')
    .addOption(
      new Option('--reboot <when>', 'restart machines that need it; without it where the plan expects it').choices([
        'never',
        'if-needed',
        'in-window',
        'ask',
      ]),
    )
    .option('--no-restart', 'do not restart services that run replaced code')
    .option(
      '--probe <what>',
      'asked on each endpoint before, after and at the end of the soak: an address, with the status and text of its answer where that is not just 200, or a command that ends with 0; may be repeated',
      each,
    )
    .option(
      '--ring-probe <address>',
      'asked by the server while a ring is under way; has to answer 200, or as is said after it: nothing new begins where it does not; may be repeated',
      each,
    )
    .option('--simulate [time]', 'wait for endpoints to reckon what it would do, no longer than this: 6m')
    .option('--no-simulate', 'ask no endpoint what it would do')
    .option('--expires <time>', 'when it is too old to be begun', '7d')
    .option('-o, --output <file>', 'also into a file, to be carried to whoever signs it');
  // The letter of --quiet is the query's here.
  serverOptions(plan)
    .optionsGroup('What to print:')
    .option('--json', 'as JSON')
    .option('--quiet', 'nothing on standard error but errors')
    .option('--no-color', 'no colour')
    .addHelpText(
      'after',
      `
Examples:
  suture plan tag:web --security
  suture plan os:debian --close CVE-2024-6387 --rings 2,10%,rest --window 'Friday night' -o plan.json
  suture plan tag:web --security --reboot in-window --probe http://localhost/health --probe '/usr/sbin/nginx -t'
  suture plan tag:web --forbidden --simulate
  suture plan -q 'tag:db -tag:lab' --patch openssl@3.0.15-1~deb12u1 --soak 24h`,
    )
    .action(async (words: readonly string[], options: PlanOptions) => {
      const { planCommand } = await import('./plan-run.ts');
      await planCommand(words, options, context);
    });
}

export function registerPlans(root: Command, context: Context): void {
  const plans = root.command('plans').description('plans that were frozen');
  answerOptions(
    serverOptions(
      plans
        .command('show')
        .description('a plan again, and where it does not fit any more')
        .argument('<plan>', 'its hash, or a file')
        .option('-o, --output <file>', 'also into a file, to be carried to whoever signs it'),
    ),
  )
    .addHelpText('after', '\nExample:\n  suture plans show plan.json')
    .action(async (text: string, options: PlanShowOptions) => {
      const { plansShow } = await import('./plan-run.ts');
      await plansShow(text, options, context);
    });
}
