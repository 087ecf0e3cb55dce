// suture-agent: enrols this machine, and checks in for it. Each command is loaded only when it is asked for.
import { AppError } from '@suture/core/app-error.ts';
import { redactTokens } from '@suture/protocol/trust/token-text.ts';
import { exitCodes, type AgentCommand, type Say } from './commands/command.ts';
import { systemDrive } from './system-paths.ts';

/** Those without a line of usage are for the agent itself, which starts them. */
const commands: Readonly<Record<string, () => Promise<AgentCommand>>> = {
  enrol: async () => (await import('./commands/enrol.ts')).enrolCommand,
  run: async () => (await import('./commands/run.ts')).runCommand,
  install: async () => (await import('./platform/commands.ts')).installCommand,
  status: async () => (await import('./platform/commands.ts')).statusCommand,
  uninstall: async () => (await import('./platform/commands.ts')).uninstallCommand,
  trust: async () => (await import('./commands/trust.ts')).trustCommand,
  rehearse: async () => (await import('./commands/rehearse.ts')).rehearseCommand,
  'downloads-cache': async () => (await import('./commands/downloads-cache.ts')).downloadsCacheCommand,
  '--version': async () => (await import('./platform/commands.ts')).versionCommand,
  resident: async () => (await import('./commands/resident.ts')).residentCommand,
  report: async () => (await import('./commands/report.ts')).reportCommand,
  delta: async () => (await import('./commands/delta.ts')).deltaCommand,
  executor: async () => (await import('./commands/executor.ts')).executorCommand,
  'rehearse-inside': async () => (await import('./commands/rehearse-inside.ts')).rehearseInsideCommand,
};

const say: Say = (text) => void process.stderr.write(`${redactTokens(text)}\n`);

async function main([name = '', ...args]: readonly string[]): Promise<number> {
  const load = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (load !== undefined) return await (await load()).run(args, say);
  const loaded = await Promise.all(Object.values(commands).map((each) => each()));
  throw new AppError('usage', loaded.flatMap(({ usage }) => usage ?? []).join('\n'));
}

// Adapters name what is on Windows' own drive by paths from its root, wherever this was started from.
if (process.platform === 'win32') process.chdir(`${systemDrive}\\`);
try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const isUsage =
    (error instanceof AppError && error.code === 'usage') ||
    (error instanceof Error && String(Reflect.get(error, 'code')).startsWith('ERR_PARSE_ARGS'));
  say(error instanceof Error ? error.message : String(error));
  if (error instanceof AppError && error.remedy !== undefined) say(error.remedy);
  process.exitCode = isUsage ? exitCodes.usage : exitCodes.failed;
}
