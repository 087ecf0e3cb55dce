// What pacman would do for a step, by its own reckoning, and which of the new packages it has to be told by name.
import type { Refusal } from '../../execution.ts';
import type { Command, Host } from '../../host.ts';
import { oncePer, type Pending } from '../../manager.ts';
import { refuse } from '../../staging.ts';
import { plainText } from '../../transcripts.ts';
import { ignoredBy, readSettings } from '../ignored.ts';
import { parsePlan, type Plan } from '../parse.ts';
import { upgradePlanWith, removalPlan } from './commands.ts';
import { faultIn } from './transcript.ts';

export type PlannedStep =
  | { readonly kind: 'upgrade'; readonly plan: Plan; readonly targets: readonly string[] }
  | { readonly kind: 'removal'; readonly plan: Plan; readonly names: readonly string[] };

/** Each is asked for by itself whether it comes along with the others; beyond as many, all are wanted by name. */
const mostAsked = 40;

/** What only goes is taken away by itself; all else is an upgrade of the whole, with what is new beside it. */
export const plannedOf = oncePer(async (host: Host, { changes }: Pending): Promise<PlannedStep | Refusal> => {
  const names = changes.flatMap(({ package: name, to }) => (to === null ? [name] : []));
  if (names.length > 0 && names.length === changes.length) {
    const plan = await planBy(host, removalPlan(names));
    return 'ok' in plan ? plan : { kind: 'removal', plan, names };
  }
  const added = changes.flatMap(({ package: name, from, to }) => (from === null && to !== null ? [name] : []));
  const upgrade = await planBy(host, upgradePlanWith([]));
  if ('ok' in upgrade) return upgrade;
  const comes = new Set(upgrade.items.map(({ name }) => name));
  const wanted = added.filter((name) => !comes.has(name));
  const ignored = wanted.length === 0 ? undefined : await firstIgnored(host, wanted);
  if (ignored !== undefined) return refuse('drifted', ignored);
  const targets = await byName(host, wanted);
  if ('ok' in targets) return targets;
  if (targets.length === 0) return { kind: 'upgrade', plan: upgrade, targets };
  const plan = await planBy(host, upgradePlanWith(targets));
  return 'ok' in plan ? plan : { kind: 'upgrade', plan, targets };
});

/** Without those that come along with others: what pacman is told by name it takes for wanted by a person, and keeps. */
async function byName(host: Host, wanted: readonly string[]): Promise<readonly string[] | Refusal> {
  if (wanted.length < 2 || wanted.length > mostAsked) return wanted;
  let targets = wanted;
  for (const name of wanted) {
    const others = targets.filter((each) => each !== name);
    const without = others.length === 0 ? undefined : await planBy(host, upgradePlanWith(others));
    if (without !== undefined && 'ok' in without) return without;
    if (without?.items.some((item) => item.name === name) === true) targets = others;
  }
  return targets;
}

async function firstIgnored(host: Host, names: readonly string[]): Promise<string | undefined> {
  const { value } = await readSettings(host);
  for (const name of names) {
    const by = ignoredBy({ name, groups: [] }, value);
    if (by !== undefined) return `${name} is kept back on this endpoint: ${by} in /etc/pacman.conf`;
  }
  return undefined;
}

async function planBy(host: Host, command: Command): Promise<Plan | Refusal> {
  const result = await host.run(command);
  if (result.kind === 'missing') return refuse('precheck-failed', 'pacman is not installed');
  if (result.kind === 'timeout') return refuse('precheck-timeout', 'pacman did not end its simulation in 2 minutes');
  if (result.kind === 'failed') return refuse('precheck-failed', `pacman could not be run: ${result.reason}`);
  if (result.code !== 0 || result.truncated) {
    const said = `${result.stdout}\n${result.stderr}`;
    const unknown = /^error: target not found: (\S{1,200})$/m.exec(plainText(said))?.[1];
    if (unknown !== undefined) return refuse('drifted', `no repository of this endpoint has ${unknown}`);
    const fault = faultIn(said);
    const cause = fault === undefined || fault.cause === 'install-failed' ? 'precheck-failed' : fault.cause;
    return refuse(cause, fault?.why ?? `pacman failed (exit ${result.code})`);
  }
  const plan = parsePlan(result.stdout);
  return plan.unread > 0
    ? refuse('precheck-failed', `pacman’s plan has ${plan.unread} lines that cannot be read`)
    : plan;
}
