// Decides on what stands against the installed versions, as on findings of the judge; once for all cases that are equal.
import type { FindingState } from '@suture/core/matching/finding.ts';
import type { Deadline, RatedSignals } from '@suture/core/risk/deadline.ts';
import { decideDeadline } from '@suture/core/risk/decide.ts';
import { type RiskFacts, standIns, unpackFacts } from '@suture/core/risk/facts.ts';
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
  const decide = decisions(dating);
  const signals = database.signals(exploitedAmong(against));
  const dated: Dated[] = [];
  for (const { packages, groups } of against) {
    const each = bearers(packages, false);
    const first = each[0]?.bearer.package.name;
    for (const { bearer, ecosystem, names } of each) {
      const { package: pkg, source } = bearer;
      for (const { fixedVersion, state, vulnerabilities } of groups) {
        for (const vulnerability of vulnerabilities) {
          const { id, epss, cvss } = vulnerability;
          const { facts, deadline, shown } = decide(state, fixedVersion !== null, vulnerability);
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
      for (const { id, facts } of vulnerabilities) if (unpackFacts(facts).listed) ids.add(id);
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

type Decide = (state: FindingState, hasFix: boolean, vulnerability: StandingVulnerability) => Decision;

/** Remembers decisions by all that they depend on: thousands of vulnerabilities come to some hundreds. */
function decisions({ policy, exposure, released, today }: Dating): Decide {
  const known = new Map<string, Decision>();
  return (state, hasFix, { facts: packed, published, announced }) => {
    // No fix for a release is older than the release.
    const since =
      hasFix && published !== '' && !announced && released !== undefined && released > published ? released : published;
    const key = `${state}${hasFix ? since : '-'}${packed}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    const facts = unpackFacts(packed);
    const context = {
      ...standIns(facts),
      exposure,
      state,
      fixedVersion: hasFix ? '' : null,
      fixPublished: since === '' ? undefined : since,
    };
    const deadline = { ...decideDeadline(policy, context, today), reasons: [] };
    const decision = { facts, deadline, shown: deadlineShown(deadline, today) };
    known.set(key, decision);
    return decision;
  };
}
