// Asks apt through the Host and turns every way of failing into a sentence.
import { withoutEscapes } from '../ask.ts';
import type { Command, Host } from '../host.ts';
import { packageTargets, policyOf, recordsOf, type Wanted } from './commands.ts';
import { parsePolicies, type Policy } from './policy.ts';
import { type IndexRecord, type IndexTarget, parseIndexTargets, parseRecords, recordKey } from './parse.ts';
import { aptComplaint } from './simulation.ts';

export type Answer<T> =
  | { readonly ok: true; readonly value: T; readonly problems: readonly string[] }
  | { readonly ok: false; readonly why: string };

/** Names a command as a person would: program and verb. */
const spoken = (command: Command): string =>
  [
    command.argv[0],
    command.argv.find((word) =>
      /^(?:policy|show|indextargets|upgrade|dist-upgrade|install|download|changelog)$/.test(word),
    ),
  ]
    .join(' ')
    .trim();

/** Runs a command; output cut at its limit is still an answer, with a problem. */
export async function ask<T>(host: Host, command: Command, parse: (stdout: string) => T): Promise<Answer<T>> {
  const result = await host.run(command);
  const name = spoken(command);
  switch (result.kind) {
    case 'missing':
      return { ok: false, why: `${command.argv[0]} is not installed` };
    case 'timeout':
      return { ok: false, why: `${name} did not end within ${Math.round(command.timeoutMs / 1000)} s` };
    case 'failed':
      return { ok: false, why: `${name} could not be run: ${result.reason}` };
    case 'exited': {
      if (result.code !== 0)
        return {
          ok: false,
          why: `${name} failed (exit ${result.code}): ${aptComplaint(result.stderr, result.stdout)}`,
        };
      const text = withoutEscapes(result.stdout);
      if (!result.truncated) return { ok: true, value: parse(text), problems: [] };
      const whole = text.slice(0, text.lastIndexOf('\n') + 1);
      return { ok: true, value: parse(whole), problems: [`${name} wrote more than Suture reads; the rest is unknown`] };
    }
  }
}

export const askTargets = (host: Host): Promise<Answer<readonly IndexTarget[]>> =>
  ask(host, packageTargets(), parseIndexTargets);

const batchSize = 3000;

/** Asks in batches, for the length of a command line is limited. */
async function askInBatches<T>(
  host: Host,
  wanted: readonly Wanted[],
  toCommand: (part: readonly Wanted[]) => Command,
  parse: (text: string) => readonly T[],
): Promise<Answer<readonly T[]>> {
  const value: T[] = [];
  const problems: string[] = [];
  for (let at = 0; at < wanted.length; at += batchSize) {
    const answer = await ask(host, toCommand(wanted.slice(at, at + batchSize)), parse);
    if (!answer.ok) return answer;
    value.push(...answer.value);
    problems.push(...answer.problems);
  }
  return { ok: true, value, problems };
}

/** By `name`, or `name:arch` for foreign architectures. */
export async function askPolicies(host: Host, wanted: readonly Wanted[]): Promise<Answer<ReadonlyMap<string, Policy>>> {
  const answer = await askInBatches(host, wanted, policyOf, parsePolicies);
  if (!answer.ok) return answer;
  const byName = answer.value.map(
    (policy) => [policy.arch === undefined ? policy.name : `${policy.name}:${policy.arch}`, policy] as const,
  );
  const value = new Map(byName);
  // It has all that is installed, if nothing newer.
  const silent = wanted.filter(({ name, arch }) => !value.has(name) && !value.has(`${name}:${arch}`)).length;
  const unsaid = silent === 0 ? [] : [`apt-cache policy says nothing of ${silent} of the installed packages`];
  return { ...answer, value, problems: [...answer.problems, ...unsaid] };
}

export async function askRecords(
  host: Host,
  wanted: readonly Wanted[],
): Promise<Answer<ReadonlyMap<string, IndexRecord>>> {
  const answer = await askInBatches(host, wanted, recordsOf, (text) => [...parseRecords(text)]);
  if (!answer.ok) return answer;
  const value = new Map(answer.value);
  const silent = wanted.filter(({ name, version }) => version !== undefined && !value.has(recordKey(name, version)));
  const unsaid =
    silent.length === 0 ? [] : [`apt-cache show says nothing of ${silent.length} of the versions on offer`];
  return { ...answer, value, problems: [...answer.problems, ...unsaid] };
}
