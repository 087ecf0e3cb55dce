// A frozen plan with what operators sign of it, for tests.
import { createHash, randomUUID } from 'node:crypto';
import { usualGate } from '@suture/core/rollouts/gate/decide.ts';
import { freezePlan, planBytes, type PlanDocument } from '@suture/core/rollouts/plan-document.ts';
import { planTree } from '@suture/protocol/deployments/plan-tree.ts';
import { signPlan } from '@suture/protocol/deployments/statements.ts';
import type { Envelope } from '@suture/protocol/trust/envelope.ts';

interface FrozenForTests {
  readonly hash: string;
  readonly document: PlanDocument;
  /** As the server sends it. */
  readonly text: string;
  /** Without a signature. */
  readonly envelope: Envelope;
}

export function frozenPlan(expiresAt = '2025-07-08T12:00:00.000Z'): FrozenForTests {
  const frozen = freezePlan({
    seed: 'a test',
    organisation: randomUUID(),
    by: 'user:ada',
    at: '2025-07-01T12:00:00.000Z',
    expiresAt,
    query: 'tag:web',
    closes: ['CVE-2024-5535'],
    rings: '1,rest',
    soakMinutes: 60,
    limits: { deployment: 50, ring: 50, group: 1 },
    gate: usualGate,
    steps: [
      {
        adapter: 'apt',
        release: 'debian-12',
        changes: [{ package: 'openssl', architecture: 'amd64', from: '3.0.1', to: '3.0.2' }],
        heldBack: [{ package: 'linux-image-amd64', why: 'kept back' }],
        downloadBytes: 1_200_000,
        expectsReboot: false,
        expectedMinutes: 6,
      },
    ],
    endpoints: [0, 1, 2].map(() => ({
      endpoint: randomUUID(),
      step: 0,
      rollback: 'R1',
      group: null,
      schedule: 'Friday night',
    })),
    exclusions: [{ endpoint: randomUUID(), why: 'It was never heard of.' }],
  });
  if (!frozen.ok) throw new Error(JSON.stringify(frozen.problems));
  const document = frozen.value;
  const text = Buffer.from(planBytes(document) ?? '').toString();
  const hash = createHash('sha256').update(text).digest('hex');
  const { organisation } = document;
  const { root } = planTree(document);
  const envelope = signPlan({ organisation, plan: hash, root, endpoints: 3, expiresAt }, []);
  return { hash, document, text, envelope };
}
