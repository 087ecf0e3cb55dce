// `suture completion`: the script that makes a shell complete commands, options and their values.
import { Argument, type Command } from 'commander';

/** @param tree builds the commands anew, without these two: the library adds its own */
export function registerCompletion(root: Command, tree: () => Command): void {
  const answer = async (args: readonly string[]): Promise<void> => {
    const commands = tree();
    const { default: tab } = await import('@bomb.sh/tab/commander');
    tab(commands, { completionCommandName: 'completion' });
    await commands.parseAsync(args, { from: 'user' });
  };
  root
    .command('completion')
    .description('print the completion script of a shell')
    .addArgument(new Argument('<shell>', 'the shell').choices(['bash', 'zsh', 'fish', 'powershell']))
    .addHelpText(
      'after',
      '\nExamples:\n  source <(suture completion bash)\n  suture completion fish > ~/.config/fish/completions/suture.fish',
    )
    .action((shell: string) => answer(['completion', shell]));
  root
    .command('complete', { hidden: true })
    .argument('[words...]')
    .allowUnknownOption()
    .action((words: readonly string[]) => answer(['complete', '--', ...words]));
}
