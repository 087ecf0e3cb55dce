// `suture-agent status`: how the agent on this machine is, read from its folder and asked of what starts it; changes nothing.
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { LocalPolicy } from '@suture/protocol/agent/local-policy.ts';
import { agentVersion } from '../facts.ts';
import { loadIdentity } from '../identity.ts';
import { lastContact, type Contact } from '../last-contact.ts';
import { heldLine } from '../say-outcome.ts';
import { readLocalPolicy } from '../local-policy.ts';
import type { Machine } from './machine.ts';
import { policyFile } from './places.ts';
import { serviceState, serviceWords, stateWords, type UnitState } from './service-state.ts';

/** With dates as in ISO 8601. */
export interface AgentStatus {
  readonly version: string;
  readonly platform: NodeJS.Platform;
  readonly enrolment:
    | {
        readonly state: 'enrolled';
        readonly server: string;
        readonly endpoint: string;
        readonly certificateUntil: string;
      }
    | { readonly state: 'not-enrolled' }
    | { readonly state: 'unreadable'; readonly why: string };
  readonly lastContact: Contact | undefined;
  readonly service: UnitState;
  /** On Linux its socket: the executor itself is started when it is needed. */
  readonly executor: UnitState;
  readonly policy: LocalPolicy;
  readonly folder: string;
  readonly stateBytes: number | undefined;
  /** What a person should look at, a sentence each; none where all is well. */
  readonly problems: readonly string[];
}

/** Check-ins may be this late before it is a problem: a machine sleeps, a server is upgraded. */
const lateMs = 15 * 60_000;

/** `now`: milliseconds since 1970. Never throws. */
export async function agentStatus(machine: Machine, folder: string, now: number): Promise<AgentStatus> {
  const [enrolment, contact, { service, executor }, policy, stateBytes] = await Promise.all([
    enrolmentIn(folder),
    lastContact(folder),
    serviceState(machine),
    readLocalPolicy(policyFile),
    sizeOf(folder),
  ]);
  const found = {
    version: agentVersion,
    platform: machine.platform,
    enrolment,
    lastContact: contact,
    service,
    executor,
    policy,
    folder,
    stateBytes,
  };
  return { ...found, problems: problemsOf(found, now) };
}

async function enrolmentIn(folder: string): Promise<AgentStatus['enrolment']> {
  try {
    const held = await loadIdentity(folder);
    if (held === undefined) return { state: 'not-enrolled' };
    const { server, endpoint, notAfter } = held;
    return { state: 'enrolled', server, endpoint, certificateUntil: notAfter };
  } catch (error) {
    const isDenied = ['EACCES', 'EPERM'].includes(String(Reflect.get(Object(error), 'code')));
    if (isDenied) return { state: 'unreadable', why: `only root and the agent may look into ${folder}` };
    return { state: 'unreadable', why: error instanceof Error ? error.message : String(error) };
  }
}

/** Undefined where one may not look. */
async function sizeOf(folder: string): Promise<number | undefined> {
  try {
    const names = await readdir(folder, { recursive: true });
    const sizes = await Promise.all(
      names.map((name) =>
        stat(join(folder, name)).then(
          ({ size }) => size,
          () => 0,
        ),
      ),
    );
    return sizes.reduce((total, size) => total + size, 0);
  } catch {
    return undefined;
  }
}

function problemsOf(found: Omit<AgentStatus, 'problems'>, now: number): readonly string[] {
  const { enrolment, lastContact: contact, service, executor, policy } = found;
  const words = serviceWords(found.platform);
  if (enrolment.state === 'unreadable') return [`Whether it is enrolled is unknown: ${enrolment.why}.`];
  const problems: string[] = [];
  if (enrolment.state === 'not-enrolled') {
    problems.push('This machine is not enrolled: run the line that "suture enrol new" prints.');
  } else {
    if (Date.parse(enrolment.certificateUntil) < now)
      problems.push('Its certificate has expired: it has to enrol again.');
    // Who starts it may not answer, and it may run all the same: its check-ins tell.
    if (service !== 'running' && service !== 'unknown')
      problems.push(`${words.service} ${stateWords(service, words)}.`);
    if (contact === undefined) problems.push('It has not checked in yet.');
    else if (contact.outcome !== 'done') problems.push(`The last check-in failed: ${contact.line}.`);
    else if (contact.line === heldLine)
      problems.push('The server holds it in quarantine: two machines may be using its identity.');
    else if (Date.parse(contact.next) + lateMs < now)
      problems.push(`A check-in was due at ${contact.next} and has not been made.`);
  }
  if (!['running', 'unknown', 'no-part'].includes(executor))
    problems.push(`The executor's socket ${stateWords(executor, words)}: nothing can be done as root.`);
  if (policy.state === 'unreadable') problems.push(`The local policy counts as observe-only: ${policy.why}.`);
  return problems;
}
