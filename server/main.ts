// suture-server: reads how it is to run, starts everything, and ends it when it is told to, or with the cause when it must.
import { AppError } from '@suture/core/app-error.ts';
import { redactTokens } from '@suture/protocol/trust/token-text.ts';
import { readConfiguration, usage, type Configuration } from './configuration.ts';
import { openLog, type Log } from './observability/log.ts';
import { processEnd } from './process-end.ts';
import { startServer } from './running-server.ts';
import { holdState, runningServer } from './single-instance.ts';

const say = (text: string): void => void process.stderr.write(`suture-server: ${redactTokens(text)}\n`);

async function main([command = 'run', ...rest]: readonly string[]): Promise<number> {
  const isCommand = ['run', 'backup', 'restore', 'demo'].includes(command);
  if (!isCommand && !command.startsWith('-')) {
    say(`there is no command ${JSON.stringify(command)}`);
    process.stderr.write(usage);
    return 2;
  }
  if (command === 'backup' || command === 'restore') {
    const { backupCommand } = await import('./backup/command.ts');
    return backupCommand(command, rest, process.env, say);
  }
  const args = isCommand ? rest : [command, ...rest];
  const demo = command === 'demo' ? await import('./demo/configuration.ts') : undefined;
  const read = (demo?.readDemoConfiguration ?? readConfiguration)(args, process.env);
  switch (read.kind) {
    case 'help':
      process.stdout.write(usage);
      return 0;
    case 'wrong':
      for (const problem of read.problems) say(problem);
      say('see: suture-server --help');
      return 2;
    case 'configuration':
      demo?.claimDemoFolder(read.configuration);
      return await run(read.configuration, demo?.makeRoomForDemo);
  }
}

type Before = (configuration: Configuration, log: Log) => Promise<void>;

async function run(configuration: Configuration, before?: Before): Promise<number> {
  const held = await holdState(configuration.state);
  if (held === undefined) {
    const pid = (await runningServer(configuration.state))?.pid;
    say(`a server runs on ${configuration.state} already${pid === undefined ? '' : `, as process ${pid}`}`);
    return 1;
  }
  const log = openLog({ file: configuration.log, level: configuration.logLevel });
  const { stopped, hurry } = processEnd(log);
  try {
    await before?.(configuration, log);
    const server = await startServer(configuration, log);
    log.info({ url: server.url, agents: server.agents, version: process.version }, 'ready');
    if (configuration.demo)
      process.stdout.write((await import('./demo/greeting.ts')).demoGreeting(server, configuration));
    else if (configuration.log === undefined) await greet(server);
    await stopped;
    await server.stop(hurry);
    log.info('stopped');
    return 0;
  } finally {
    await held.release();
  }
}

/** To the console, where the link is for whoever started the server; logs never have it. */
async function greet(server: Awaited<ReturnType<typeof startServer>>): Promise<void> {
  process.stdout.write(`Suture is at ${server.url}\n`);
  const offered = await server.firstUserLink();
  if (offered !== undefined)
    process.stdout.write(`The first user's link, good once and for an hour: ${offered.link}\n`);
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  if (error instanceof AppError && error.remedy !== undefined) say(error.remedy);
  if (!(error instanceof AppError) && error instanceof Error)
    process.stderr.write(`${redactTokens(error.stack ?? '')}\n`);
  process.exitCode = 1;
}
