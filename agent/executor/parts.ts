// What the executor works with on the real machine: its journal, and root's policy file.
import { localHost } from '@suture/adapters/local-host.ts';
import { readLocalPolicy } from '../local-policy.ts';
import type { ExecutorParts } from './execute.ts';
import { openExecutorJournal } from './executor-journal.ts';

export const executorFolder = '/var/lib/suture-executor';

/** Throws AppError where the journal's folder may be another user's. */
export async function executorParts(policyFile: string, folder: string): Promise<ExecutorParts> {
  const journal = await openExecutorJournal(folder);
  return { host: localHost, journal, policy: () => readLocalPolicy(policyFile), now: () => new Date() };
}
