// A small plan, signed as operators and a server do, for tests.
import { createHash, generateKeyPairSync } from 'node:crypto';
import { freezePlan, planHash, type PlanDocument } from '@suture/core/rollouts/plan-document.ts';
import { usualGate } from '@suture/core/rollouts/gate/decide.ts';
import { planTree } from './plan-tree.ts';
import { signPlan, type DispatchStatement, type PlanStatement, type StartStatement } from './statements.ts';

export const ORGANISATION = '6f1c1de0-64a8-4a55-8a59-2a51c6a4a001';
export const at = (minutes: number): string => new Date(Date.UTC(2026, 10, 23, 22, minutes)).toISOString();
const endpointNumber = (index: number): string => `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`;
export const pair = () => generateKeyPairSync('ed25519');

export function planOf(endpoints: number): PlanDocument {
  const frozen = freezePlan({
    seed: 'x',
    organisation: ORGANISATION,
    by: 'user:ada',
    at: at(0),
    expiresAt: at(7 * 24 * 60),
    query: 'os:debian',
    closes: ['CVE-2026-1'],
    rings: '2,rest',
    soakMinutes: 10,
    limits: { deployment: 10, ring: 5, group: 1 },
    gate: usualGate,
    steps: [
      {
        adapter: 'apt',
        release: 'debian-12',
        changes: [{ package: 'openssl', architecture: 'amd64', from: '3.0.1', to: '3.0.2' }],
        heldBack: [],
        downloadBytes: 1000,
        expectsReboot: false,
        expectedMinutes: 5,
      },
    ],
    endpoints: Array.from({ length: endpoints }, (_, index) => ({
      endpoint: endpointNumber(index),
      step: 0,
      rollback: index === 0 ? 'R1' : 'R0',
      group: null,
      schedule: '',
    })),
    exclusions: [],
  });
  if (!frozen.ok) throw new Error(JSON.stringify(frozen.problems));
  return frozen.value;
}

/** Everything signed for the endpoint with this number. */
export function signedWork(endpoints = 5, index = 0) {
  const [operator, second, server] = [pair(), pair(), pair()];
  const document = planOf(endpoints);
  const tree = planTree(document);
  const plan = planHash(document, (bytes) => createHash('sha256').update(bytes).digest('hex')) ?? '';
  const endpoint = endpointNumber(index);
  const position = document.endpoints.findIndex((each) => each.endpoint === endpoint);
  const statement: PlanStatement = {
    organisation: ORGANISATION,
    plan,
    root: tree.root,
    endpoints,
    expiresAt: document.expiresAt,
  };
  const job = { organisation: ORGANISATION, endpoint, deployment: ORGANISATION, plan, attempt: 1, dispatch: 1 };
  const dispatch: DispatchStatement = {
    ...job,
    does: 'install',
    windows: [{ from: at(10), to: at(120) }],
    epoch: 3,
    sequence: 17,
    at: at(0),
    expiresAt: at(24 * 60),
  };
  const start: StartStatement = { ...job, epoch: 3, at: at(20), expiresAt: at(25) };
  const [step] = document.steps;
  if (step === undefined) throw new Error('no step');
  const part = {
    plan: signPlan(statement, [operator.privateKey, second.privateKey]),
    position,
    rollback: document.endpoints[position]?.rollback ?? 'R0',
    step,
    proof: tree.proof(position) ?? [],
  };
  const trust = {
    organisation: ORGANISATION,
    endpoint,
    operatorKeys: [operator.publicKey, second.publicKey],
    threshold: 2,
    serverKeys: [server.publicKey],
  };
  return { operator, second, server, document, tree, statement, dispatch, start, part, trust };
}
