// Does one request: schema, policy, journal, and only then the verb. What is not allowed by all of them is refused.
import type { Host } from '@suture/adapters/host.ts';
import { detect, loadAdapters, refresh } from '@suture/adapters/registry.ts';
import { TEXT } from '@suture/protocol/agent/limits.ts';
import type { LocalPolicy } from '@suture/protocol/agent/local-policy.ts';
import { allows } from '../local-policy.ts';
import type { Brought } from '../own-packages/bring.ts';
import { interrupted, type ExecutorJournal } from './executor-journal.ts';
import type { Jobs } from './jobs.ts';
import { simulate } from './simulate.ts';
import { executorRequest, verbs, type ExecutorAnswer, type ExecutorRequest } from './request.ts';

export interface ExecutorParts {
  readonly host: Host;
  readonly journal: ExecutorJournal;
  /** Read anew for each request. */
  readonly policy: () => Promise<LocalPolicy>;
  readonly now: () => Date;
  readonly jobs: Jobs;
  /** Verifies what was fetched of packages of one's own; absent: it is left alone. */
  readonly bringOffer?: () => Promise<Brought>;
}

type Ended = { readonly outcome: 'done' } | { readonly outcome: 'failed'; readonly why: string };

/** Never throws. `text`: one request from anyone who may ask. */
export async function execute(parts: ExecutorParts, text: string): Promise<ExecutorAnswer> {
  const request = requestOf(text);
  if (request === undefined) return refusal('', 'this is no request that this executor knows');
  const { id, verb } = request;
  const { journal, now } = parts;
  const note = (stage: 'begun' | 'done' | 'failed' | 'refused', why?: string): Promise<void> =>
    journal.add({ at: now().toISOString(), id, verb, stage, ...(why === undefined ? {} : { why }) });
  try {
    const policy = await parts.policy();
    if (request.verb === 'describe') return await describe(parts, id, policy);
    // Jobs are verified, vetoed and on record by rules of their own.
    if (request.verb === 'job') return { version: 1, id, outcome: 'done', job: await parts.jobs.ask(request.job) };
    // Nothing installed is changed by knowing what is on offer.
    if (request.verb === 'take-offer') return { version: 1, id, ...(await offerTaken(parts)) };
    const allowed = allows(policy, verb);
    if (!allowed.ok) {
      await note('refused', allowed.why).catch(() => undefined);
      return refusal(id, allowed.why);
    }
    // It changes nothing, and an answer that is asked for twice is worked out twice.
    if (request.verb === 'simulate') {
      return { version: 1, id, outcome: 'done', simulated: await simulate(parts.host, request.step) };
    }
    // One that was answered before, or is a replay of it: its answer was given once.
    if ((await journal.entries()).some((entry) => entry.id === id)) return refusal(id, 'this request was made before');
    await note('begun');
    const ended = await refreshAll(parts.host);
    await note(ended.outcome, ended.outcome === 'failed' ? ended.why : undefined);
    return { version: 1, id, ...ended };
  } catch (error) {
    return { version: 1, id, outcome: 'failed', why: plain(error instanceof Error ? error.message : String(error)) };
  }
}

/** What of it is not believed is said, and the rest is taken. */
async function offerTaken({ bringOffer }: ExecutorParts): Promise<Ended> {
  const brought = (await bringOffer?.()) ?? { ok: false as const, why: 'this executor takes no packages of one’s own' };
  if (!brought.ok) return { outcome: 'failed', why: plain(brought.why) };
  return brought.left.length === 0
    ? { outcome: 'done' }
    : { outcome: 'failed', why: plain(`not believed: ${brought.left.join('; ')}`) };
}

const refusal = (id: string, why: string): ExecutorAnswer => ({ version: 1, id, outcome: 'refused', why: plain(why) });

function requestOf(text: string): ExecutorRequest | undefined {
  try {
    const read = executorRequest.safeParse(JSON.parse(text));
    return read.success ? read.data : undefined;
  } catch {
    return undefined;
  }
}

async function refreshAll(host: Host): Promise<Ended> {
  const failed: string[] = [];
  let asked = 0;
  for (const adapter of await loadAdapters()) {
    if (!adapter.capabilities.includes('refresh') || !(await detect(adapter, host)).present) continue;
    asked += 1;
    const refreshed = await refresh(adapter, host);
    if (!refreshed.ok) failed.push(`${adapter.name}: ${refreshed.why}`);
  }
  if (asked === 0) return { outcome: 'failed', why: 'there is no package manager here whose indexes can be fetched' };
  return failed.length === 0 ? { outcome: 'done' } : { outcome: 'failed', why: plain(failed.join('; ')) };
}

async function describe({ journal }: ExecutorParts, id: string, policy: LocalPolicy): Promise<ExecutorAnswer> {
  const stopped = interrupted(await journal.entries()).slice(-10);
  return {
    version: 1,
    id,
    outcome: 'done',
    describes: { verbs: [...verbs], policy, interrupted: stopped.map(({ at, verb }) => ({ at, verb })) },
  };
}

const plain = (text: string): string =>
  text
    .replaceAll(/[\x00-\x1f\x7f]+/g, ' ')
    .trim()
    .slice(0, TEXT.reason)
    .toWellFormed() || 'no reason was given';
