// suture-agent report: one report on stdout, its sets into the state folder. Started by the resident part, for each report anew.
import { setPriority } from 'node:os';
import { parseArgs } from 'node:util';
import { localHost } from '@suture/adapters/local-host.ts';
import { makeReport } from '../report.ts';
import { defaultFolder, defaultPolicyFile } from '../system-paths.ts';
import { exitCodes, type AgentCommand } from './command.ts';

export const reportCommand: AgentCommand = {
  async run(args) {
    const { values } = parseArgs({
      args: [...args],
      options: {
        state: { type: 'string', default: defaultFolder },
        policy: { type: 'string', default: defaultPolicyFile },
        permission: { type: 'boolean' },
      },
    });
    try {
      // What the machine is there for goes first; the package managers inherit it.
      setPriority(10);
    } catch {
      // Where that is not allowed, the report is still due.
    }
    process.stdout.write(JSON.stringify(await makeReport(localHost, values.state, values.policy)));
    return exitCodes.done;
  },
};
