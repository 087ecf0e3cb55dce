// Python package versions (PEP 440), read and ordered as the packaging library does.
import {
  accept,
  compareDigits,
  compareLists,
  compareNumbers,
  compareText,
  endOfDigits,
  isDigits,
  reject,
  unusable,
  withoutLeadingZeros,
} from './scheme.ts';
import type { Order, Parsed, Scheme } from './scheme.ts';

export interface Pep440Version {
  readonly epoch: string;
  /** The release numbers without zeros at the end. */
  readonly release: readonly string[];
  /** A final release has the phase `final`; one with only a `dev` number comes before every prerelease. */
  readonly phase: number;
  readonly phaseNumber: string;
  readonly post: string | undefined;
  readonly dev: string | undefined;
  readonly local: readonly string[] | undefined;
}

const PHASES = { dev: 0, a: 1, b: 2, rc: 3, final: 4 };

const PHASE_OF: Readonly<Record<string, number>> = {
  a: PHASES.a,
  alpha: PHASES.a,
  b: PHASES.b,
  beta: PHASES.b,
  c: PHASES.rc,
  rc: PHASES.rc,
  pre: PHASES.rc,
  preview: PHASES.rc,
};

// Groups: 1 prerelease word, 2 its number, 3 the number of `-1`, 4 post word, 5 its number, 6 dev, 7 its number.
const AFTER_RELEASE =
  /^(?:[-_.]?(alpha|beta|preview|pre|a|b|c|rc)[-_.]?([0-9]*))?(?:-([0-9]+)|[-_.]?(post|rev|r)[-_.]?([0-9]*))?(?:[-_.]?(dev)[-_.]?([0-9]*))?$/;

function parse(text: string): Parsed<Pep440Version> {
  const trimmed = text.trim().toLowerCase();
  const why = unusable(trimmed);
  if (why !== undefined) return reject(why);

  const plus = trimmed.indexOf('+');
  const local = plus < 0 ? undefined : trimmed.slice(plus + 1).split(/[-_.]/);
  if (local !== undefined && !local.every((part) => /^[a-z0-9]+$/.test(part))) {
    return reject('the local version after "+" has an empty or malformed part');
  }
  let at = trimmed.startsWith('v') ? 1 : 0;
  const epochEnd = endOfDigits(trimmed, at);
  let epoch = '';
  if (epochEnd > at && trimmed[epochEnd] === '!') {
    epoch = trimmed.slice(at, epochEnd);
    at = epochEnd + 1;
  }
  const release: string[] = [];
  for (;;) {
    const end = endOfDigits(trimmed, at);
    if (end === at) break;
    release.push(withoutLeadingZeros(trimmed.slice(at, end)));
    at = end;
    if (trimmed[at] !== '.' || endOfDigits(trimmed, at + 1) === at + 1) break;
    at++;
  }
  if (release.length === 0) return reject('it has no release number where one is needed');
  while (release.at(-1) === '') release.pop();

  const rest = trimmed.slice(at, plus < 0 ? undefined : plus);
  const match = AFTER_RELEASE.exec(rest);
  if (match === null) return reject(`"${shorten(rest)}" after the release is not a prerelease, post or dev part`);
  const [, word, phaseNumber, implicitPost, postWord, postNumber, devWord, devNumber] = match;
  const post = implicitPost ?? (postWord === undefined ? undefined : (postNumber ?? ''));
  const dev = devWord === undefined ? undefined : (devNumber ?? '');
  const final = dev !== undefined && post === undefined ? PHASES.dev : PHASES.final;
  const phase = word === undefined ? final : (PHASE_OF[word] ?? final);
  return accept({ epoch, release, phase, phaseNumber: phaseNumber ?? '', post, dev, local });
}

const shorten = (text: string): string => (text.length > 40 ? `${text.slice(0, 40)}…` : text);

function compare(a: Pep440Version, b: Pep440Version): Order {
  return (
    compareDigits(a.epoch, b.epoch) ||
    compareLists(a.release, b.release, compareDigits) ||
    compareNumbers(a.phase, b.phase) ||
    compareDigits(a.phaseNumber, b.phaseNumber) ||
    compareOptional(a.post, b.post, -1) ||
    compareOptional(a.dev, b.dev, 1) ||
    compareLocal(a.local, b.local)
  );
}

/** Where only one side has the number, the side without it is `missing` against it. */
function compareOptional(a: string | undefined, b: string | undefined, missing: 1 | -1): Order {
  if (a === undefined || b === undefined) return a === b ? 0 : a === undefined ? missing : missing === 1 ? -1 : 1;
  return compareDigits(a, b);
}

function compareLocal(a: readonly string[] | undefined, b: readonly string[] | undefined): Order {
  if (a === undefined || b === undefined) return a === b ? 0 : a === undefined ? -1 : 1;
  return compareLists(a, b, compareLocalParts);
}

/** Numbers are above words. */
function compareLocalParts(a: string, b: string): Order {
  const numeric = isDigits(a);
  if (numeric !== isDigits(b)) return numeric ? 1 : -1;
  return (numeric ? compareDigits : compareText)(a, b);
}

export const pep440: Scheme<Pep440Version> = { name: 'pep440', parse, compare };
