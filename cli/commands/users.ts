// `suture users`: the people of a server, and what each may.
import { Argument, type Command, Option } from 'commander';
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

export type Role = 'viewer' | 'operator' | 'approver' | 'admin';
const ROLES = ['viewer', 'operator', 'approver', 'admin'] as const satisfies readonly Role[];

export interface InviteOptions extends ServerOptions {
  readonly name?: string;
  readonly role: Role;
  readonly tag: readonly string[];
}

const collect = (tag: string, tags: readonly string[]): readonly string[] => [...tags, tag];

export function registerUsers(root: Command, context: Context): void {
  const users = root.command('users').description('the people of a server, and what each may');

  listOptions(serverOptions(users.command('ls').description('who there is, with role and tags, and who is invited')))
    .addHelpText('after', '\nExample:\n  suture users ls')
    .action(async (options: ListOptions) => {
      const { usersLs } = await import('./users-run.ts');
      await usersLs(options, context);
    });

  listOptions(serverOptions(users.command('roles').description('what each role may')))
    .addHelpText('after', '\nExample:\n  suture users roles')
    .action(async (options: ListOptions) => {
      const { usersRoles } = await import('./users-run.ts');
      await usersRoles(options, context);
    });

  answerOptions(
    serverOptions(
      users
        .command('invite')
        .description('print a link by which somebody joins: it works once, for three days')
        .argument('<email>', 'their e-mail address')
        .option('--name <name>', 'how they are called (default: the first part of the address)')
        .addOption(new Option('--role <role>', 'what they may').choices([...ROLES]).default('viewer'))
        .option('--tag <tag>', 'only endpoints with this tag; may be repeated', collect, []),
    ),
  )
    .addHelpText('after', '\nExample:\n  suture users invite ada@example.org --role operator --tag web')
    .action(async (email: string, options: InviteOptions) => {
      const { usersInvite } = await import('./users-run.ts');
      await usersInvite(email, options, context);
    });

  answerOptions(
    serverOptions(
      users
        .command('role')
        .description('give somebody another role; they sign in anew')
        .argument('<email>', 'who')
        .addArgument(new Argument('<role>', 'what they may then').choices([...ROLES])),
    ),
  )
    .addHelpText('after', '\nExample:\n  suture users role ada@example.org approver')
    .action(async (email: string, role: Role, options: ServerOptions) => {
      const { usersRole } = await import('./users-run.ts');
      await usersRole(email, role, options, context);
    });

  answerOptions(
    confirmOptions(
      serverOptions(
        users
          .command('remove')
          .description('remove somebody with their sessions and tokens, or withdraw their invitation')
          .argument('<email>', 'who'),
      ),
    ),
  )
    .addHelpText('after', '\nExample:\n  suture users remove ada@example.org --yes')
    .action(async (email: string, options: ConfirmOptions) => {
      const { usersRemove } = await import('./users-run.ts');
      await usersRemove(email, options, context);
    });
}
