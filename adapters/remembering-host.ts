// A Host that asks the same thing once: for the time of one report, in which two readings must not differ anyway.
import type { Command, CommandResult, Host } from './host.ts';

/** Commands with equal argv, environment, directory and limits share one run. For commands that only read. */
export function rememberingHost(host: Host): Host {
  const runs = new Map<string, Promise<CommandResult>>();
  return {
    ...host,
    run(command: Command): Promise<CommandResult> {
      const key = JSON.stringify(command);
      const known = runs.get(key);
      if (known !== undefined) return known;
      const result = host.run(command);
      runs.set(key, result);
      return result;
    },
  };
}
