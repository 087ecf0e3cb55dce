// suture-agent executor: what is done as root. The system manager starts it when the agent knocks at the socket; an agent that
// runs as root itself starts it for one request, and needs no socket.
import { parseArgs } from 'node:util';
import { AppError } from '@suture/core/app-error.ts';
import { activatedSocket } from '../executor/activation.ts';
import { execute } from '../executor/execute.ts';
import { executorParts } from '../executor/parts.ts';
import { serve } from '../executor/serve.ts';
import { defaultExecutorSocket, defaultPolicyFile, executorFolder } from '../system-paths.ts';
import { exitCodes, type AgentCommand } from './command.ts';

/** Milliseconds. */
const limits = { idleMs: 60_000, readMs: 5_000 } as const;

export const executorCommand: AgentCommand = {
  async run(args) {
    const { values } = parseArgs({
      args: [...args],
      options: {
        request: { type: 'string' },
        policy: { type: 'string', default: defaultPolicyFile },
        journal: { type: 'string', default: executorFolder },
        /** Where the socket that was handed over is, to see who may knock there. */
        socket: { type: 'string', default: defaultExecutorSocket },
        permission: { type: 'boolean' },
      },
    });
    const parts = await executorParts(
      values.policy,
      values.journal,
      values.request === undefined ? 'socket' : 'request',
    );
    if (values.request !== undefined) {
      process.stdout.write(JSON.stringify(await execute(parts, values.request)));
      return exitCodes.done;
    }
    const socket = await activatedSocket(process.env, process.pid, values.socket);
    if (!socket.ok) throw new AppError('usage', `the executor is started by its socket: ${socket.why}`);
    const serving = await serve({
      on: { fd: socket.fd },
      execute: (text) => execute(parts, text),
      isBusy: () => parts.jobs.isBusy(),
      ...limits,
    });
    process.once('SIGTERM', () => serving.close());
    await serving.ended;
    return exitCodes.done;
  },
};
