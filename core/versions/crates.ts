// crates.io versions: SemVer with the limits of Rust's semver crate (numbers fit in 64 bits, nothing before the first digit).
import { compareDigits, reject } from './scheme.ts';
import type { Scheme } from './scheme.ts';
import { comparePrecedence, parseSemVer } from './semver.ts';
import type { SemVer } from './semver.ts';

const LARGEST = '18446744073709551615';

export const crates: Scheme<SemVer> = {
  name: 'crates',
  parse(text) {
    const parsed = parseSemVer(text);
    if (parsed.ok && parsed.version.numbers.some((number) => compareDigits(number, LARGEST) > 0)) {
      return reject(`a number is over ${LARGEST}`);
    }
    return parsed;
  },
  compare: comparePrecedence,
};
