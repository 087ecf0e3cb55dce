// The questions the containers adapter puts to podman and docker. As root they see every container of the machine.
// Source: podman-ps(1), podman-inspect(1), https://docs.docker.com/reference/cli/docker/.
import type { ReadOnlyCommand } from '../adapter.ts';
import type { Command } from '../host.ts';

export const engines = ['podman', 'docker'] as const;
export type Engine = (typeof engines)[number];

const limits = { timeoutMs: 60_000, maxOutputBytes: 64 << 20 } as const;

export const listRunning = (engine: Engine): Command => ({ ...limits, argv: [engine, 'ps', '--quiet', '--no-trunc'] });
/** At most this many ids go into one command. */
export const idsPerCommand = 100;
export const inspectContainers = (engine: Engine, ids: readonly string[]): Command => ({
  ...limits,
  argv: [engine, 'container', 'inspect', '--', ...ids],
});
export const inspectImages = (engine: Engine, ids: readonly string[]): Command => ({
  ...limits,
  argv: [engine, 'image', 'inspect', '--', ...ids],
});
export const currentUser: Command = { argv: ['id', '-u'], timeoutMs: 5_000, maxOutputBytes: 1 << 10 };

export const readOnlyCommands: readonly ReadOnlyCommand[] = [
  ...engines.flatMap((engine): readonly ReadOnlyCommand[] => [
    { begins: listRunning(engine).argv, options: [] },
    { begins: [engine, 'container', 'inspect'], options: [] },
    { begins: [engine, 'image', 'inspect'], options: [] },
  ]),
  { begins: currentUser.argv, options: [] },
];
