// Plans that are in use, kept in memory: they never change, and reading one of 100,000 endpoints takes a second.
import type { PlanDocument } from '@suture/core/rollouts/plan-document.ts';
import { rolloutPlan } from '@suture/core/rollouts/rollout-plan.ts';
import type { RolloutPlan } from '@suture/core/rollouts/rollout.ts';
import { planTree, type PlanTree } from '@suture/protocol/deployments/plan-tree.ts';
import type { Transaction } from '../store/database.ts';
import { readPlan } from '../store/plans.ts';

export interface ShelvedPlan {
  readonly hash: string;
  readonly root: string;
  readonly document: PlanDocument;
  readonly tree: () => PlanTree;
  /** `fleet`: by which the number of approvals goes. `learned`: minutes by step, of those that were rehearsed. */
  readonly rollout: (fleet: number, learned?: ReadonlyMap<number, number>) => RolloutPlan;
}

export interface PlanShelf {
  /** Undefined where there is no such plan in the organisation. */
  find(transaction: Transaction, hash: string): Promise<ShelvedPlan | undefined>;
}

export function planShelf(most = 4): PlanShelf {
  const held = new Map<string, ShelvedPlan>();
  return {
    async find(transaction, hash) {
      const key = `${transaction.organisation} ${hash}`;
      let found = held.get(key);
      if (found === undefined) {
        const stored = await readPlan(transaction, hash);
        if (stored === undefined) return undefined;
        const { document, root } = stored;
        const tree = once(() => planTree(document));
        const rollouts = new Map<string, RolloutPlan>();
        const rollout: ShelvedPlan['rollout'] = (fleet, learned = new Map()) => {
          const asked = `${fleet} ${[...learned].join(' ')}`;
          const made = rollouts.get(asked) ?? rolloutPlan(document, hash, fleet, learned);
          rollouts.set(asked, made);
          return made;
        };
        found = { hash, root, document, tree, rollout };
      }
      // The one used longest ago goes first.
      held.delete(key);
      held.set(key, found);
      for (const oldest of held.keys()) {
        if (held.size <= most) break;
        held.delete(oldest);
      }
      return found;
    },
  };
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
