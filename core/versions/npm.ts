// npm package versions: SemVer with the limits of node-semver's strict reading (spaces around and a leading `v` are allowed).
import { compareDigits, reject } from './scheme.ts';
import type { Scheme } from './scheme.ts';
import { comparePrecedence, parseSemVer, withoutV } from './semver.ts';
import type { SemVer } from './semver.ts';

const LONGEST = 256;
const LARGEST = String(Number.MAX_SAFE_INTEGER);

/** Prerelease numbers above 2^53, where node-semver loses digits, are compared exactly. */
export const npm: Scheme<SemVer> = {
  name: 'npm',
  parse(text) {
    if (text.length > LONGEST) return reject(`it is longer than ${LONGEST} characters`);
    const parsed = parseSemVer(withoutV(text.trim()));
    if (parsed.ok && parsed.version.numbers.some((number) => compareDigits(number, LARGEST) > 0)) {
      return reject(`a number is over ${LARGEST}`);
    }
    return parsed;
  },
  compare: comparePrecedence,
};
