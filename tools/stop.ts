// `npm stop`: ends the agent, the server and the database that `npm start` left running; what they know stays.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { stateFolder } from '@suture/cli/server/local-access.ts';
import { startEmbedded } from '@suture/server/postgres/embedded.ts';
import { runningServer } from '@suture/server/single-instance.ts';
import { end, forgetPid, isAlive, notedPid } from './background.ts';
import { agentPidFile } from './start-agent.ts';

async function stopAgent(state: string): Promise<readonly string[]> {
  const file = agentPidFile(state);
  const pid = notedPid(file);
  if (pid === undefined) return [];
  if (!(await end(pid, () => isAlive(pid)))) return [`the agent does not end: process ${pid}`];
  forgetPid(file);
  return [];
}

async function stopServer(state: string): Promise<readonly string[]> {
  const pid = (await runningServer(state))?.pid;
  if (pid === undefined) return [];
  // It gives its state back a moment before it is gone.
  const isThere = async (): Promise<boolean> => isAlive(pid) || (await runningServer(state)) !== undefined;
  return (await end(pid, isThere)) ? [] : [`the server does not end: process ${pid}`];
}

/** A server that was killed leaves its database running. */
async function stopDatabase(state: string): Promise<readonly string[]> {
  const directory = join(state, 'postgres');
  if (!existsSync(join(directory, 'data', 'postmaster.pid'))) return [];
  const adopted = await startEmbedded({ directory });
  const outcome = adopted.kind === 'running' ? await adopted.stop() : 'stopped';
  return outcome === 'slow' ? ['the database is still stopping'] : [];
}

const state = stateFolder(process.env);
const problems = [...(await stopAgent(state)), ...(await stopServer(state)), ...(await stopDatabase(state))];
for (const problem of problems) process.stderr.write(`${problem}\n`);
process.exitCode = problems.length === 0 ? 0 : 1;
