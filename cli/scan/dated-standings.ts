// Decides on what stands against the installed versions, as on findings of the judge; once for all cases that are equal.
import type { FindingState } from '@suture/core/matching/finding.ts';
import type { Deadline, RatedSignals } from '@suture/core/risk/deadline.ts';
import { decideDeadline } from '@suture/core/risk/decide.ts';
import { type RiskFacts, isListed, standIns, unpackFacts } from '@suture/core/risk/facts.ts';
import type { AdvisoryDatabase } from '@suture/feeds/database/database.ts';
import type { StandingVulnerability } from '@suture/feeds/database/standing-rows.ts';
import type { ScannedFinding } from '../scan-document.ts';
import { type Dated, type Dating, bearers, deadlineShown, urgencyOf } from './dated.ts';
import type { Against } from './standing-findings.ts';

/** In no order, and without what a table does not show: texts, evidence, scores of what is not known to be exploited. */
export function dateStandings(
  against: readonly Against[],
  database: AdvisoryDatabase,
  dating: Dating,
): readonly Dated[] {
  const { today } = dating;
  const deciderFor = decisions(dating);
  const signals = database.signals(exploitedAmong(against));
  const dated: Dated[] = [];
  for (const { packages, groups } of against) {
    const each = bearers(packages, false);
    const first = each[0]?.bearer.package.name;
    for (const { bearer, ecosystem, names } of each) {
      const { package: pkg, source } = bearer;
      for (const { fixedVersion, state, vulnerabilities } of groups) {
        const decide = deciderFor(state, fixedVersion !== null);
        for (const vulnerability of vulnerabilities) {
          const { id, epss, cvss } = vulnerability;
          const { facts, deadline, shown } = decide(vulnerability);
          const said = facts.listed ? exploitation(signals.get(id), dating) : UNEXPLOITED;
          const finding = {
            id,
            aliases: NONE,
            advisories: NONE,
            summary: null,
            package: pkg,
            source,
            fixedVersion,
            state,
            severity: facts.severity,
            cvss: null,
            epss: said.epss,
            exploited: said.exploited,
            deadline: shown,
            evidence: NO_EVIDENCE,
          };
          const urgency = urgencyOf(
            `${id} ${first}`,
            deadline,
            facts.listed,
            epss < 0 ? undefined : epss,
            cvss < 0 ? undefined : cvss,
            today,
          );
          dated.push({ finding, ecosystem, packages: names, urgency });
        }
      }
    }
  }
  return dated;
}

const NONE: readonly never[] = [];
const NO_EVIDENCE = { matches: NONE, notes: NONE };
const UNEXPLOITED = { epss: null, exploited: null };

function exploitedAmong(against: readonly Against[]): readonly string[] {
  const ids = new Set<string>();
  for (const { groups } of against)
    for (const { vulnerabilities } of groups)
      for (const { id, facts } of vulnerabilities) {
        // They come first.
        if (!isListed(facts)) break;
        ids.add(id);
      }
  return [...ids];
}

function exploitation(signals: RatedSignals | undefined, { data }: Dating): Pick<ScannedFinding, 'epss' | 'exploited'> {
  const { exploited, epss } = signals ?? {};
  return {
    epss: epss === undefined ? null : { ...epss, date: data.epss ?? null },
    exploited: exploited === undefined ? null : { added: exploited.added, ransomware: exploited.ransomware },
  };
}

interface Decision {
  readonly facts: RiskFacts;
  readonly deadline: Deadline;
  readonly shown: ScannedFinding['deadline'];
}

/** Decides on one vulnerability of those that have a fix or not, in one state. */
type Decide = (vulnerability: StandingVulnerability) => Decision;

/** Remembers decisions by all that they depend on: thousands of vulnerabilities come to some hundreds. */
function decisions({ policy, exposure, released, today }: Dating): (state: FindingState, hasFix: boolean) => Decide {
  const deciders = new Map<string, Decide>();
  const decider = (state: FindingState, hasFix: boolean): Decide => {
    // By day the fix was published, by facts.
    const days = new Map<string, Decision[]>();
    return ({ facts: packed, published, announced }) => {
      const since = hasFix ? countedFrom(published, announced, released) : '';
      let known = days.get(since);
      if (known === undefined) days.set(since, (known = []));
      return (known[packed] ??= decisionOn(unpackFacts(packed), state, hasFix, since));
    };
  };
  const decisionOn = (facts: RiskFacts, state: FindingState, hasFix: boolean, since: string): Decision => {
    const context = {
      ...standIns(facts),
      exposure,
      state,
      fixedVersion: hasFix ? '' : null,
      fixPublished: since === '' ? undefined : since,
    };
    const deadline = { ...decideDeadline(policy, context, today), reasons: [] };
    return { facts, deadline, shown: deadlineShown(deadline, today) };
  };
  return (state, hasFix) => {
    const key = `${state} ${hasFix}`;
    let decide = deciders.get(key);
    if (decide === undefined) deciders.set(key, (decide = decider(state, hasFix)));
    return decide;
  };
}

/** No fix for a release is older than the release. */
const countedFrom = (published: string, announced: boolean, released: string | undefined): string =>
  published !== '' && !announced && released !== undefined && released > published ? released : published;
