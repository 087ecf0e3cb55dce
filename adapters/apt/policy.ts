// Reads `apt-cache policy NAME…`: the versions apt knows of each package, their priorities and their indexes.
import { isPackageName } from './policy-names.ts';

export interface PolicyVersion {
  readonly version: string;
  readonly priority: number;
  readonly installed: boolean;
  /** Ubuntu's Phased-Update-Percentage, where below 100. */
  readonly phasedPercent: number | undefined;
  /** Priority and description of each index that has it; dpkg's own status file left out. */
  readonly indexes: readonly { readonly priority: number; readonly description: string }[];
}

export interface Policy {
  readonly name: string;
  /** Given for packages of a foreign architecture only. */
  readonly arch: string | undefined;
  readonly installed: string | undefined;
  readonly candidate: string | undefined;
  /** The version a preferences entry pins the package to. */
  readonly pin: string | undefined;
  /** Highest first. */
  readonly versions: readonly PolicyVersion[];
}

const header = /^([^\s:]+)(?::([^\s:]+))?:$/;
const versionLine = /^ (?:\*\*\*|   ) (\S+) (-?\d{1,6})(?: \(phased (\d{1,3})%\))?$/;
const indexLine = /^ {8} *(-?\d{1,6}) (\S.*)$/;

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
type Building = Mutable<Omit<Policy, 'versions'>> & { versions: Mutable<PolicyVersion>[] };

/** Lines it does not understand are passed over; a package's table without any known line has no versions. */
export function parsePolicies(text: string): readonly Policy[] {
  const policies: Building[] = [];
  let policy: Building | undefined;
  for (const line of text.split('\n')) {
    const head = line.startsWith(' ') ? null : header.exec(line);
    if (head?.[1] !== undefined) {
      policy = {
        name: head[1],
        arch: head[2],
        installed: undefined,
        candidate: undefined,
        pin: undefined,
        versions: [],
      };
      if (isPackageName(policy.name)) policies.push(policy);
      continue;
    }
    if (policy === undefined) continue;
    if (line.startsWith('  Installed: ')) policy.installed = named(line.slice(13));
    else if (line.startsWith('  Candidate: ')) policy.candidate = named(line.slice(13));
    else if (line.startsWith('  Package pin: ')) policy.pin = named(line.slice(15));
    else addToTable(policy, line);
  }
  return policies;
}

const named = (text: string): string | undefined => (text === '(none)' || text === '(not found)' ? undefined : text);

function addToTable(policy: Building, line: string): void {
  const index = indexLine.exec(line);
  if (index !== null) {
    const version = policy.versions.at(-1);
    if (version === undefined || index[2] === '/var/lib/dpkg/status') return;
    version.indexes = [...version.indexes, { priority: Number(index[1]), description: index[2] ?? '' }];
    return;
  }
  const found = versionLine.exec(line);
  if (found?.[1] === undefined) return;
  policy.versions.push({
    version: found[1],
    priority: Number(found[2]),
    installed: line.startsWith(' ***'),
    phasedPercent: found[3] === undefined ? undefined : Number(found[3]),
    indexes: [],
  });
}

/** The versions above the installed one, highest first. */
export function newerThanInstalled(policy: Policy): readonly PolicyVersion[] {
  const installed = policy.versions.findIndex((version) => version.installed);
  return installed === -1 ? [] : policy.versions.slice(0, installed);
}
