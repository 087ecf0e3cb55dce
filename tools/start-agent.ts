// Enrols this machine with the server beside it and keeps its agent running, as an account that can do little where there is one.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { loadIdentity } from '@suture/agent/identity.ts';
import { API_BASE, apiPaths } from '@suture/protocol/api/paths.ts';
import { ask, saidBy } from '@suture/cli/server/ask.ts';
import type { LocalServer } from '@suture/cli/server/local-access.ts';
import { end, isAlive, notedPid, notePid, startInBackground } from './background.ts';
import { root } from './checks/outcome.ts';
import { noteSources, runsOtherSources } from './sources.ts';

const agentMain = join(root, 'agent/main.ts');

const agentFolder = (state: string): string => join(state, 'agent');
export const agentPidFile = (state: string): string => join(state, 'server', 'agent.pid');

/** `sources`: what an agent is to be started from; one that was from others is started anew. What became of it, in a few words. Never throws: a server is of use without this machine. */
export async function joinThisMachine(server: LocalServer, state: string, sources: string): Promise<string> {
  try {
    const folder = agentFolder(state);
    const account = unprivileged();
    prepareFolder(folder, account);
    const enrolled = await enrolledWith(server, folder, account);
    if ('why' in enrolled) return `not enrolled: ${enrolled.why}`;
    const as = account === undefined ? '' : `, as the user ${account.name}`;
    const sourcesFile = join(state, 'server', 'agent.sources');
    const running = notedPid(agentPidFile(state));
    const isOld = running !== undefined && runsOtherSources(sourcesFile, running, sources);
    if (isOld) await end(running, () => isAlive(running));
    if (running === undefined || isOld) {
      const args = [agentMain, 'run', '--state', folder];
      const output = join(state, 'server', 'agent.log');
      const child = startInBackground({ args, env: process.env, output, ...(account && { as: account }) });
      if (child.pid !== undefined) {
        notePid(agentPidFile(state), child.pid);
        noteSources(sourcesFile, child.pid, sources);
      }
    }
    return `enrolled as ${enrolled.endpoint}${as}`;
  } catch (error) {
    return `not enrolled: ${error instanceof Error ? error.message : String(error)}`;
  }
}

interface Account {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/** The agent's own account, where root starts this, it exists, and can read the clone. */
function unprivileged(): Account | undefined {
  if (process.geteuid?.() !== 0) return undefined;
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((each) => each.split(':'))
    .find(([name]) => name === 'suture-agent');
  const [uid, gid] = [Number(line?.[2]), Number(line?.[3])];
  if (!(uid > 0) || !(gid > 0)) return undefined;
  const probe = spawnSync(process.execPath, ['-e', 'fs.accessSync(process.argv[1])', agentMain], { uid, gid });
  return probe.status === 0 ? { name: 'suture-agent', uid, gid } : undefined;
}

function prepareFolder(folder: string, account: Account | undefined): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (account !== undefined) chownSync(folder, account.uid, account.gid);
}

type Enrolled = { readonly endpoint: string } | { readonly why: string };

async function enrolledWith(server: LocalServer, folder: string, account: Account | undefined): Promise<Enrolled> {
  const held = await loadIdentity(folder);
  // The server of before is gone with its keys; what it knew this machine by is worth nothing.
  if (held !== undefined && held.authorities.some((authority) => authority.trim() === server.authority.trim()))
    return held;
  if (existsSync(folder))
    for (const name of ['identity.json', 'enrolling.pem', 'journal.json']) rmSync(join(folder, name), { force: true });
  const request = { uses: 1, expiresInSeconds: 300, autoApprove: true };
  const answer = await ask(server, 'POST', `${API_BASE}${apiPaths.enrolmentTokens}`, request);
  const token: unknown = Reflect.get(Object(answer.body), 'token');
  if (typeof token !== 'string') return { why: saidBy(answer) };
  const { port } = new URL(server.agents);
  const args = [agentMain, 'enrol', '--server', `https://127.0.0.1:${port}`, '--token', token, '--state', folder];
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'ignore', 'pipe'],
    ...(account && { uid: account.uid, gid: account.gid }),
  });
  let said = '';
  child.stderr.on('data', (chunk) => (said += String(chunk)));
  await once(child, 'close');
  const identity = await loadIdentity(folder);
  return identity ?? { why: said.trim().replace(/^not enrolled: /, '') };
}
