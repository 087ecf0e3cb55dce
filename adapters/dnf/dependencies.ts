// Finds the offered builds whose dependencies cannot be met, by having dnf work each out without installing it.
import { ask, shown } from '../ask.ts';
import type { Host } from '../host.ts';
import { argumentFor, resolve, type Build, type Tool } from './commands.ts';

export interface Unmet {
  /** By `name-epoch:version-release.arch`: why, in dnf's words. */
  readonly why: ReadonlyMap<string, string>;
  readonly problems: readonly string[];
}

/** dnf stops at the first build that cannot be installed; it is asked again without that one, at most this often. */
const mostRounds = 12;
/** Working out several hundred takes dnf a minute and more. */
const mostBuilds = 400;

export const keyOf = (build: Build): string => argumentFor(build)[0] ?? '';

export async function findUnmet(host: Host, tool: Tool, offered: readonly Build[]): Promise<Unmet> {
  const why = new Map<string, string>();
  const unknown = (reason: string): Unmet => ({
    why,
    problems: [`whether dependencies keep updates back is unknown: ${reason}`],
  });
  if (offered.length > mostBuilds) return unknown(`more than ${mostBuilds} updates are pending`);
  let left = offered;
  for (let round = 0; round < mostRounds && left.length > 0; round += 1) {
    const answer = await ask(host, resolve(tool, left), 'dnf download --resolve', [0, 1]);
    if (!answer.ok) return unknown(answer.why);
    if (answer.code === 0) return { why, problems: answer.problems };
    const said = `${answer.stderr}\n${answer.stdout}`;
    if (/No such command|Unknown argument "download"/i.test(said)) return unknown('dnf-plugins-core is not installed');
    const culprit = firstNamed(said, left);
    if (culprit === undefined) return unknown(shown(said, 200) || 'dnf failed without a word');
    why.set(keyOf(culprit), reasons(said));
    left = left.filter((build) => build !== culprit);
  }
  return left.length === 0 ? { why, problems: [] } : unknown(`more than ${mostRounds} of them cannot be installed`);
}

/** The complaint's lines; a heading that lists everything asked for is none of them. */
const detailsOf = (said: string): readonly string[] =>
  said
    .split('\n')
    .map((line) => line.trim().replace(/^Problem(?: \d{1,4})?: package /, '- package '))
    .filter((line) => line.startsWith('- ') && line !== '- conflicting requests');

function firstNamed(said: string, builds: readonly Build[]): Build | undefined {
  for (const line of detailsOf(said)) {
    const words = new Set(line.split(/[\s,]+/));
    const named = builds.find(({ name, version, arch }) => words.has(`${name}-${version}.${arch}`));
    if (named !== undefined) return named;
  }
  return undefined;
}

const reasons = (said: string): string =>
  detailsOf(said)
    .slice(0, 3)
    .map((line) => shown(line.slice(2), 150))
    .join('; ');
