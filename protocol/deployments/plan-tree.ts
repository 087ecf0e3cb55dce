// The tree over a plan's endpoints: lets one endpoint check its own step against what operators signed, without the whole plan.
import { createHash } from 'node:crypto';
import { canonicalJson } from '@suture/core/audit/canonical-json.ts';
import type { PlanDocument, PlanStep } from '@suture/core/rollouts/plan-document.ts';
import type { RollbackClass } from '@suture/core/rollouts/rollout.ts';

/** What is done on one endpoint, as the tree has it. */
export interface PlanLeaf {
  readonly endpoint: string;
  readonly rollback: RollbackClass;
  /** SHA-256 of the step's canonical JSON, hexadecimal. */
  readonly step: string;
}

export interface PlanTree {
  /** Hexadecimal. */
  readonly root: string;
  /** The neighbours from leaf to root, hexadecimal; undefined where there is no such position. */
  proof(position: number): readonly string[] | undefined;
}

/** Leaves and nodes begin with another byte, so that none passes for the other (RFC 6962 §2.1). */
const hashOf = (kind: 0 | 1, ...parts: readonly Uint8Array[]): Buffer => {
  const hash = createHash('sha256').update(Uint8Array.of(kind));
  for (const part of parts) hash.update(part);
  return hash.digest();
};

/** Throws TypeError where the value is not JSON: that is a mistake of ours. */
function canonicalText(value: unknown): string {
  const json = canonicalJson(value);
  if (!json.ok) throw new TypeError(`not JSON: ${json.problem}`);
  return json.text;
}

export const stepHash = (step: PlanStep): string => createHash('sha256').update(canonicalText(step)).digest('hex');

const leafHash = ({ endpoint, rollback, step }: PlanLeaf): Buffer =>
  hashOf(0, Buffer.from(canonicalText({ endpoint, rollback, step })));

/** Costs two hashes an endpoint. */
export function planTree({ endpoints, steps }: Pick<PlanDocument, 'endpoints' | 'steps'>): PlanTree {
  const names = steps.map(stepHash);
  let level = endpoints.map(({ endpoint, rollback, step }) =>
    leafHash({ endpoint, rollback, step: names[step] ?? '' }),
  );
  const levels = [level];
  while (level.length > 1) {
    level = above(level);
    levels.push(level);
  }
  return {
    root: level[0]?.toString('hex') ?? '',
    proof(position) {
      if (levels[0]?.[position] === undefined) return undefined;
      return levels.slice(0, -1).flatMap((each, height) => {
        const beside = each[(position >> height) ^ 1];
        return beside === undefined ? [] : [beside.toString('hex')];
      });
    },
  };
}

/** The last one of an odd number goes up as it is. */
const above = (level: readonly Buffer[]): Buffer[] =>
  Array.from({ length: Math.ceil(level.length / 2) }, (_, at) => {
    const [left, right] = [level[2 * at], level[2 * at + 1]];
    return left !== undefined && right !== undefined ? hashOf(1, left, right) : (left ?? Buffer.alloc(0));
  });

/** Whether the leaf stands at the position of a tree with this root and so many endpoints. Never throws. */
export function isInTree(
  leaf: PlanLeaf,
  position: number,
  proof: readonly string[],
  { root, endpoints }: { readonly root: string; readonly endpoints: number },
): boolean {
  if (!Number.isSafeInteger(position) || position < 0 || position >= endpoints) return false;
  let hash = leafHash(leaf);
  let used = 0;
  for (let [at, size] = [position, endpoints]; size > 1; at = Math.floor(at / 2), size = Math.ceil(size / 2)) {
    if (at === size - 1 && size % 2 === 1) continue;
    const beside = Buffer.from(proof[used] ?? '', 'hex');
    used += 1;
    hash = at % 2 === 0 ? hashOf(1, hash, beside) : hashOf(1, beside, hash);
  }
  return used === proof.length && hash.toString('hex') === root;
}
