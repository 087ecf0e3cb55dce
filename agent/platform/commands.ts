// The commands of `suture-agent` that are about this machine: what they take, and how they end.
import { realpathSync } from 'node:fs';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { localHost } from '@suture/adapters/local-host.ts';
import { AppError } from '@suture/core/app-error.ts';
import { readEnrolment } from '@suture/protocol/trust/install-line.ts';
import { enrol } from '../enrol.ts';
import { agentVersion, readFacts } from '../facts.ts';
import { loadIdentity } from '../identity.ts';
import { install } from './install.ts';
import { command, type Machine } from './machine.ts';
import { agentUnit, stateFolder } from './places.ts';
import { asOwnerOf } from './state-owner.ts';
import { agentStatus } from './status.ts';
import { statusText } from './status-text.ts';
import { uninstall } from './uninstall.ts';

export const platformUsage = `suture-agent install [--server https://HOST[:PORT] --token TOKEN]
suture-agent status [--json] [--state FOLDER]
suture-agent uninstall [--purge]
suture-agent --version`;

/** Resolves with the exit code: 0 done, 1 error or, of `status`, something to look at. Throws AppError; `usage` for 2. */
type PlatformCommand = (args: readonly string[]) => Promise<number>;

/** What to run for these arguments; undefined where they are for another part of the agent. */
export function platformCommand(args: readonly string[]): (() => Promise<number>) | undefined {
  const [name = '', ...rest] = args;
  const found = Object.hasOwn(commands, name) ? commands[name] : undefined;
  return found && (() => found(rest));
}

const print = (text: string): number => {
  process.stdout.write(`${text}\n`);
  return 0;
};

const commands: Readonly<Record<string, PlatformCommand>> = {
  async install(args) {
    const { values } = parseArgs({
      args: [...args],
      options: { server: { type: 'string' }, token: { type: 'string' } },
    });
    const { server, token } = values;
    const enrols = server !== undefined || token !== undefined;
    if (enrols) {
      // Before anything is changed.
      const read = readEnrolment(server, token);
      if (!read.ok) throw new AppError('usage', read.why);
    }
    const machine = thisMachine();
    await install(machine);
    if (!enrols) return print('Installed. To enrol: suture-agent install --server … --token …');
    return await enrolInstalled(machine, { server, token });
  },

  async status(args) {
    const { values } = parseArgs({
      args: [...args],
      options: { json: { type: 'boolean', default: false }, state: { type: 'string', default: stateFolder } },
    });
    const now = Date.now();
    const status = await agentStatus(thisMachine(), values.state, now);
    print(values.json ? JSON.stringify(status, undefined, 2) : statusText(status, now));
    return status.problems.length === 0 ? 0 : 1;
  },

  async uninstall(args) {
    const { values } = parseArgs({ args: [...args], options: { purge: { type: 'boolean', default: false } } });
    const left = await uninstall(thisMachine(), values.purge);
    return print(['Uninstalled.', ...left].join('\n'));
  },

  '--version': async () => print(`suture-agent ${agentVersion}`),
};

/** The same line may be given twice: a machine that is enrolled with that server already is what was asked for. */
async function enrolInstalled(
  machine: Machine,
  given: { readonly server: string | undefined; readonly token: string | undefined },
): Promise<number> {
  const held = await loadIdentity(stateFolder);
  const wanted = readEnrolment(given.server, given.token);
  if (held !== undefined && wanted.ok && held.server === wanted.server.origin) {
    return print(`Installed. This machine is enrolled with ${held.server} already, as ${held.endpoint}.`);
  }
  const { facts } = await readFacts(machine.host);
  const enrolled = await asOwnerOf(stateFolder, () => enrol(given, facts, stateFolder));
  if (!enrolled.ok) {
    const remedy = enrolled.again ? 'The same line may be given again.' : undefined;
    throw new AppError('network', `The agent is installed and not enrolled: ${enrolled.why}`, remedy);
  }
  await command(machine, 'systemctl', 'restart', agentUnit);
  const wait = enrolled.state === 'active' ? '' : ' A person has to approve it on the server before it counts.';
  return print(`Installed, and enrolled as ${enrolled.endpoint} (${enrolled.state}).${wait}`);
}

function thisMachine(): Machine {
  return {
    host: localHost,
    root: '',
    platform: process.platform,
    isRoot: process.geteuid?.() === 0,
    running: dirname(realpathSync(process.argv[1] ?? '.')),
  };
}
