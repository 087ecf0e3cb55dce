// suture-agent delta: puts the difference of two kept sets beside them. Started by the resident part, which holds no set itself.
import { parseArgs } from 'node:util';
import { digest } from '@suture/protocol/agent/text.ts';
import { defaultFolder } from '../system-paths.ts';
import { exitCodes, type AgentCommand } from './command.ts';
import { packDelta } from '../pack-delta.ts';

export const deltaCommand: AgentCommand = {
  async run(args) {
    const { positionals, values } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { state: { type: 'string', default: defaultFolder }, permission: { type: 'boolean' } },
    });
    const [base, target] = positionals.map((text) => digest.parse(text));
    const bytes = base === undefined || target === undefined ? null : await packDelta(values.state, base, target);
    process.stdout.write(JSON.stringify({ version: 1, bytes }));
    return exitCodes.done;
  },
};
