// What a standing policy does on its day: it makes a plan, and a deployment that waits for signatures and, unless it is consented, people.
import { isConsented, type PolicyRule } from '@suture/core/policies/policy.ts';
import { planHoldsDays } from '@suture/core/policies/read-policy.ts';
import { dayNumber, dayText } from '@suture/core/maintenance/recurrence.ts';
import { parseQuery } from '@suture/core/query/parse.ts';
import { approvalsNeeded } from '@suture/core/rollouts/approval.ts';
import { writeRings } from '@suture/core/rollouts/ring-expression.ts';
import type { OrganisationId, Store } from '../store/database.ts';
import { deploymentRow } from '../store/deployments.ts';
import { queriedFindings, type QueriedFindingCursor } from '../store/queried-findings.ts';
import {
  addPolicyRun,
  finishPolicyRun,
  isStillUnderWay,
  policies,
  policyRuns,
  policyVersions,
  waitingOfPolicies,
  type PolicyRow,
} from '../store/rollout-policies.ts';
import { ask } from './ask.ts';
import { beginDeployment } from './begin-deployment.ts';
import { changeDeployment } from './change-deployment.ts';
import { drawUpPlan, freezePlan, type PlanAsked } from './freeze-plan.ts';
import type { PeopleDoor } from './people-door.ts';
import { localDay, planDays, readRule } from './policies.ts';
import { policyActor } from './policy-actor.ts';
import type { Ships } from './plan-steps.ts';
import { askSimulations } from './simulate-steps.ts';
import type { TickParts } from './tick-deployment.ts';

export interface PolicyWork {
  readonly door: PeopleDoor;
  readonly store: Store;
  readonly organisation: OrganisationId;
  readonly parts: TickParts;
  readonly freshMs: number;
  /** Since when endpoints reckon for `policy day`, UTC milliseconds. Without it nobody is asked to. */
  readonly reckoning?: Map<string, number>;
}

/** A day that no server was there for is made up for, but not after so many days. */
const lateDays = 2;
const expiresInHours = planHoldsDays * 24;
const mostInFlight = 50;
const mostVulnerabilities = 5_000;

/** Every policy whose day it is, and every deployment of one that may go on without people. Returns how much was done. */
export async function runPolicies(work: PolicyWork, signal?: AbortSignal): Promise<number> {
  const { store, organisation, door } = work;
  let done = 0;
  const rows = await store.inOrganisation(organisation, policies);
  for (const row of rows) {
    if (signal?.aborted === true) return done;
    const due = await dueDay(work, row, door.now());
    if (due === undefined || (await isReckoning(work, row, due))) continue;
    if (await makePlan(work, row, due.rule, due.day)) done += 1;
  }
  return done + (await consent(work));
}

interface Due {
  readonly rule: PolicyRule;
  readonly day: string;
}

/** The last of its days that has come and has no run yet; none from before this version was written. */
function dueDay({ store, organisation }: PolicyWork, row: PolicyRow, now: Date): Promise<Due | undefined> {
  return store.inOrganisation(organisation, async (transaction) => {
    const rule = await readRule(transaction, row.said);
    if (!rule.ok || !rule.value.isOn) return undefined;
    const today = localDay(rule.value, now);
    const written = localDay(rule.value, row.at);
    const earliest = dayText(dayNumber(today) - lateDays);
    const day = planDays(rule.value, written > earliest ? written : earliest, today).at(-1);
    const [last] = await policyRuns(transaction, { policy: row.id, most: 1 });
    return day === undefined || (last !== undefined && last.day >= day) ? undefined : { rule: rule.value, day };
  });
}

/** Its endpoints say first what new packages would come along, such as a kernel; who has not said it by then is not waited for. */
const reckoningMs = 20 * 60_000;

async function isReckoning(work: PolicyWork, { id }: PolicyRow, { rule, day }: Due): Promise<boolean> {
  const { door, reckoning, organisation, freshMs } = work;
  const since = reckoning?.get(`${id} ${day}`) ?? door.now().getTime();
  if (reckoning === undefined || door.now().getTime() - since >= reckoningMs) return false;
  reckoning.set(`${id} ${day}`, since);
  const asked = await askedBy(work, rule);
  if (asked === undefined) return false;
  const answer = await drawUpPlan(door, policyActor(organisation, id), asked, freshMs, (transaction, { open }) => {
    const needed = open.filter(({ isNeeded }) => isNeeded);
    return askSimulations(transaction, needed, door.now());
  });
  return answer.kind === 'answer' && answer.value.waiting > 0;
}

/** Undefined where there is nothing that it would ship, or its queries cannot be asked any more. */
async function askedBy(work: PolicyWork, rule: PolicyRule): Promise<PlanAsked | undefined> {
  const endpoints = parseQuery(rule.endpoints.text, 'endpoints');
  const ships = await shipsOf(work, rule);
  if (!endpoints.ok || ships === undefined) return undefined;
  return {
    query: endpoints.query,
    text: rule.endpoints.text,
    ships,
    rings: writeRings(rule.rings),
    windows: rule.windows,
    catchUp: rule.catchUp,
    soakMinutes: rule.soakMinutes,
    expiresInHours,
    mostInFlight,
    cleanCanary: rule.gate.smallRing === 'clean-canary',
    waitDays: rule.waitDays,
    ringProbes: rule.ringProbes,
    conduct: { reboot: rule.reboot, restart: rule.restart, probes: rule.probes },
  };
}

/** False where another server makes it. */
async function makePlan(work: PolicyWork, row: PolicyRow, rule: PolicyRule, day: string): Promise<boolean> {
  const { store, organisation, door, parts, freshMs } = work;
  const { id: policy, version } = row;
  const run = { policy, day, version, at: door.now(), plan: null, deployment: null, says: 'A plan is being made.' };
  const isOurs = await store.inOrganisation(organisation, async (transaction) => {
    const says = (await isStillUnderWay(transaction, policy))
      ? 'The deployment of the time before is not over, so no other is made.'
      : run.says;
    const isNew = await addPolicyRun(transaction, { ...run, says });
    return isNew && says === run.says;
  });
  if (!isOurs) return false;
  const finish = (says: string, plan: string | null = null, deployment: string | null = null): Promise<void> =>
    store.inOrganisation(organisation, (transaction) =>
      finishPolicyRun(transaction, { policy, day, plan, deployment, says }),
    );
  try {
    const by = policyActor(organisation, policy);
    const asked = await askedBy(work, rule);
    if (asked === undefined) {
      await finish('No finding is such that it ships a fix of it, or its queries cannot be asked any more.');
      return true;
    }
    const frozen = await freezePlan(door, by, asked, freshMs);
    if (frozen.kind === 'refused' || !frozen.value.ok) {
      const why = frozen.kind === 'refused' ? `${frozen.field} ${frozen.why}` : frozen.value.ok ? '' : frozen.value.why;
      await finish(`No plan was made: ${why}.`);
      return true;
    }
    const { hash, document, fleet } = frozen.value.value;
    const begun = await beginDeployment(door, by, parts, {
      plan: hash,
      name: `${rule.name} ${day}`,
      acceptDrift: true,
      rehearse: true,
    });
    const count = document.endpoints.length;
    const needed = approvalsNeeded(count, fleet);
    const waits = isConsented(rule, count, needed)
      ? 'it goes on by itself once operators have signed it'
      : `it waits for ${needed === 1 ? 'an approval' : `${needed} approvals`}`;
    await finish(
      begun.ok
        ? `A plan for ${count} ${count === 1 ? 'endpoint' : 'endpoints'} was made; ${waits}.`
        : `A plan was made, but not begun: ${begun.why}.`,
      hash,
      begun.ok ? begun.value.id : null,
    );
  } catch (error) {
    await finish(`No plan was made: ${error instanceof Error ? error.message : 'something failed'}.`);
    throw error;
  }
  return true;
}

/** Undefined where there is nothing that it would ship. */
async function shipsOf({ store, organisation, door }: PolicyWork, rule: PolicyRule): Promise<Ships | undefined> {
  const { ships, waitDays } = rule;
  if (ships.kind !== 'findings') return { kind: ships.kind === 'all-updates' ? 'all' : 'security' };
  const parsed = parseQuery(ships.query.text, 'findings');
  if (!parsed.ok) return undefined;
  const now = door.now();
  const before = dayText(dayNumber(localDay(rule, now)) - waitDays);
  const question = { organisation, resource: 'findings', query: parsed.query, now: now.getTime() } as const;
  const found = await ask(store, question, async (transaction, compiled) => {
    const vulnerabilities = new Set<string>();
    let after: QueriedFindingCursor | undefined;
    do {
      const page = await queriedFindings(transaction, compiled, { after, limit: 1_000 });
      for (const { vulnerability, risk } of page.rows) {
        const isOld = risk.published === null || risk.published.slice(0, 10) <= before;
        if (isOld || risk.exploited === true) vulnerabilities.add(vulnerability);
      }
      after = page.next;
    } while (after !== undefined && vulnerabilities.size < mostVulnerabilities);
    return [...vulnerabilities].slice(0, mostVulnerabilities);
  });
  return found.kind === 'refused' || found.value.length === 0
    ? undefined
    : { kind: 'close', vulnerabilities: found.value };
}

/** Approves, in the policy's name, what its version consented to; signatures of operators it takes all the same. */
async function consent({ store, organisation, door, parts }: PolicyWork): Promise<number> {
  const waiting = await store.inOrganisation(organisation, waitingOfPolicies);
  let done = 0;
  for (const { deployment, policy, version, plan } of waiting) {
    const isConsentedTo = await store.inOrganisation(organisation, async (transaction) => {
      const versions = await policyVersions(transaction, policy);
      const [newest] = versions;
      // Whoever has changed, switched off or removed it meanwhile has not consented any more.
      if (newest === undefined || newest.removed || newest.version !== version) return false;
      const rule = await readRule(transaction, newest.said);
      const shelved = await parts.plans.find(transaction, plan);
      const row = await deploymentRow(transaction, deployment);
      if (!rule.ok || !rule.value.isOn || shelved === undefined || row === undefined) return false;
      const count = shelved.document.endpoints.length;
      return isConsented(rule.value, count, approvalsNeeded(count, row.fleet));
    });
    if (!isConsentedTo) continue;
    const by = policyActor(organisation, policy);
    // Refused while operators have not signed it.
    const approved = await changeDeployment(door, by, parts, deployment, { kind: 'approve', plan });
    if (approved.ok) done += 1;
  }
  return done;
}
