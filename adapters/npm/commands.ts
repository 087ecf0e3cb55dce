// The commands the npm adapter reads with.
import type { ReadOnlyCommand } from '../adapter.ts';
import { ownerCommands } from '../distribution-owners.ts';
import type { Command } from '../host.ts';

/** No log files, no update notice, nothing but results on stdout. */
export const quiet = {
  npm_config_loglevel: 'error',
  npm_config_logs_max: '0',
  npm_config_update_notifier: 'false',
} as const;
const limits = { timeoutMs: 20_000, maxOutputBytes: 1 << 20, env: quiet } as const;

export const npmVersion: Command = { ...limits, argv: ['npm', '--version'] };

export const npmPrefix: Command = { ...limits, argv: ['npm', 'prefix', '-g'] };

/** Asks the registry. Exits 1 both when something is outdated and when the registry could not be asked. */
export const npmOutdated: Command = {
  argv: ['npm', 'outdated', '-g', '--json'],
  timeoutMs: 180_000,
  maxOutputBytes: 16 << 20,
  env: { ...quiet, npm_config_fetch_retries: '1', npm_config_fetch_timeout: '30000' },
};

export const readOnlyCommands: readonly ReadOnlyCommand[] = [
  { begins: npmVersion.argv, options: [] },
  { begins: npmPrefix.argv, options: [] },
  { begins: npmOutdated.argv, options: [] },
  ...ownerCommands,
];
