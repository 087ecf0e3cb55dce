// Starts the machine anew, or asks who is logged in to do so: by systemd on Linux, by Windows' own programs there, and nowhere else.
import type { CommandResult, Host } from '@suture/adapters/host.ts';
import { isWindows, system32 } from '@suture/adapters/windows.ts';

type Asked = Pick<Host, 'run' | 'exists'>;
type Argv = readonly [string, ...string[]];

const limits = { timeoutMs: 30_000, maxOutputBytes: 65_536 } as const;

/** `p:2:18`: planned, of the operating system, a security fix. Source: Microsoft's page on shutdown. */
const ofWindows: Argv = [`${system32}/shutdown.exe`, '/r', '/t', '5', '/d', 'p:2:18'];
/** ERROR_SHUTDOWN_IN_PROGRESS, and ERROR_SHUTDOWN_IS_SCHEDULED: it goes down already. */
const goesDown = new Set([1115, 1190]);

/** Undefined where it goes down; else a sentence without its full stop. Never throws. */
export async function restartMachine(host: Asked): Promise<string | undefined> {
  const onWindows = await isWindows(host);
  const argv: Argv = onWindows ? ofWindows : ['systemctl', 'reboot'];
  const result = await host.run({ argv, ...limits });
  if (result.kind === 'exited' && (result.code === 0 || (onWindows && goesDown.has(result.code)))) return undefined;
  return `it could not be rebooted: ${whyOf(result, argv[0])}`;
}

function whyOf(result: CommandResult, program: string): string {
  if (result.kind === 'missing') return `there is no ${program} here, and this agent knows no other way`;
  if (result.kind === 'timeout') return `${program} did not end in time`;
  if (result.kind === 'failed') return result.reason.slice(0, 200);
  const said = (result.stderr || result.stdout).trim().slice(0, 200);
  return said === '' ? `${program} ended with ${result.code}` : said;
}

/** Where nobody is logged in, or there is no such program, those who watch the deployment still see what it waits for. */
export async function askForRestart(host: Asked, text: string): Promise<void> {
  const argv: Argv = (await isWindows(host)) ? [`${system32}/msg.exe`, '*', '/time:3000', text] : ['wall', text];
  await host.run({ argv, timeoutMs: 10_000, maxOutputBytes: 65_536 });
}
