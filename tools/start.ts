// `npm start`: the server in the background, this machine's scan on the screen, this machine enrolled, and what to do next.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { databasePath, processContext } from '@suture/cli/context.ts';
import { run } from '@suture/cli/program.ts';
import { localServer, stateFolder, type LocalServer } from '@suture/cli/server/local-access.ts';
import { ask } from '@suture/cli/server/ask.ts';
import { runningServer } from '@suture/server/single-instance.ts';
import { end, isAlive, startInBackground } from './background.ts';
import { root } from './checks/outcome.ts';
import { packInBackground } from './package/in-background.ts';
import { joinThisMachine } from './start-agent.ts';
import { lastWords } from './last-words.ts';
import { digestOfSources, noteSources, runsOtherSources } from './sources.ts';

const longestStartMs = 150_000;

/** The server, or in a sentence or two why there is none. */
type Brought = { readonly server: LocalServer } | { readonly why: string };

const sourcesFile = (state: string): string => join(state, 'server', 'server.sources');

/** The server that runs, unless it was started from other sources than are here now: that one is ended. */
async function runningFromHere(state: string, sources: string): ReturnType<typeof runningServer> {
  const found = await runningServer(state);
  if (found?.pid === undefined || !runsOtherSources(sourcesFile(state), found.pid, sources)) return found;
  process.stderr.write('The server that runs is of other sources than these; it is started anew.\n');
  const isThere = async (): Promise<boolean> => (await runningServer(state)) !== undefined;
  return (await end(found.pid, isThere)) ? undefined : found;
}

async function bringServer(state: string, from: string | undefined, sources: string): Promise<Brought> {
  const found = await runningFromHere(state, sources);
  const output = join(state, 'server', 'server.out');
  const begun = Date.now();
  const child = found === undefined ? await startServer(state, output, from) : undefined;
  if (child?.pid !== undefined) noteSources(sourcesFile(state), child.pid, sources);
  while (Date.now() - begun < longestStartMs) {
    const server = await localServer(state);
    // One that was killed has left its file.
    if (server !== undefined && server.pid === (child?.pid ?? found?.pid ?? server.pid) && isAlive(server.pid)) {
      return { server };
    }
    if (child !== undefined && child.exitCode !== null) return { why: await lastWords(output) };
    if (child === undefined && (await runningServer(state)) === undefined) return bringServer(state, from, sources);
    await delay(50);
  }
  return { why: `it is still starting; its log is ${join(state, 'server', 'server.log')}` };
}

async function startServer(state: string, output: string, from: string | undefined) {
  // Its own process: it takes seconds of a processor, and the scan is under way in this one.
  const build = spawn(process.execPath, [join(root, 'tools/console.ts')], { stdio: 'ignore' });
  await once(build, 'close').catch(() => undefined);
  const log = ['--log', join(state, 'server', 'server.log')];
  // One database for the command line and the server, which leaves the feeds alone while they are being fetched here.
  const feeds = ['--advisories', databasePath(processContext(), undefined), '--feeds-after', '120'];
  const source = from === undefined ? [] : ['--from', from];
  const args = [join(root, 'server/main.ts'), 'run', '--state', state, ...log, ...feeds, ...source];
  return startInBackground({ args, env: process.env, output });
}

const isOn = (text: string): boolean => text !== '';

/** What a person does next, in the same words each time. */
async function ending(server: LocalServer, state: string, machine: string): Promise<string> {
  const { body } = await ask(server, 'POST', '/local/first-user-link').catch(() => ({ body: undefined }));
  const { link, expiresAt } = Object(body) as { readonly link?: unknown; readonly expiresAt?: unknown };
  const until = typeof expiresAt === 'string' ? ` (once, until ${expiresAt.slice(11, 16)} UTC)` : '';
  return [
    '',
    `Server:        ${server.url} (log: ${join(state, 'server', 'server.log')})`,
    machine === '' ? '' : `This machine:  ${machine}`,
    typeof link === 'string' ? `First user:    ${link}${until}` : '',
    'Next machine:  npx suture enrol new',
    'Stop it all:   npm stop',
    '',
  ]
    .filter((line, index) => index === 0 || isOn(line))
    .join('\n');
}

async function main(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: { from: { type: 'string' } }, strict: false });
  const from = typeof values['from'] === 'string' ? resolve(values['from']) : undefined;
  const state = stateFolder(process.env);
  const sources = digestOfSources();
  const bringing = bringServer(state, from, sources).catch((error: unknown): Brought => ({
    why: error instanceof Error ? error.message : String(error),
  }));
  // Beside the scan: what a server knows of this machine should not wait for what is written on the screen.
  const joining = bringing.then((brought) =>
    'server' in brought ? joinThisMachine(brought.server, state, sources) : '',
  );
  const code = await run(['start', ...args]);
  if (code === 2) return code;
  const [brought, machine] = await Promise.all([bringing, joining]);
  if ('why' in brought) {
    process.stderr.write(`The server did not start: ${brought.why}\n`);
    return 1;
  }
  const { server } = brought;
  packInBackground(join(state, 'server', 'package.log'));
  process.stdout.write(`${await ending(server, state, machine)}\n`);
  return code;
}

process.exitCode = await main(process.argv.slice(2));
// The background process is apart; nothing here is left to wait for.
process.exit();
