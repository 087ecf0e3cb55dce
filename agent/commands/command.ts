// What a command of suture-agent is, and what its exit codes mean.

/** One line for people, to stderr. */
export type Say = (text: string) => void;

export interface AgentCommand {
  /** One line; undefined for what only the agent itself starts. */
  readonly usage?: string;
  /** Answers with the exit code. Throws AppError and the errors of node:util's parseArgs. */
  run(args: readonly string[], say: Say): Promise<number>;
}

export const exitCodes = {
  done: 0,
  /** It may go better another time. */
  failed: 1,
  usage: 2,
  /** It stays so until a person does something: not enrolled, or the identity is damaged. */
  needsPerson: 3,
  /** Another process works with this state folder. */
  taken: 4,
} as const;
