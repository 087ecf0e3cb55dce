// The executing half of the apt adapter, put together.
import type { Execution } from '../../execution.ts';
import { apply } from './apply.ts';
import { installingCommands, preparingCommands } from './commands.ts';
import { lock } from './lock.ts';
import { look } from './look.ts';
import { prefetch } from './prefetch.ts';
import { preview } from './preview.ts';
import { rehearsalChecks } from './rehearsal.ts';
import { repair } from './repair.ts';
import { rollback } from './rollback.ts';

export const execution: Execution = {
  preparingCommands,
  installingCommands,
  preview,
  prefetch,
  apply,
  rollback,
  repair,
  look,
  lock,
  rehearsalChecks,
};
