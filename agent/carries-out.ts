// Which kinds of work this machine takes on, and where it takes on none, why.
import type { Adapter, Capability } from '@suture/adapters/adapter.ts';
import type { Host } from '@suture/adapters/host.ts';
import { detect } from '@suture/adapters/registry.ts';
import { isWindows } from '@suture/adapters/windows.ts';
import type { EndpointFacts } from '@suture/protocol/agent/facts.ts';
import { TEXT } from '@suture/protocol/agent/limits.ts';
import { readTrust } from './executor/trust.ts';

/** Never throws. What the executor will really do is still its own to say, and the policy file's. */
export async function carriesOut(
  adapters: readonly Adapter[],
  host: Host,
  trustFile: string,
): Promise<Pick<EndpointFacts, 'carriesOut' | 'carriesNothing'>> {
  const none = (why: string) => ({ carriesNothing: why.slice(0, TEXT.reason) });
  const trust = await readTrust(trustFile);
  if (!trust.ok) return none(trust.why);
  const able = adapters.filter(({ capabilities }) => capabilities.includes('execute'));
  const present = await Promise.all(able.map(async (adapter) => (await detect(adapter, host)).present));
  // Windows has no other, and what is on offer of it comes to a machine that carries out jobs.
  const alone = (await isWindows(host)) ? 'own' : undefined;
  const here = able.filter(({ name }, index) => present[index] || name === alone);
  if (here.length === 0) return none('it has no package manager that plans can be carried out with');
  const someCan = (capability: Capability): boolean =>
    here.some(({ capabilities }) => capabilities.includes(capability));
  const takesBack = someCan('rollback');
  const rehearses = process.platform === 'linux' && someCan('rehearse');
  return {
    carriesOut: ['install', 'simulate', ...(takesBack ? ['roll-back'] : []), ...(rehearses ? ['rehearse'] : [])],
  };
}
