// Made-up packages and statements for the tests of matching, written short.
import type { Range, VendorNotes } from '../advisories/advisory.ts';
import type { Candidate, CandidateList } from '../advisories/candidate.ts';
import type { OperatingSystem, Package } from '../packages/package.ts';
import type { Finding } from './finding.ts';
import { type MatchResult, matchPackages } from './match.ts';

/** `installed('Debian:12', 'libssl3 3.0.1-1', { source: 'openssl 3.0.1-1' })`. */
export function installed(
  ecosystem: string | undefined,
  nameAndVersion: string,
  more: Partial<Omit<Package, 'source'>> & { readonly source?: string } = {},
): Package {
  const [name = '', version = ''] = nameAndVersion.split(' ');
  const { source = nameAndVersion, ...rest } = more;
  const [sourceName = '', sourceVersion = version] = source.split(' ');
  return {
    purl: `pkg:generic/${name}@${version}`,
    ecosystem,
    name,
    version,
    arch: undefined,
    source: { name: sourceName, version: sourceVersion },
    ...rest,
  };
}

interface Statement {
  readonly vulnerabilities?: readonly string[];
  readonly aliases?: readonly string[];
  readonly ranges?: readonly Range[];
  readonly versions?: readonly string[];
  readonly vendor?: VendorNotes;
  readonly feed?: string;
  readonly published?: string;
}

/** A statement on `advisory`, which is its own vulnerability unless said otherwise. */
export const statement = (advisory: string, more: Statement = {}): Candidate => ({
  advisory,
  feed: 'made up',
  vulnerabilities: [advisory],
  aliases: [],
  published: undefined,
  ranges: [],
  versions: [],
  vendor: {},
  ...more,
});

/** Everything before the fix is affected. */
export const fixedIn = (advisory: string, fixed: string, more: Statement = {}): Candidate =>
  statement(advisory, { ranges: [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }, { fixed }] }], ...more });

/** Every version is affected. */
export const open = (advisory: string, more: Statement = {}): Candidate =>
  statement(advisory, { ranges: [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }] }], ...more });

/** Statements by `ecosystem name`. */
export type Statements = Readonly<Record<string, readonly Candidate[]>>;

export const listed =
  (statements: Statements) =>
  (ecosystem: string, name: string): readonly CandidateList[] => {
    const found = statements[`${ecosystem} ${name}`];
    return found === undefined ? [] : [{ always: found, byFix: [] }];
  };

export function match(packages: readonly Package[], statements: Statements, system?: OperatingSystem): MatchResult {
  return matchPackages({ packages, system, candidatesFor: listed(statements) });
}

/** `openssl CVE-2024-1 affected 3.0.2`, sorted; `-` where there is no fix. */
export const told = (findings: readonly Finding[]): readonly string[] =>
  findings
    .map(({ package: { name }, id, state, fixedVersion }) => `${name} ${id} ${state} ${fixedVersion ?? '-'}`)
    .sort();
