// One (advisory, package) statement as matching reads it: what a look-up by ecosystem and name returns.
import type { Range, VendorNotes } from './advisory.ts';

export interface Candidate {
  readonly advisory: string;
  readonly feed: string;
  readonly vulnerabilities: readonly string[];
  readonly aliases: readonly string[];
  /** `YYYY-MM-DD` of the record's publication, where stated. */
  readonly published: string | undefined;
  readonly ranges: readonly Range[];
  readonly versions: readonly string[];
  readonly vendor: VendorNotes;
}

/**
 * What one feed states on one package, arranged so that a scan reads only what can affect it: the statements "everything
 * before X" come highest X first, so the first that an installed version has passed ends the list.
 */
export interface CandidateList {
  /** Statements of any other shape; each must be looked at. */
  readonly always: readonly Candidate[];
  /** Decoded while iterated. */
  readonly byFix: Iterable<Candidate>;
}

/** X of "everything before X", null of "everything", undefined of a statement of any other shape. */
export function boundOf({ ranges, versions }: Pick<Candidate, 'ranges' | 'versions'>): string | null | undefined {
  const [range, anotherRange] = ranges;
  if (range === undefined || anotherRange !== undefined || versions.length > 0 || range.type === 'GIT')
    return undefined;
  const [first, second, third] = range.events;
  if (first === undefined || !('introduced' in first) || first.introduced !== '0' || third !== undefined)
    return undefined;
  if (second === undefined) return null;
  return 'fixed' in second ? second.fixed : undefined;
}

/**
 * The key under which an advisory's ecosystem is looked up: the release a machine runs.
 * Red Hat publishes by product and repository (`Red Hat:rhel_eus:9.2::baseos`); a machine is `Red Hat:9`, and the
 * product goes to `VendorNotes.stream`.
 */
export function ecosystemKey(ecosystem: string): { readonly key: string; readonly stream: string | undefined } {
  const redHat = /^Red Hat:((?:enterprise_linux|rhel)\w*:(\d+)(?:\.\d+)?)(?::|$)/.exec(ecosystem);
  if (redHat !== null) return { key: `Red Hat:${redHat[2]}`, stream: redHat[1] };
  return { key: ecosystem, stream: undefined };
}
