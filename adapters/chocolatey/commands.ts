// Every command of the chocolatey adapter, by its full path: only administrators may write there.
// Source: https://docs.chocolatey.org/en-us/choco/commands/list, .../outdated.
import type { ReadOnlyCommand } from '../adapter.ts';
import type { Command } from '../host.ts';

const limits = { timeoutMs: 60_000, maxOutputBytes: 16 << 20 } as const;
export const chocoPath = '/ProgramData/chocolatey/bin/choco.exe';
export const libFolder = '/ProgramData/chocolatey/lib';

export const chocoVersion: Command = { ...limits, argv: [chocoPath, '--version'] };
/** Version 2 lists what is installed; version 1 would list its server's, without the option that 2 does not know. */
export const listInstalled: Command = { ...limits, argv: [chocoPath, 'list', '--limit-output'] };
export const listInstalled1: Command = { ...limits, argv: [chocoPath, 'list', '--limit-output', '--local-only'] };
/** Exits 2 where something is outdated and the feature useEnhancedExitCodes is on. */
export const listOutdated: Command = {
  ...limits,
  timeoutMs: 300_000,
  argv: [chocoPath, 'outdated', '--limit-output'],
};

export const readOnlyCommands: readonly ReadOnlyCommand[] = [
  { begins: chocoVersion.argv, options: [] },
  { begins: listInstalled.argv, options: ['--local-only'] },
  { begins: listOutdated.argv, options: [] },
];
