// suture-agent rehearse-inside: the part of a rehearsal that runs in namespaces of its own; started by rehearse, never by people.
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { AppError } from '@suture/core/app-error.ts';
import { adapterNames, loadAdapter } from '@suture/adapters/registry.ts';
import { rehearseInside, type InsideOptions } from '../rehearsal/inside.ts';
import { exitCodes, type AgentCommand } from './command.ts';

export const rehearseInsideCommand: AgentCommand = {
  async run(args) {
    const { values } = parseArgs({
      args: [...args],
      options: { task: { type: 'string' }, permission: { type: 'boolean' } },
    });
    // Root's own file, written by `rehearse` a moment ago.
    const task = JSON.parse(await readFile(values.task ?? '', 'utf8')) as Omit<InsideOptions, 'adapter'> & {
      readonly adapter: string;
    };
    const name = adapterNames.find((known) => known === task.adapter);
    // The first process of a PID namespace; elsewhere it would mount over the live system.
    if (name === undefined || process.ppid !== 0) throw new AppError('usage', 'this is not the inside of a rehearsal');
    const said = await rehearseInside({ ...task, adapter: await loadAdapter(name), clock: () => performance.now() });
    process.stdout.write(JSON.stringify(said));
    return exitCodes.done;
  },
};
