// What the machine's own policy file lets the agent do.
import type { Host } from '@suture/adapters/host.ts';
import type { LocalPolicy } from '@suture/protocol/agent/local-policy.ts';

export const policyFile = '/etc/suture/policy.yaml';

/** No agent reads the file yet. Where there is one, saying that there is none would hide a veto. */
export async function readLocalPolicy(host: Host): Promise<LocalPolicy> {
  if (!(await host.exists(policyFile))) return { state: 'none' };
  return { state: 'unreadable', why: `this agent does not read ${policyFile} yet, and does nothing but observe` };
}
