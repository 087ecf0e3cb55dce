// The commands of suture-agent that are about the machine it is on: install, status, uninstall.
import { realpathSync } from 'node:fs';
import { dirname } from 'node:path';
import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { localHost } from '@suture/adapters/local-host.ts';
import { AppError } from '@suture/core/app-error.ts';
import { readEnrolment } from '@suture/protocol/trust/install-line.ts';
import { exitCodes, type AgentCommand, type Say } from '../commands/command.ts';
import { enrolCommand } from '../commands/enrol.ts';
import { agentVersion } from '../facts.ts';
import { loadIdentity } from '../identity.ts';
import { install } from './install.ts';
import { command, succeeds, type Machine } from './machine.ts';
import { agentUnit, stateFolder } from './places.ts';
import { agentStatus } from './status.ts';
import { statusText } from './status-text.ts';
import { uninstall } from './uninstall.ts';
import { installOnWindows, startTask, stopTask, uninstallOnWindows } from './windows-install.ts';

const isWindows = ({ platform }: Machine): boolean => platform === 'win32';
const print = (line: string): void => void process.stdout.write(`${line}\n`);

export const installCommand: AgentCommand = {
  usage:
    'suture-agent install [--server https://HOST[:PORT] --token TOKEN|- [--operator-key KEY]... [--signatures NUMBER]]',
  async run(args, say) {
    const { values } = parseArgs({
      args: [...args],
      options: {
        server: { type: 'string' },
        token: { type: 'string' },
        'operator-key': { type: 'string', multiple: true, default: [] },
        signatures: { type: 'string' },
      },
    });
    const { server } = values;
    // On standard input, no list of processes shows it.
    const token = values.token === '-' ? (await text(process.stdin)).trim() : values.token;
    const enrols = server !== undefined || token !== undefined;
    const wanted = readEnrolment(server, token);
    // Before anything is changed.
    if (enrols && !wanted.ok) throw new AppError('usage', wanted.why);
    // Whatever root's own is: the agent's user has to read what is laid.
    process.umask(0o022);
    const machine = thisMachine();
    await (isWindows(machine) ? installOnWindows(machine) : install(machine));
    print('Installed.');
    const trusted = [
      ...values['operator-key'].flatMap((key) => ['--operator-key', key]),
      ...(values.signatures === undefined ? [] : ['--signatures', values.signatures]),
    ];
    if (enrols && wanted.ok) {
      const given = ['--server', wanted.server.origin, '--token', wanted.token, ...trusted];
      return await enrolInstalled(machine, wanted.server.origin, given, say);
    }
    print('To enrol this machine: the line that "suture enrol new" prints.');
    return exitCodes.done;
  },
};

/** The same line may be given twice: a machine that is enrolled with that server already is what was asked for. */
async function enrolInstalled(machine: Machine, server: string, given: readonly string[], say: Say): Promise<number> {
  const held = await loadIdentity(stateFolder);
  if (held?.server === server) {
    print(`This machine is enrolled with ${server} already, as ${held.endpoint}.`);
    return exitCodes.done;
  }
  // Two processes must not work with one folder.
  if (isWindows(machine)) await stopTask(machine);
  else await succeeds(machine, 'systemctl', 'stop', agentUnit);
  const code = await enrolCommand.run(given, say);
  if (isWindows(machine)) await startTask(machine);
  else await command(machine, 'systemctl', 'restart', agentUnit);
  return code;
}

export const statusCommand: AgentCommand = {
  usage: 'suture-agent status [--json] [--state FOLDER]',
  async run(args) {
    const { values } = parseArgs({
      args: [...args],
      options: { json: { type: 'boolean', default: false }, state: { type: 'string', default: stateFolder } },
    });
    const now = Date.now();
    const status = await agentStatus(thisMachine(), values.state, now);
    print(values.json ? JSON.stringify(status, undefined, 2) : statusText(status, now));
    return status.problems.length === 0 ? exitCodes.done : exitCodes.failed;
  },
};

export const uninstallCommand: AgentCommand = {
  usage: 'suture-agent uninstall [--purge]',
  async run(args) {
    const { values } = parseArgs({ args: [...args], options: { purge: { type: 'boolean', default: false } } });
    const machine = thisMachine();
    const left = await (isWindows(machine) ? uninstallOnWindows : uninstall)(machine, values.purge);
    print(['Uninstalled.', ...left].join('\n'));
    return exitCodes.done;
  },
};

export const versionCommand: AgentCommand = {
  usage: 'suture-agent --version',
  async run() {
    print(`suture-agent ${agentVersion}`);
    return exitCodes.done;
  },
};

function thisMachine(): Machine {
  return {
    host: localHost,
    root: '',
    platform: process.platform,
    isRoot: process.geteuid?.() === 0,
    running: dirname(realpathSync(process.argv[1] ?? '.')),
  };
}
