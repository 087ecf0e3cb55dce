// What adapters of Windows share: its own programs by their full path, and PowerShell with a fixed script and nothing else.
import type { Command, Host } from './host.ts';

/** From the root of the system's drive, so that no folder on PATH can stand in for them. */
export const system32 = '/Windows/System32';
const powershellPath = `${system32}/WindowsPowerShell/v1.0/powershell.exe`;
export const regPath = `${system32}/reg.exe`;

/** One that has everything is neither: nothing that it says is believed. */
export const isWindows = async (host: Pick<Host, 'exists'>): Promise<boolean> =>
  (await host.exists(regPath)) && !(await host.exists('/proc'));

/** Where the agent keeps a number for each start of the machine, as Windows has none (agent/boot-id.ts). */
const bootFile = '/ProgramData/Suture/boot.json';

export async function windowsBoot(host: Pick<Host, 'readFile'>): Promise<string | undefined> {
  const read = await host.readFile(bootFile, 4096);
  return read.kind === 'text' ? /"id":"([0-9a-f-]{36})"/.exec(read.text)?.[1] : undefined;
}

/** `C:`, where a path from the root of the system's drive has to be whole; undefined where the registry does not say. */
export async function systemDriveOf(host: Pick<Host, 'run'>): Promise<string | undefined> {
  const answer = await host.run(currentVersion);
  const text = answer.kind === 'exited' && answer.code === 0 ? answer.stdout : '';
  return /^ {4}SystemRoot {4}REG_(?:EXPAND_)?SZ {4}([A-Za-z]:)\\/m.exec(text)?.[1];
}

/** Which Windows this is. */
export const currentVersion: Command = {
  argv: [regPath, 'query', 'HKLM\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion'],
  timeoutMs: 15_000,
  maxOutputBytes: 1 << 20,
};

/** Where the registry's machine hive is written; whatever installs a program changes it. */
export const softwareHive = `${system32}/config/SOFTWARE`;

/**
 * A script of our own, whole and constant: nothing read from anywhere ever becomes part of one. It runs without the user's
 * profile, stops at the first error, and writes UTF-8 whatever the machine's code page is. No double quotes, which Windows
 * would take out of the command line.
 */
export function powershell(lines: readonly string[], seconds: number): Command {
  const script = [
    "$ErrorActionPreference = 'Stop'",
    '[Console]::OutputEncoding = [Text.UTF8Encoding]::new($false)',
    ...lines,
  ].join('; ');
  return {
    argv: [powershellPath, '-NoLogo', '-NoProfile', '-NonInteractive', '-Command', script],
    timeoutMs: seconds * 1000,
    maxOutputBytes: 64 << 20,
  };
}
