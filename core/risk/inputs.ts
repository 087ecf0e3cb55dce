// Answers BOD 26-04's four questions and EPSS from what is known, deriving and saying so where the source is silent.
import type { RiskData } from './context.ts';
import { readVectors } from './cvss-vector.ts';
import type { Exposure, RatedSignals, Reason } from './deadline.ts';
import { answer, ordinal, percent, reason } from './reasons.ts';
import type { Answer, Impact, YesNo } from './reasons.ts';

/**
 * Without SSVC and without a vector, an attack counts as automatable from this EPSS probability on (someone is
 * expected to try within 30 days). About one CVE in twenty reaches it.
 */
const automatableFromEpss = 0.1;

/** Listed in KEV: yes. Else SSVC says `active`: yes, derived. Else no, which is derived too where there is no KEV data. */
export function readExploited({ exploited, ssvc }: RatedSignals, data: RiskData = {}): Answer<YesNo> {
  if (exploited !== undefined) {
    const source = exploited.ransomware ? 'KEV, used in ransomware campaigns' : 'KEV';
    return answer('exploited', 'yes', { source, date: exploited.added });
  }
  const exploitation = ssvc?.exploitation.toLowerCase();
  if (exploitation === 'active') {
    const derived = 'not listed in KEV, but SSVC calls exploitation active';
    return answer('exploited', 'yes', { source: 'Vulnrichment', date: ssvc?.date, derived });
  }
  if (data.kev === null) {
    return answer('exploited', 'no', {
      source: 'nobody',
      derived: 'no KEV data here: nothing says it is exploited',
    });
  }
  const source = exploitation === 'poc' ? 'not in KEV; Vulnrichment: proof of concept public' : 'not in KEV';
  return answer('exploited', 'no', { source, date: data.kev });
}

/** CISA's own due date, listed beside the decision; the policy's table decides. */
export function readKevDue({ exploited }: RatedSignals): Reason | undefined {
  if (exploited?.due === undefined) return undefined;
  return reason('exploited', `KEV asks for ${exploited.due}`, {
    source: 'KEV (listed only: the policy decides)',
    date: exploited.added,
  });
}

export function readExposed(exposure: Exposure): Answer<YesNo> {
  if (exposure === 'internal') return answer('exposed', 'no', { source: 'endpoint' });
  const derived = exposure === 'internet' ? undefined : 'exposure unknown: counts as internet';
  return answer('exposed', 'yes', { source: 'endpoint', derived });
}

/** SSVC; else yes when any vector needs nobody's help; else EPSS of 10 % or more; else, nothing being known, yes. */
export function readAutomatable({ ssvc, cvss, epss }: RatedSignals, data: RiskData = {}): Answer<YesNo> {
  const said = ssvc?.automatable.toLowerCase();
  if (said === 'yes' || said === 'no') return answer('automatable', said, { source: 'Vulnrichment', date: ssvc?.date });
  const vectors = readVectors(cvss);
  const decisive = vectors.find(({ read }) => read.automatable) ?? vectors[0];
  if (decisive !== undefined) {
    const { given, read } = decisive;
    return answer('automatable', read.automatable ? 'yes' : 'no', {
      source: `CVSS (${given.source})`,
      derived: `no SSVC; from ${read.base}`,
    });
  }
  if (epss === undefined) {
    return answer('automatable', 'yes', {
      source: 'nobody',
      derived: 'no SSVC, CVSS or EPSS: the safe side',
    });
  }
  const likely = epss.score >= automatableFromEpss;
  return answer('automatable', likely ? 'yes' : 'no', {
    source: 'EPSS',
    date: data.epss,
    derived: `no SSVC or CVSS; ${percent(epss.score)} is ${likely ? 'at least' : 'below'} ${percent(automatableFromEpss)}`,
  });
}

/** SSVC; else total when any vector gives the attacker everything; else partial, also where nothing is known. */
export function readImpact({ ssvc, cvss }: RatedSignals): Answer<Impact> {
  const said = ssvc?.technicalImpact.toLowerCase();
  if (said === 'total' || said === 'partial')
    return answer('impact', said, { source: 'Vulnrichment', date: ssvc?.date });
  const vectors = readVectors(cvss);
  const decisive = vectors.find(({ read }) => read.totalImpact) ?? vectors[0];
  if (decisive === undefined) {
    return answer('impact', 'partial', {
      source: 'nobody',
      derived: 'no SSVC or CVSS: partial, as four in five are',
    });
  }
  const { given, read } = decisive;
  return answer('impact', read.totalImpact ? 'total' : 'partial', {
    source: `CVSS (${given.source})`,
    derived: `no SSVC; from ${read.base}`,
  });
}

/** EPSS orders findings within a deadline, and stands in where SSVC and CVSS are silent. */
export function readEpss({ epss }: RatedSignals, data: RiskData = {}): Reason {
  if (epss === undefined) {
    return reason('epss', 'unknown', {
      source: data.epss === null ? 'no EPSS data here' : 'EPSS',
      date: data.epss,
    });
  }
  const value = `${percent(epss.score)} (${ordinal(epss.percentile)} percentile)`;
  return reason('epss', value, { source: 'EPSS', date: data.epss });
}
