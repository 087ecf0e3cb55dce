// When a deployment must stop: a mixture sequential ratio that may be looked at after every outcome.

/** Outcomes so far and how many of them were failures. Offline, not applicable and failed prechecks are no outcomes. */
export interface Tally {
  readonly outcomes: number;
  readonly failures: number;
}

/** Failure rates the ratio looks for. */
const rates: readonly number[] = [0.03, 0.05, 0.1, 0.25, 0.5];

/** Evidence at which rings hold, and at which the deployment halts. */
export const holdAt = 20;
export const haltAt = 100;
/** The failure rate we live with, unless the fleet's own is known. */
export const usualRate = 0.01;

/** The trailing failure rate of the fleet as the gate may use it: 0.5 % to 3 %. */
export const acceptedRate = (trailing: number | undefined): number =>
  trailing === undefined || !Number.isFinite(trailing) ? usualRate : Math.min(0.03, Math.max(0.005, trailing));

/**
 * Natural logarithm of E = mean over q of (q/p0)^k ((1-q)/(1-p0))^(m-k). While the true rate is at most p0, E is a
 * non-negative supermartingale, so the chance that it ever reaches 1/a is at most a, however often one looks (Ville).
 * NaN for a tally that cannot be. Source: Lindon & Malek, arXiv 2011.03567.
 */
export function logEvidence({ outcomes, failures }: Tally, p0: number): number {
  if (!isTally({ outcomes, failures }) || !(p0 > 0 && p0 < 1)) return Number.NaN;
  const terms = rates.map((q) => failures * Math.log(q / p0) + (outcomes - failures) * Math.log((1 - q) / (1 - p0)));
  return logSum(terms) - Math.log(rates.length);
}

const isTally = ({ outcomes, failures }: Tally): boolean =>
  Number.isSafeInteger(outcomes) && Number.isSafeInteger(failures) && failures >= 0 && outcomes >= failures;

/** log(sum of e^x) without overflow. */
function logSum(logs: readonly number[]): number {
  const most = Math.max(...logs);
  return most === -Infinity ? most : most + Math.log(logs.reduce((sum, each) => sum + Math.exp(each - most), 0));
}

export type StopVerdict = 'go-on' | 'hold' | 'halt';

/** Evidence that is no number holds: a gate never opens on what it cannot read. */
export function stopVerdict(logE: number): StopVerdict {
  if (Number.isNaN(logE)) return 'hold';
  if (logE >= Math.log(haltAt)) return 'halt';
  return logE >= Math.log(holdAt) ? 'hold' : 'go-on';
}

/** The last outcome by which so many failures reach the verdict; undefined where they never do within `most` outcomes. */
export function reachedBy(
  failures: number,
  verdict: 'hold' | 'halt',
  p0 = usualRate,
  most = 100_000,
): number | undefined {
  const needed = Math.log(verdict === 'halt' ? haltAt : holdAt);
  const reaches = (outcomes: number): boolean => logEvidence({ outcomes, failures }, p0) >= needed;
  if (failures < 1 || !reaches(failures)) return undefined;
  // More outcomes with as many failures only weaken the evidence.
  let low = failures;
  let high = most + 1;
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (reaches(middle)) low = middle;
    else high = middle;
  }
  return low;
}

/**
 * Evidence over strata (system, package manager, hardware): half that of all outcomes together, half the mean of each
 * stratum's own. Both are supermartingales, and so is their mean; with one stratum it is that stratum's evidence.
 */
export function combinedLogEvidence(strata: readonly Tally[], p0: number): number {
  if (strata.length === 0) return 0;
  const all = strata.reduce(
    (sum, each) => ({ outcomes: sum.outcomes + each.outcomes, failures: sum.failures + each.failures }),
    { outcomes: 0, failures: 0 },
  );
  const mean = logSum(strata.map((each) => logEvidence(each, p0))) - Math.log(strata.length);
  return logSum([logEvidence(all, p0), mean]) - Math.log(2);
}
