// Small signals for the tests of this folder.
import type { RiskContext } from './context.ts';
import type { RatedSignals } from './deadline.ts';

export const silence: RatedSignals = { exploited: undefined, epss: undefined, ssvc: undefined, cvss: [] };

export const inKev = { added: '2026-05-01', due: '2026-05-22', ransomware: false };

export function ssvc(
  exploitation: string,
  automatable: string,
  technicalImpact: string,
): NonNullable<RatedSignals['ssvc']> {
  return { exploitation, automatable, technicalImpact, date: '2026-04-30' };
}

export const worm = { vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', source: 'ghsa', score: 9.8 };
export const localLeak = { vector: 'CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:L/I:N/A:N', source: 'nvd', score: 3.3 };
export const oldWorm = { vector: 'AV:N/AC:L/Au:N/C:C/I:C/A:C', source: 'ubuntu', score: 10 };

/** A finding with a fix published on 2026-06-01, on an endpoint that faces the internet. */
export function contextWith(changed: Partial<RiskContext>): RiskContext {
  return {
    signals: silence,
    exposure: 'internet',
    state: 'affected',
    fixedVersion: '1.2-3',
    fixPublished: '2026-06-01',
    fixPublishedFrom: 'DSA-1-1',
    ...changed,
  };
}
