// `suture demo`: a server of its own with a made-up fleet, to look around in.
import type { Command } from 'commander';
import { handOver } from './hand-over.ts';

export function registerDemo(root: Command): void {
  root
    .command('demo')
    .description('start a server with a made-up fleet to look around in; it takes no machine and keeps nothing')
    .option('--port <number>', 'of its console and API (default: 7430)')
    .option('--state <dir>', 'the folder of the demo, which is emptied when it starts')
    .addHelpText('after', '\nExample:\n  suture demo')
    .action(({ port, state }: { readonly port?: string; readonly state?: string }) =>
      handOver(
        ['tools', 'demo.ts'],
        [...(port === undefined ? [] : ['--api-port', port]), ...(state === undefined ? [] : ['--state', state])],
      ),
    );
}
