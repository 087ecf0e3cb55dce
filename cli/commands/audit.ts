// `suture audit`: the record of all changes on a server.
import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { type ListOptions, type ServerOptions, answerOptions, listOptions, serverOptions } from './server-options.ts';

export interface AuditListOptions extends ListOptions {
  readonly actor?: string;
  readonly action?: string;
  readonly subject?: string;
}

export function registerAudit(root: Command, context: Context): void {
  const audit = root.command('audit').description('the record of all changes on a server');

  listOptions(
    serverOptions(
      audit
        .command('ls')
        .description('what was done, the newest first')
        .option('--actor <actor>', 'only by this one: user:…, token:… or server')
        .option('--action <action>', 'only this: endpoint.tag, user.invite, …')
        .option('--subject <subject>', 'only to this one: endpoint:…'),
    ),
  )
    .addHelpText('after', '\nExamples:\n  suture audit ls\n  suture audit ls --action endpoint.approve --jsonl')
    .action(async (options: AuditListOptions) => {
      const { auditLs } = await import('./audit-run.ts');
      await auditLs(options, context);
    });

  const verify = answerOptions(
    serverOptions(
      audit.command('verify').description('whether the record is the one that was written: every entry, from its rows'),
    ),
  )
    .addHelpText('after', '\nExit codes: 0 whole, 1 changed or cut.\n\nExample:\n  suture audit verify')
    .action(async (options: ServerOptions) => {
      const { auditVerify } = await import('./audit-run.ts');
      await auditVerify(options, verify, context);
    });

  answerOptions(
    serverOptions(
      audit
        .command('export')
        .description('all entries in their order, one a line as JSON, then the signed checkpoints')
        .argument('<file>', 'where to; - for standard output'),
    ),
  )
    .addHelpText('after', '\nExample:\n  suture audit export audit.jsonl')
    .action(async (file: string, options: ServerOptions) => {
      const { auditExport } = await import('./audit-export.ts');
      await auditExport(file, options, context);
    });
}
