// What the executor works with on the real machine: its journal, and root's policy file.
import { localHost } from '@suture/adapters/local-host.ts';
import { localInstaller } from '@suture/adapters/local-installer.ts';
import { bringFiles, bringOffer } from '../own-packages/bring.ts';
import { rehearse } from '../rehearsal/rehearse.ts';
import { readLocalPolicy } from '../local-policy.ts';
import type { ExecutorParts } from './execute.ts';
import { openExecutorJournal } from './executor-journal.ts';
import { jobsOf } from './jobs.ts';
import { executorTimeoutMs } from './request.ts';
import { defaultFolder, defaultTrustFile, executorCache } from '../system-paths.ts';
import { readTrust } from './trust.ts';

/** Milliseconds: a socket answers soon, and goes on. Who was started for one request stays until that is done. */
const patience = { socket: 20_000, request: executorTimeoutMs - 60_000 } as const;

/** Throws AppError where the journal's folder may be another user's. */
export async function executorParts(
  policyFile: string,
  folder: string,
  asked: keyof typeof patience,
): Promise<ExecutorParts> {
  const journal = await openExecutorJournal(folder);
  const policy = () => readLocalPolicy(policyFile);
  const now = () => new Date();
  const trust = () => readTrust(defaultTrustFile);
  const own = { state: folder, from: defaultFolder, trust, now };
  const jobs = jobsOf({
    host: localInstaller,
    state: folder,
    cache: executorCache,
    trust,
    bringFiles: (changes) => bringFiles(own, changes),
    policy,
    now,
    rehearse: (options) => rehearse({ ...options, main: process.argv[1] ?? '' }),
    patienceMs: patience[asked],
  });
  return { host: localHost, journal, policy, now, jobs, bringOffer: () => bringOffer(own) };
}
