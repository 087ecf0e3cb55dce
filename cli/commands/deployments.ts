// `suture deployments`: those there are, their endpoints, and what people do to them; the most urgent have short names.
import { type Command, Option } from 'commander';
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

export interface DeploymentListOptions extends ListOptions {
  readonly of: 'all' | 'waiting' | 'going' | 'over';
}

export interface JobListOptions extends ListOptions {
  readonly state?: string;
  readonly cause?: string;
}

export interface OrderOptions extends ConfirmOptions {
  readonly all?: boolean;
  readonly endpoint?: string;
  readonly at?: string;
  readonly reason?: string;
}

const WHICH = 'its name, its id or the beginning of it';

export function registerDeployments(root: Command, context: Context): void {
  const deployments = root.command('deployments').description('plans being carried out');

  listOptions(
    serverOptions(
      deployments
        .command('ls')
        .description('deployments, the newest first')
        .addOption(
          new Option('--of <which>', 'only those').choices(['all', 'waiting', 'going', 'over']).default('all'),
        ),
    ),
  )
    .addHelpText('after', '\nExamples:\n  suture deployments ls\n  suture deployments ls --of going --json')
    .action(async (options: DeploymentListOptions) => {
      const { deploymentsLs } = await import('./deployments-ls.ts');
      await deploymentsLs(options, context);
    });

  answerOptions(
    serverOptions(
      deployments
        .command('show')
        .description('how far a deployment is, ring by ring, and why; its failures by cause')
        .argument('<deployment>', WHICH),
    ),
  )
    .addHelpText('after', '\nExample:\n  suture deployments show openssl')
    .action(async (deployment: string, options: ServerOptions) => {
      const { deploymentStatus } = await import('./deployment-wait.ts');
      await deploymentStatus(deployment, options, deployments, context);
    });

  listOptions(
    serverOptions(
      deployments
        .command('jobs')
        .description('what becomes of each endpoint of a deployment, in the order of its plan')
        .argument('<deployment>', WHICH)
        .option('--state <state>', 'only those: failed, deferred, installing, …')
        .option('--cause <cause>', 'only those that failed of it: disk-full, …'),
    ),
  )
    .addHelpText('after', '\nExample:\n  suture deployments jobs openssl --state failed')
    .action(async (deployment: string, options: JobListOptions) => {
      const { deploymentsJobs } = await import('./deployments-ls.ts');
      await deploymentsJobs(deployment, options, context);
    });

  for (const { name, description, example, isOfEndpoint, isAt, isReasoned } of BELOW) {
    const command = deployments.command(name).description(description).argument('<deployment>', WHICH);
    if (isOfEndpoint === true) command.argument('<endpoint>', 'its name or id');
    if (isReasoned === true) command.requiredOption('--reason <reason>', 'why; it is kept');
    if (isAt === true) command.argument('<time>', 'RFC 3339: 2026-12-01T22:00:00Z');
    answerOptions(confirmOptions(serverOptions(command)))
      .addHelpText('after', `\nExample:\n  ${example}`)
      .action(async (deployment: string, ...rest: readonly unknown[]) => {
        const { orderCommand } = await import('./deployments-order.ts');
        const word = isOfEndpoint === true || isAt === true ? String(rest[0]) : undefined;
        const options = rest[word === undefined ? 0 : 1] as OrderOptions;
        await orderCommand(name, deployment, word, options, context);
      });
  }
}

/** Those that are needed at once. Stop and Pause are not asked about, and need no name where only one is under way. */
const QUICK = {
  stop: 'stop a deployment now: nothing new begins, what installs ends by itself; asks nothing',
  pause: 'hold a deployment where it is; asks nothing',
  resume: 'let a paused deployment go on',
  promote: 'let the ring that waits at its gate pass',
} as const;

export const registerOrder =
  (name: keyof typeof QUICK) =>
  (root: Command, context: Context): void => {
    const isQuick = name === 'stop' || name === 'pause';
    const command = root.command(name).description(QUICK[name]);
    if (isQuick) command.argument('[deployment]', `${WHICH}; without it the only one under way`);
    else command.argument('<deployment>', WHICH);
    if (name === 'stop') command.option('--all', 'every deployment that is under way');
    const examples = name === 'stop' ? 's:\n  suture stop\n  suture stop --all' : `:\n  suture ${name} openssl`;
    answerOptions(isQuick ? serverOptions(command) : confirmOptions(serverOptions(command)))
      .addHelpText('after', `\nExample${examples}`)
      .action(async (deployment: string | undefined, options: OrderOptions) => {
        const { orderCommand } = await import('./deployments-order.ts');
        const given = isQuick ? { ...options, yes: true } : options;
        await orderCommand(name, deployment, undefined, given, context);
      });
  };

export type OrderName =
  | 'stop'
  | 'pause'
  | 'resume'
  | 'promote'
  | 'cancel'
  | 'reject'
  | 'roll-back'
  | 'break-glass'
  | 'waive-coverage'
  | 'rehearse'
  | 'accept-rehearsal'
  | 'start'
  | 'retry'
  | 'release';

const BELOW: readonly {
  readonly name: OrderName;
  readonly description: string;
  readonly example: string;
  readonly isOfEndpoint?: boolean;
  readonly isAt?: boolean;
  readonly isReasoned?: boolean;
}[] = [
  { name: 'cancel', description: 'give a deployment up for good', example: 'suture deployments cancel openssl' },
  { name: 'reject', description: 'say no to the plan of a deployment', example: 'suture deployments reject openssl' },
  {
    name: 'start',
    description: 'say when an approved deployment begins; without this it does at once',
    example: 'suture deployments start openssl 2026-12-01T22:00:00Z',
    isAt: true,
  },
  {
    name: 'rehearse',
    description: 'rehearse a deployment once more, after a rehearsal that failed',
    example: 'suture deployments rehearse openssl',
  },
  {
    name: 'accept-rehearsal',
    description: 'go on to the approval in spite of what a rehearsal says, or without waiting for it',
    example: "suture deployments accept-rehearsal openssl --reason 'that host is replaced this week'",
    isReasoned: true,
  },
  {
    name: 'roll-back',
    description: 'take back what a halted deployment has changed, where that can be',
    example: 'suture deployments roll-back openssl',
  },
  {
    name: 'break-glass',
    description: 'work outside of maintenance windows for four hours; takes two people within 15 minutes',
    example: 'suture deployments break-glass openssl',
  },
  {
    name: 'waive-coverage',
    description: 'let packages go on that no earlier ring had',
    example: 'suture deployments waive-coverage openssl',
  },
  {
    name: 'retry',
    description: 'try an endpoint that failed once more',
    example: 'suture deployments retry openssl web-3',
    isOfEndpoint: true,
  },
  {
    name: 'release',
    description: 'give the place of a lost endpoint in its group free',
    example: 'suture deployments release openssl web-3',
    isOfEndpoint: true,
  },
];
