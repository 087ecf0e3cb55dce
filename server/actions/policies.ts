// Admins write standing policies; each change is a version that stays, and names who made it.
import type { JsonValue } from '@suture/core/audit/canonical-json.ts';
import { describePolicy } from '@suture/core/policies/describe.ts';
import type { PolicyRule } from '@suture/core/policies/policy.ts';
import { readPolicy, type PolicyText } from '@suture/core/policies/read-policy.ts';
import { dayNumber, dayText, startDays } from '@suture/core/maintenance/recurrence.ts';
import type { policy as shape } from '@suture/protocol/api/policies.ts';
import type { z } from '@suture/protocol/agent/zod.ts';
import type { Transaction } from '../store/database.ts';
import { maintenanceWindows } from '../store/maintenance-windows.ts';
import { namesOf } from '../store/names-in-texts.ts';
import {
  addPolicyVersion,
  policies,
  policyRuns,
  policyVersions,
  type PolicyRow,
  type PolicyRun,
} from '../store/rollout-policies.ts';
import { record, refuse, type By, type Done, type PeopleDoor } from './people-door.ts';
import { uuidOf } from './uuid.ts';

/** What is not there is not written down, as JSON has no such thing. */
const inAudit = ({ version, said }: Pick<PolicyRow, 'version' | 'said'>): JsonValue =>
  JSON.parse(JSON.stringify({ version, ...said })) as JsonValue;

/** As a policy was read, with the windows there are now. */
export async function readRule(transaction: Transaction, said: PolicyText): Promise<Done<PolicyRule, 'invalid'>> {
  const windows = (await maintenanceWindows(transaction)).flatMap((row) =>
    row.kind === 'window' ? [row.said.name] : [],
  );
  const read = readPolicy(said, windows);
  if (read.ok) return read;
  return refuse(
    'invalid',
    read.problems.map(({ field, problem, remedy }) => `${field}: ${problem}. ${remedy}`).join(' '),
  );
}

/** `over`: which one, and the version that was looked at; undefined makes a new one. */
export function savePolicy(
  door: PeopleDoor,
  by: By,
  said: PolicyText,
  over?: { readonly id: string; readonly version: number },
): Promise<Done<PolicyRow, 'invalid' | 'not-found' | 'conflict' | 'taken' | 'forbidden'>> {
  return door.store.inOrganisation(by.access.organisation, async (transaction) => {
    const rule = await readRule(transaction, said);
    if (!rule.ok) return rule;
    const all = await policies(transaction);
    const before = all.find(({ id }) => id === over?.id);
    if (over !== undefined && before === undefined) return refuse('not-found', 'there is no such policy');
    if (over !== undefined && before?.version !== over.version) {
      return refuse('conflict', `it was changed meanwhile: version ${before?.version ?? 0} is the newest`);
    }
    if (all.some((each) => each.said.name === said.name && each.id !== over?.id)) {
      return refuse('taken', `another policy is called "${said.name}"`);
    }
    if (before !== undefined && JSON.stringify(before.said) === JSON.stringify(said))
      return { ok: true, value: before };
    const at = door.now();
    const id = over?.id ?? uuidOf(door.random(16));
    const row = { id, version: (before?.version ?? 0) + 1, said, at, by: by.access.actor };
    if (!(await addPolicyVersion(transaction, { ...row, removed: false }))) {
      return refuse('conflict', 'somebody else has changed it just now');
    }
    await record(transaction, by, {
      at,
      action: before === undefined ? 'policy.create' : 'policy.change',
      subject: `policy:${id}`,
      before: before === undefined ? null : inAudit(before),
      after: inAudit(row),
    });
    return { ok: true, value: row };
  });
}

export function removePolicy(door: PeopleDoor, by: By, id: string): Promise<Done<undefined, 'not-found' | 'conflict'>> {
  return door.store.inOrganisation(by.access.organisation, async (transaction) => {
    const before = (await policies(transaction)).find((each) => each.id === id);
    if (before === undefined) return refuse('not-found', 'there is no such policy');
    const at = door.now();
    const next = { ...before, version: before.version + 1, at, by: by.access.actor, removed: true };
    if (!(await addPolicyVersion(transaction, next)))
      return refuse('conflict', 'somebody else has changed it just now');
    await record(transaction, by, {
      at,
      action: 'policy.remove',
      subject: `policy:${id}`,
      before: inAudit(before),
      after: null,
    });
    return { ok: true, value: undefined };
  });
}

const runShown = ({ day, version, at, plan, deployment, says }: PolicyRun) => ({
  day,
  version,
  at: at.toISOString(),
  plan,
  deployment,
  says,
});

const unreadable = 'It cannot be read any more: a maintenance window that it names may be gone. It makes no plans.';

export async function describePolicyRow(
  transaction: Transaction,
  row: PolicyRow,
  now: Date,
): Promise<z.infer<typeof shape>> {
  const rule = await readRule(transaction, row.said);
  const [last] = await policyRuns(transaction, { policy: row.id, most: 1 });
  return {
    id: row.id,
    version: row.version,
    said: row.said,
    says: rule.ok ? describePolicy(rule.value) : unreadable,
    nextDay: rule.ok && rule.value.isOn ? nextDay(rule.value, now, last?.day) : null,
    lastRun: last === undefined ? null : runShown(last),
    changedAt: row.at.toISOString(),
    changedBy: row.by,
  };
}

export async function describePolicyVersions(transaction: Transaction, id: string) {
  const versions = await policyVersions(transaction, id);
  if (versions.length === 0) return undefined;
  const nameOf = await namesOf(
    transaction,
    versions.map(({ by }) => by),
  );
  const items = [];
  for (const { version, said, at, by, removed } of versions) {
    const rule = await readRule(transaction, said);
    items.push({
      version,
      said,
      says: rule.ok ? describePolicy(rule.value) : unreadable,
      at: at.toISOString(),
      by,
      byName: nameOf(by),
      removed,
    });
  }
  return { items, runs: (await policyRuns(transaction, { policy: id, most: 100 })).map(runShown) };
}

/** Days ahead that are looked at for the next one: more than a year. */
const aheadDays = 400;

/** The day in the policy's zone. */
export const localDay = ({ zone }: Pick<PolicyRule, 'zone'>, now: Date): string =>
  Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(zone).toPlainDate().toString();

/** On which a policy makes a plan, from `first` to `last`, both included. */
export const planDays = (
  { days, daysFrom }: Pick<PolicyRule, 'days' | 'daysFrom'>,
  first: string,
  last: string,
): readonly string[] =>
  startDays({ recurrence: days, from: daysFrom, until: null, plusDays: 0 }, dayNumber(first), dayNumber(last)).map(
    dayText,
  );

function nextDay(rule: PolicyRule, now: Date, lastRun: string | undefined): string | null {
  const today = localDay(rule, now);
  const found = planDays(rule, today, dayText(dayNumber(today) + aheadDays));
  return found.find((day) => day !== lastRun) ?? null;
}
