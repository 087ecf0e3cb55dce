// What there is to judge by without an advisory database: nothing but what endpoints pass on of changelogs.
import { WITHOUT_ADVISORIES } from '../store/advisory-generation.ts';
import type { Advisories } from './matching.ts';

/** Like no digest of statements, also not of none: whatever advisories come, all that was judged without is judged again. */
const NOT_ASKED = new Uint8Array(32);

/** Covers no ecosystem, so that nothing judged by it is clear of anything. Any advisories are later than it. */
export const withoutAdvisories: Advisories = {
  generation: () => ({ id: WITHOUT_ADVISORIES, asOf: '' }),
  statementDigests: (_ecosystem, names) => new Map(names.map((name) => [name, NOT_ASKED])),
  candidates: () => [],
  covers: () => false,
  signals: () => new Map(),
  advisories: () => new Map(),
  feeds: () => [],
  lifecycle: () => [],
};
