// Ubuntu: the archive's fix is for everyone, a Pro pocket's (esm-apps, esm-infra) for machines that have that pocket.
import type { Candidate } from '../advisories/candidate.ts';
import type { OperatingSystem } from '../packages/package.ts';

export interface PocketOutcome {
  readonly candidate: Candidate;
  readonly fixedVersion: string | null;
  readonly affected: boolean;
}

/** `esm-apps` of `esm-apps/jammy`: every pocket but the plain archive (`jammy`) takes a subscription. */
const proPocket = (candidate: Candidate): string | undefined => /^([^/]+)\//.exec(candidate.vendor.pocket ?? '')?.[1];

/** `~esm1`, `+esm2`: versions that only Pro's pockets carry. */
export const isFromPro = (version: string): boolean => /[~+]esm\d/.test(version);

/** An installed version that only a Pro pocket builds shows that the machine has (had) it. */
export function hasPocket(pocket: string, version: string, system: OperatingSystem | undefined): boolean {
  const subscriptions = system?.subscriptions ?? [];
  return subscriptions.includes(pocket) || subscriptions.includes('pro') || (/^(?:esm|pro)/.test(pocket) && (isFromPro(version) || subscriptions.some((name) => name.startsWith('esm') && pocket === 'pro')));
}

/**
 * One vulnerability's outcomes over the pockets: what counts on this machine, and what Pro would change.
 * A pocket the machine has and that fixed it closes the vulnerability, whatever the plain archive still says.
 */
export function acrossPockets(
  outcomes: readonly PocketOutcome[],
  version: string,
  system: OperatingSystem | undefined,
): { readonly outcomes: readonly PocketOutcome[]; readonly note: string | undefined } {
  const mine = outcomes.filter(({ candidate }) => {
    const pocket = proPocket(candidate);
    return pocket === undefined || hasPocket(pocket, version, system);
  });
  if (mine.some(({ candidate, affected }) => !affected && proPocket(candidate) !== undefined)) {
    return { outcomes: [], note: undefined };
  }
  const affected = mine.filter((outcome) => outcome.affected);
  const withFix = affected.filter((outcome) => outcome.fixedVersion !== null);
  const pro = outcomes.find((outcome) => !mine.includes(outcome) && outcome.fixedVersion !== null);
  const note =
    withFix.length === 0 && pro !== undefined
      ? `fixed in ${pro.fixedVersion} with Ubuntu Pro (${proPocket(pro.candidate)}), which this machine does not have`
      : undefined;
  return { outcomes: withFix.length > 0 ? withFix : affected, note };
}
