// A status as a person reads it: what matters first, and what to look at last.
import type { LocalPolicy } from '@suture/protocol/agent/local-policy.ts';
import { serviceWords, stateWords } from './service-state.ts';
import type { AgentStatus } from './status.ts';

/** Lines without a newline at the end. `now`: milliseconds since 1970. */
export function statusText(status: AgentStatus, now: number): string {
  const { enrolment, lastContact, service, executor, policy, stateBytes, folder, version, problems } = status;
  const lines: string[] = [];
  if (enrolment.state === 'enrolled') lines.push(`Enrolled with ${enrolment.server} as ${enrolment.endpoint}.`);
  else if (enrolment.state === 'not-enrolled') lines.push('Not enrolled.');
  if (lastContact !== undefined) {
    const { at, line, next, outcome, lastDone } = lastContact;
    lines.push(`Last check-in: ${line}, ${span(now - Date.parse(at))} ago; the next ${when(Date.parse(next) - now)}.`);
    if (outcome !== 'done' && lastDone !== undefined) {
      lines.push(`The last that was done: ${span(now - Date.parse(lastDone))} ago.`);
    }
  }
  const words = serviceWords(status.platform);
  const ofExecutor = `${executor === 'no-part' ? '' : "the executor's socket "}${stateWords(executor, words)}`;
  lines.push(`${words.service} ${stateWords(service, words)}; ${ofExecutor}.`);
  lines.push(`Local policy: ${policyWords(policy)}.`);
  const used = stateBytes === undefined ? '' : `; ${(stateBytes / 1e6).toFixed(1)} MB in ${folder}`;
  lines.push(`Version ${version}${used}.`);
  if (problems.length > 0) lines.push('', ...problems);
  return lines.join('\n');
}

function policyWords(policy: LocalPolicy): string {
  switch (policy.state) {
    case 'none':
      return 'none';
    case 'unreadable':
      return 'unreadable, so that nothing is changed here';
    case 'in-force': {
      const { observeOnly, verbs, maintenanceWindows, pinnedCount = 0 } = policy;
      if (observeOnly) return 'observe only';
      const rules = [
        verbs === undefined ? '' : `allows ${verbs.join(', ') || 'nothing'}`,
        maintenanceWindows === undefined ? '' : `${maintenanceWindows.length} maintenance windows`,
        pinnedCount === 0 ? '' : `${pinnedCount} pinned packages`,
      ].filter((rule) => rule !== '');
      return rules.join('; ') || 'in force, without limits';
    }
  }
}

const when = (ms: number): string => (ms <= 0 ? `was due ${span(-ms)} ago` : `in ${span(ms)}`);

/** `5 minutes`: the largest unit of which there are two at least. */
function span(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  const units = [
    [86_400, 'days'],
    [3600, 'hours'],
    [60, 'minutes'],
  ] as const;
  for (const [length, name] of units) if (seconds >= 2 * length) return `${Math.floor(seconds / length)} ${name}`;
  return `${seconds} seconds`;
}
