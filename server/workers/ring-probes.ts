// Asks what a ring serves while it is under way: the addresses that its plan names, every few seconds, beside all transactions.
import type { ProbeAnswer } from '@suture/core/probes/observation.ts';
import type { RingProbe } from '@suture/core/rollouts/plan-document.ts';
import type { Log } from '../observability/log.ts';
import type { PlanShelf } from '../actions/plan-shelf.ts';
import type { RingProbeAnswers } from '../actions/ring-probe-answers.ts';
import type { OrganisationId, Store } from '../store/database.ts';
import { lookAtNow, underWay } from '../store/deployments.ts';
import { askAddress } from './ask-address.ts';
import { repeat, type Repeated } from './repeat.ts';

const everyMs = 10_000;

export interface RingProbesWork {
  readonly store: Store;
  readonly organisation: OrganisationId;
  readonly plans: PlanShelf;
  readonly answers: RingProbeAnswers;
  /** By plan, which never changes: reading one of 100,000 endpoints takes a second. */
  readonly known?: Map<string, readonly RingProbe[]>;
  readonly ask?: (probe: RingProbe) => Promise<ProbeAnswer>;
}

export function startRingProbes(work: RingProbesWork & { readonly log: Log }): Repeated {
  const known = new Map<string, readonly RingProbe[]>();
  return repeat({ name: 'ring probes', log: work.log, firstMs: 2_000, everyMs }, () =>
    askRingProbes({ ...work, known }),
  );
}

/** Once, of every deployment that is under way; who waits for the answers is looked at then. */
export async function askRingProbes(work: RingProbesWork): Promise<void> {
  const {
    store,
    organisation,
    plans,
    answers,
    known = new Map<string, readonly RingProbe[]>(),
    ask = askAddress,
  } = work;
  const found = await store.inOrganisation(organisation, async (transaction) => {
    const rows = await underWay(transaction);
    for (const plan of known.keys()) if (!rows.some((row) => row.plan === plan)) known.delete(plan);
    const each = [];
    for (const { id, plan } of rows) {
      const probes = known.get(plan) ?? (await plans.find(transaction, plan))?.document.ringProbes ?? [];
      known.set(plan, probes);
      if (probes.length > 0) each.push({ id, probes });
    }
    return each;
  });
  answers.keepOnly(new Set(found.map(({ id }) => id)));
  await Promise.all(
    found.map(async ({ id, probes }) => {
      await Promise.all(probes.map(async (probe) => answers.note(id, probe.name, await ask(probe))));
      await store.inOrganisation(organisation, (transaction) => lookAtNow(transaction, id));
    }),
  );
}
