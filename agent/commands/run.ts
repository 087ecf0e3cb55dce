// suture-agent run: becomes the resident agent, confined by Node's permission model to what that needs.
import { mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { residentFlags } from '../confinement.ts';
import { residentCommand, residentOptions } from './resident.ts';
import type { AgentCommand } from './command.ts';

export const runCommand: AgentCommand = {
  usage: 'suture-agent run [--once] [--state FOLDER] [--policy FILE] [--executor SOCKET]',
  async run(args, say) {
    const { values } = parseArgs({ args: [...args], options: residentOptions });
    // Confined already by whoever started it, or on a system where a process cannot become another program.
    if (process.permission !== undefined || process.execve === undefined || process.platform === 'win32') {
      if (process.permission === undefined) say('this runs without the limits of the permission model');
      return await residentCommand.run(args, say);
    }
    const folder = resolve(values.state);
    // The limits name it, and Node takes what is there for a folder.
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const [, main = ''] = process.argv;
    const argv = [process.execPath, ...(await residentFlags(folder, main, values.policy)), main, 'resident', ...args];
    process.execve(process.execPath, argv);
    return 1;
  },
};
