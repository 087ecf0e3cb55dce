// The number of the rules by which packages are judged.

/**
 * To be raised with every change of `core/matching`, `core/versions` or `core/advisories` that can give another finding for the same package and
 * the same advisories: servers then judge everything again.
 */
export const MATCHING_RULES = 1;
