// Turns what one feed says of packages into rows: one for each package, its statements arranged for matching.
import type { Advisory } from '@suture/core/advisories/advisory.ts';
import { ecosystemKey } from '@suture/core/advisories/candidate.ts';
import type { Identity } from '@suture/core/advisories/identity.ts';
import { lookupName, schemeOf } from '@suture/core/packages/ecosystems.ts';
import { schemes } from '@suture/core/versions/schemes.ts';
import { encodeCandidate, packRow, simpleFix } from './encoding.ts';
import type { Gathered, Statements } from './gathered.ts';

export interface CandidateRow {
  readonly ecosystem: string;
  readonly name: string;
  readonly data: string | Uint8Array;
}

/** Gathers a statement for each (package, release) the advisory names; returns those that cannot be filed under a name. */
export function gather(gathered: Gathered, advisory: Advisory, identity: Identity): readonly string[] {
  const unusable: string[] = [];
  // A publisher of many repositories names a package once for each.
  const said = new Set<string>();
  for (const affected of advisory.affected) {
    const { key: ecosystem, stream } = ecosystemKey(affected.ecosystem);
    const name = lookupName(ecosystem, affected.name);
    if (!isKey(ecosystem) || !isKey(name)) {
      unusable.push(affected.name);
      continue;
    }
    const key = `${ecosystem}\n${name}`;
    const statement = JSON.stringify(
      encodeCandidate({
        advisory: advisory.id,
        vulnerabilities: identity.vulnerabilities,
        aliases: identity.aliases,
        published: advisory.published?.slice(0, 10),
        ranges: affected.ranges,
        versions: affected.versions,
        vendor: stream === undefined ? affected.vendor : { ...affected.vendor, stream },
      }),
    );
    if (said.size < said.add(`${key}\n${statement}`).size) gathered.add(key, statement, simpleFix(affected));
  }
  return unusable;
}

/** Whether SQLite gives it back as it is: no control characters, no halves of surrogate pairs. */
const isKey = (text: string): boolean => text !== '' && !/[\u0000-\u001f\u007f]/.test(text) && text.isWellFormed();

export function* candidateRows(gathered: Gathered): Generator<CandidateRow> {
  for (const [key, statements] of gathered.packages()) {
    const [ecosystem = '', name = ''] = key.split('\n');
    yield { ecosystem, name, data: arrange(statements, ecosystem) };
  }
}

/** Highest fix first, by the ecosystem's own order; what cannot be ordered is always looked at. */
function arrange(statements: Statements, ecosystem: string): string | Uint8Array {
  const name = schemeOf(ecosystem);
  const scheme = name === undefined ? undefined : schemes[name];
  const always: string[] = [];
  const byFix: { readonly statement: string; readonly version: unknown }[] = [];
  for (const [statement, fix] of statements) {
    const parsed = fix === undefined ? undefined : scheme?.parse(fix);
    if (parsed?.ok === true) byFix.push({ statement, version: parsed.version });
    else always.push(statement);
  }
  if (scheme !== undefined) byFix.sort((a, b) => scheme.compare(b.version, a.version));
  return packRow(
    always,
    byFix.map(({ statement }) => statement),
  );
}
