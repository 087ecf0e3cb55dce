// `suture policies`: rules that make plans by themselves, in versions, and what they would have done.
import type { Command } from 'commander';
import type { Context } from '../context.ts';
import {
  type ConfirmOptions,
  type ListOptions,
  type ServerOptions,
  answerOptions,
  confirmOptions,
  listOptions,
  serverOptions,
} from './server-options.ts';

export interface PreviewOptions extends ServerOptions {
  readonly days: string;
}

const WHICH = 'its name or id';

export function registerPolicies(root: Command, context: Context): void {
  const policies = root.command('policies').description('standing policies: rules that make plans by themselves');

  listOptions(
    serverOptions(
      policies.command('ls').description('policies by name: when each makes a plan, and what came of its last day'),
    ),
  )
    .addHelpText('after', '\nExample:\n  suture policies ls')
    .action(async (options: ListOptions) => {
      const { policiesLs } = await import('./policies-run.ts');
      await policiesLs(options, context);
    });

  answerOptions(
    serverOptions(
      policies
        .command('show')
        .description('a policy in plain sentences, its versions, and what came of its days')
        .argument('<policy>', WHICH),
    ),
  )
    .addHelpText(
      'after',
      '\nExamples:\n  suture policies show Tuesdays\n  suture policies show Tuesdays --json > policy.json',
    )
    .action(async (policy: string, options: ServerOptions) => {
      const { policiesShow } = await import('./policies-run.ts');
      await policiesShow(policy, options, context);
    });

  answerOptions(
    serverOptions(
      policies
        .command('preview')
        .description('what a policy would have shipped in the days before, whether it is written already or in a file')
        .argument('<policy>', `${WHICH}, or a file that has it as JSON`)
        .option('--days <days>', 'how many days to look back', '30'),
    ),
  )
    .addHelpText(
      'after',
      '\nExamples:\n  suture policies preview Tuesdays\n  suture policies preview ./policy.json --days 90',
    )
    .action(async (policy: string, options: PreviewOptions) => {
      const { policiesPreview } = await import('./policies-run.ts');
      await policiesPreview(policy, options, context);
    });

  answerOptions(
    confirmOptions(
      serverOptions(
        policies
          .command('write')
          .description('make a policy from a file, or the next version of the one of its name')
          .argument('<file>', 'JSON, as suture policies show --json has it'),
      ),
    ),
  )
    .addHelpText('after', '\nExample:\n  suture policies write ./policy.json')
    .action(async (file: string, options: ConfirmOptions) => {
      const { policiesWrite } = await import('./policies-run.ts');
      await policiesWrite(file, options, context);
    });

  answerOptions(
    confirmOptions(
      serverOptions(
        policies.command('remove').description('remove a policy; what it did stays').argument('<policy>', WHICH),
      ),
    ),
  )
    .addHelpText('after', '\nExample:\n  suture policies remove Tuesdays')
    .action(async (policy: string, options: ConfirmOptions) => {
      const { policiesRemove } = await import('./policies-run.ts');
      await policiesRemove(policy, options, context);
    });
}
