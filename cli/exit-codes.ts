// What a command's exit status means; the same for every command.
import type { Command } from 'commander';

export const EXIT = {
  done: 0,
  error: 1,
  usage: 2,
  failOn: 3,
  authentication: 4,
  deployment: 5,
  incomplete: 6,
  timedOut: 7,
  hungUp: 129,
  interrupted: 130,
  terminated: 143,
} as const;

/** Sets the exit status a command ends with when nothing went wrong but a condition of the user's held. */
export function endWith(command: Command, code: number): void {
  let root: Command = command;
  while (root.parent !== null) root = root.parent;
  root.setOptionValue('exitCode', code);
}

/** Ctrl-C where the terminal does not see to it. */
export class Interrupted extends Error {}
