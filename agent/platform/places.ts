// Where the parts of an installed agent are, as the Debian package lays them and as `suture-agent install` does.
import { defaultExecutorSocket, defaultFolder, defaultPolicyFile, systemDrive } from '../system-paths.ts';
export { executorFolder } from '../system-paths.ts';

/** Runs the resident agent; the executor's socket lets only this user in. Its group has the same name. */
export const agentUser = 'suture-agent';
export const stateFolder = defaultFolder;
/** Only the agent's user may connect; systemd starts the executor when it does. */
export const executorSocket = defaultExecutorSocket;
export const policyFile = defaultPolicyFile;
export const agentUnit = 'suture-agent.service';
export const executorSocketUnit = 'suture-executor.socket';
export const executorUnit = 'suture-executor.service';
/** What stands ready after an installation, in the order of starting. */
export const enabledUnits = [executorSocketUnit, agentUnit] as const;

export interface Places {
  /** Node and the programs. */
  readonly programs: string;
  /** A link to the agent, on everyone's search path. */
  readonly command: string;
  readonly units: string;
}

/** The files of the package manager, which nothing of ours writes. */
export const packagedPlaces: Places = {
  programs: '/usr/lib/suture-agent',
  command: '/usr/bin/suture-agent',
  units: '/usr/lib/systemd/system',
};

/** Where a machine without the package has them; systemd prefers these units to a package's. */
export const ownPlaces: Places = {
  programs: '/usr/local/lib/suture-agent',
  command: '/usr/local/bin/suture-agent',
  units: '/etc/systemd/system',
};

/** Within `programs`. */
export const programFiles = { node: 'node', agent: 'agent.mjs' } as const;
export const windowsPrograms = { node: 'node.exe', agent: 'agent.mjs' } as const;

/** Administrators alone may write there, by Windows' own rights. */
export const windowsProgramFolder = `${systemDrive}\\Program Files\\Suture`;
/** Of the task that runs the agent. */
export const windowsTaskName = '\\Suture\\Agent';
