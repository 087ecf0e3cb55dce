// Decides on what stands against the installed versions, as on findings of the judge; once for all cases that are equal.
import type { FindingState } from '@suture/core/matching/finding.ts';
import { addDays } from '@suture/core/risk/days.ts';
import type { Deadline } from '@suture/core/risk/deadline.ts';
import { countedFrom, decideDeadline } from '@suture/core/risk/decide.ts';
import { type RiskFacts, standIns, unpackFacts } from '@suture/core/risk/facts.ts';
import type { StandingClass } from '@suture/feeds/database/standing-rows.ts';
import { type Dating, bearers, urgencyOf } from './dated.ts';
import type { Finds, Rated } from './fix-list.ts';
import type { Against } from './standing-findings.ts';

/** Adds what stands to what was found. `all`: also how urgent that is which has no fix. */
export function addStandings(against: readonly Against[], dating: Dating, all: boolean, finds: Finds): void {
  const { today, data } = dating;
  const decideFor = decisions(dating);
  for (const { packages, groups } of against) {
    const each = bearers(packages, false);
    const first = each[0]?.bearer.package.name;
    for (const { fixedVersion, state, classes } of groups) {
      const hasFix = fixedVersion !== null;
      const decide = decideFor(state, hasFix);
      for (const one of classes) {
        const ids = one.ids.split(' ');
        const facts = factsIn(one.facts);
        const id = ids[0] ?? '';
        const urgency =
          !hasFix && !all && !facts.listed
            ? undefined
            : urgencyOf(
                `${id} ${first}`,
                decide(facts, one),
                facts.listed,
                one.epss < 0 ? undefined : one.epss,
                one.cvss < 0 ? undefined : one.cvss,
                today,
              );
        const exploited = exploitation(one, data.epss ?? null);
        for (const { bearer, ecosystem, names } of each)
          finds.add({
            source: bearer.source,
            ecosystem,
            packages: names,
            fixedVersion,
            state,
            ids,
            severity: facts.severity,
            urgency,
            exploited,
          });
      }
    }
  }
}

const unpacked: RiskFacts[] = [];
const factsIn = (packed: number): RiskFacts => (unpacked[packed] ??= unpackFacts(packed));

const exploitation = ({ listed, epss }: StandingClass, date: string | null): Rated['exploited'] =>
  listed === undefined
    ? null
    : { added: listed.added, epss: epss < 0 ? null : { score: epss, percentile: listed.percentile, date } };

/** Decides on what has a fix or not, in one state. */
type Decide = (
  facts: RiskFacts,
  fix: Pick<StandingClass, 'published' | 'announced'>,
) => Pick<Deadline, 'due' | 'forensics'>;

/** Remembers what the policy says of all that decides but the day of the fix: thousands of vulnerabilities come to some dozens. */
function decisions({ policy, exposure, released, today }: Dating): (state: FindingState, hasFix: boolean) => Decide {
  const known = new Map<string, Decide>();
  const decider = (state: FindingState, fixedVersion: string | null): Decide => {
    const rulings = new Map<RiskFacts, Deadline>();
    return (facts, { published, announced }) => {
      let ruling = rulings.get(facts);
      if (ruling === undefined) {
        ruling = decideDeadline(policy, { ...standIns(facts), exposure, state, fixedVersion }, today);
        rulings.set(facts, ruling);
      }
      if (ruling.due === null || ruling.days === null) return ruling;
      // No fix for a release is older than the release.
      const older = published !== '' && !announced && released !== undefined && released > published;
      const from = countedFrom(older ? released : published, today);
      return { due: addDays(from, ruling.days), forensics: ruling.forensics };
    };
  };
  return (state, hasFix) => {
    const key = `${state} ${hasFix}`;
    let decide = known.get(key);
    if (decide === undefined) known.set(key, (decide = decider(state, hasFix ? '' : null)));
    return decide;
  };
}
