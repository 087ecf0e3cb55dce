// `suture apply` and `suture approve`: a plan becomes a deployment, and people say yes to it.
import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { type WaitOptions, waitOptions } from './status.ts';
import { type ConfirmOptions, answerOptions, confirmOptions, serverOptions } from './server-options.ts';

export interface ApplyOptions extends ConfirmOptions, WaitOptions {
  readonly name?: string;
  readonly approve?: boolean;
  readonly acceptDrift?: boolean;
  /** False with --no-rehearsal. */
  readonly rehearsal: boolean;
}

export function registerApply(root: Command, context: Context): void {
  const apply = root
    .command('apply')
    .description(
      'put a plan up for approval: from then on there is a deployment of it; refused where it does not fit any more',
    )
    .argument('<plan>', 'a file that suture plan -o wrote, with the signatures in it, or the hash of a plan')
    .option('--name <name>', 'what people call the deployment; else what it installs')
    .option('--approve', 'approve it, too, as far as you may; with --wait once it is rehearsed')
    .option('--no-rehearsal', 'without trying it on throw-away copies of endpoints first')
    .option(
      '--accept-drift',
      'also where some endpoints are not as the plan froze them: they refuse, the others go on',
    );
  answerOptions(waitOptions(confirmOptions(serverOptions(apply))))
    .addHelpText(
      'after',
      '\nExamples:\n  suture apply plan.json\n  suture apply plan.json --approve --yes --wait --timeout 4h',
    )
    .action(async (plan: string, options: ApplyOptions) => {
      const { applyCommand } = await import('./apply-run.ts');
      await applyCommand(plan, options, apply, context);
    });
}

export function registerApprove(root: Command, context: Context): void {
  const approve = root
    .command('approve')
    .description('approve the plan of a deployment after looking at it; after a halt, to go on')
    .argument('<deployment>', 'its name, its id or the beginning of it');
  answerOptions(confirmOptions(serverOptions(approve)))
    .addHelpText('after', '\nExample:\n  suture approve openssl')
    .action(async (deployment: string, options: ConfirmOptions) => {
      const { approveCommand } = await import('./apply-run.ts');
      await approveCommand(deployment, options, context);
    });
}
