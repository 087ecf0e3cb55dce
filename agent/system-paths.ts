// Where the agent has its folders and files on this system: below ProgramData on Windows, in the places of Unix elsewhere.

/** `C:`. Programs of a user's own choice cannot set it for those that the system starts. */
export const systemDrive = /^[A-Z]:$/i.exec(process.env['SystemDrive'] ?? '')?.[0] ?? 'C:';
/** Administrators' and the system's alone, by the rights that `suture-agent install` gives it. */
export const windowsFolder = `${systemDrive}\\ProgramData\\Suture`;

const at = (unix: string, windows: string): string =>
  process.platform === 'win32' ? `${windowsFolder}\\${windows}` : unix;

export const defaultFolder: string = at('/var/lib/suture-agent', 'agent');
export const defaultPolicyFile: string = at('/etc/suture/policy.yaml', 'policy.yaml');
export const defaultTrustFile: string = at('/etc/suture/trust.json', 'trust.json');
/** Where the executor notes what it does; root's. */
export const executorFolder: string = at('/var/lib/suture-executor', 'executor');
/** apt fetches as a user of its own, who has to get in. */
export const executorCache: string = at('/var/cache/suture-executor', 'cache');
/** Nobody listens there on Windows, where the agent starts the executor itself. */
export const defaultExecutorSocket = '/run/suture/executor.sock';
/** Only Linux numbers the starts of a machine for everybody: elsewhere this file does. */
export const bootFile: string = at(`${defaultFolder}/boot.json`, 'boot.json');
