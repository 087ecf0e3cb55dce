// Says a policy in plain sentences, so that whoever approves it knows what it will do.
import { readCatchUp } from '../maintenance/catch-up.ts';
import type { CatchUpRule } from '../maintenance/catch-up.ts';
import { describeDays, lengthText } from '../maintenance/describe.ts';
import { writeRings } from '../rollouts/ring-expression.ts';
import type { PolicyRule, RebootPolicy } from './policy.ts';

const rebootText: Readonly<Record<RebootPolicy, string>> = {
  never: 'It never reboots.',
  'if-needed': 'It reboots where that is needed.',
  'in-window': 'It reboots in a maintenance window.',
  ask: 'It asks before it reboots.',
};

/** `Every Tuesday (UTC) it makes a plan of the security updates that are at least 3 days old, for the endpoints os:debian. …` */
export function describePolicy(rule: PolicyRule): string {
  const age = rule.waitDays === 0 ? '' : `, at least ${lengthText(rule.waitDays * 1_440)} old unless exploited`;
  const endpoints = rule.endpoints.text.trim() === '' ? 'all endpoints' : `the endpoints ${rule.endpoints.text.trim()}`;
  const windows =
    rule.windows.length === 0 ? 'at any time' : `in ${rule.windows.map((name) => `"${name}"`).join(' or ')}`;
  const caught = readCatchUp(rule.catchUp);
  const catchUp = caught.ok && caught.value.mode !== 'next-window' ? [catchUpText(caught.value)] : [];
  const canary =
    rule.gate.smallRing === 'clean-canary'
      ? 'A small first ring passes when nothing failed in it.'
      : 'A small first ring waits for a person.';
  const consent =
    rule.consent.kind === 'people'
      ? 'People approve each plan.'
      : `Plans of up to ${rule.consent.mostEndpoints} endpoints start without being asked, where one person could approve them; larger ones wait for people.`;
  return [
    `${describeDays(rule.days, rule.daysFrom)} (${rule.zone}) it makes a plan of ${shipsText(rule)}${age}, for ${endpoints}.`,
    `It installs ${windows}, in rings of ${writeRings(rule.rings)}, each watched for ${lengthText(rule.soakMinutes)}.`,
    ...catchUp,
    canary,
    consent,
    rebootText[rule.reboot],
    ...(rule.restart === 'none' ? ['Services keep the code they run.'] : []),
    ...(rule.probes.length === 0 ? [] : [`Each endpoint is asked, before and after: ${namesOf(rule.probes)}.`]),
    ...(rule.ringProbes.length === 0
      ? []
      : [`While a ring is under way the server asks: ${namesOf(rule.ringProbes)}.`]),
    ...(rule.isOn ? [] : ['It is switched off.']),
  ].join(' ');
}

const namesOf = (probes: readonly { readonly name: string }[]): string => probes.map(({ name }) => name).join(', ');

function catchUpText(rule: Exclude<CatchUpRule, { readonly mode: 'next-window' }>): string {
  return rule.mode === 'after-grace'
    ? `Whoever was offline in its window begins ${lengthText(rule.graceMinutes)} after it is back.`
    : `Whoever was offline in its window begins ${lengthText(rule.minutes)} after the plan was made, at the latest.`;
}

function shipsText({ ships }: PolicyRule): string {
  switch (ships.kind) {
    case 'findings':
      return `the fixes of the findings ${ships.query.text.trim()}`;
    case 'security-updates':
      return 'the security updates';
    case 'all-updates':
      return 'all updates';
  }
}
