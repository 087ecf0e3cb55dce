// rpm modularity: a module's build is fixed by builds of the same module stream only.
import type { Candidate } from '../advisories/candidate.ts';

/** `.module+el8.9.0+…`, `.module_el8.9.0+…`: how every rebuild of RHEL marks a module's release. */
const MODULE_BUILD = /\.module[+_]/;

const isModuleBuild = (version: string): boolean => MODULE_BUILD.test(version);

/** `label`: the package's MODULARITYLABEL, `nodejs:18:8060020220523160029:ad008a3a`, where the inventory has it. */
export function sameModule(
  version: string,
  label: string | undefined,
  candidates: readonly Candidate[],
): readonly Candidate[] {
  const isModular = label !== undefined || isModuleBuild(version);
  return candidates.filter((candidate) => {
    const fixes = fixedVersions(candidate);
    if (fixes.length === 0) return true;
    if (fixes.some(isModuleBuild) !== isModular) return false;
    return !isModular || isSameStream(version, label, candidate, fixes);
  });
}

/**
 * The label settles it. Without one only the version can tell streams apart: a module's main packages begin with their
 * stream's number (`php:7.4`, 7.4.33), the others are told apart by their first number alone.
 */
function isSameStream(
  version: string,
  label: string | undefined,
  candidate: Candidate,
  fixes: readonly string[],
): boolean {
  const [name, stream = ''] = (candidate.vendor.module ?? '').split(':');
  const [ownName, ownStream = ''] = (label ?? '').split(':');
  if (ownStream !== '' && stream !== '') return ownName === name && ownStream === stream;
  return fixes.some((fixed) => {
    const leading = numbersOf(fixed);
    const named = numbersOf(stream);
    const depth = named.length > 0 && named.every((number, place) => leading[place] === number) ? named.length : 1;
    const own = numbersOf(version);
    return leading.slice(0, depth).every((number, place) => own[place] === number);
  });
}

/** The numbers a version begins with, without epoch and release: 7, 4 and 33 of `0:7.4.33-1.module+el8`. */
const numbersOf = (version: string): readonly string[] =>
  /^(?:\d+:)?(\d+(?:\.\d+)*)/.exec(version)?.[1]?.split('.') ?? [];

const fixedVersions = (candidate: Candidate): readonly string[] =>
  candidate.ranges.flatMap((range) => range.events.flatMap((event) => ('fixed' in event ? [event.fixed] : [])));
