// One element of an OSV record's `affected`, in the words of our own advisory.
import type { Affected, VendorNotes } from '@suture/core/advisories/advisory.ts';
import { parseUbuntuEcosystem } from '@suture/core/packages/ubuntu-releases.ts';
import { field, text, texts } from '../json/read.ts';
import { baseEcosystem, enumeratesItsRanges } from './ecosystems.ts';
import { isModuleBuild } from './modules.ts';
import { normalizeRanges } from './ranges.ts';
import { debianNotes, rockyNotes, rustNotes, ubuntuNotes } from './vendor-notes.ts';

const MAX_NAME = 500;

export interface AffectedContext {
  /** The archive's ecosystem: others' packages in the same record belong to other archives. */
  readonly ecosystem: string;
  /** The module streams the record's summary names. */
  readonly streams: readonly string[];
  readonly problem: (what: string) => void;
}

/**
 * Reads one element: nothing for another ecosystem, for a package that is said not to be affected, and for what cannot
 * be read; several where the module stream is one of several named.
 *
 * GHSA's `last_known_affected_version_range` is left out on purpose: it is what was known at the time of writing of a
 * flaw without a fix, and OSV's range (everything since `introduced`) is the statement.
 */
export function normalizeAffected(affected: unknown, context: AffectedContext): readonly Affected[] {
  const pkg = field(affected, 'package');
  const ecosystem = text(field(pkg, 'ecosystem'));
  if (ecosystem === undefined) {
    // Without a package it is about a repository's commits, which no inventory has.
    if (pkg !== undefined) context.problem('an affected package has no ecosystem');
    return [];
  }
  if (baseEcosystem(ecosystem) !== context.ecosystem) return [];
  const name = text(field(pkg, 'name'));
  if (name === undefined || name.length > MAX_NAME || ecosystem.length > MAX_NAME) {
    context.problem(`an affected package of ${ecosystem.slice(0, 100)} has no usable name`);
    return [];
  }
  const listed = texts(field(affected, 'versions'));
  const ranges = normalizeRanges(field(affected, 'ranges'), listed.length > 0, context.problem);
  if (ranges.length === 0 && listed.length === 0) {
    context.problem(`nothing says which versions of ${name} are affected`);
    return [];
  }
  const redundant = enumeratesItsRanges.has(context.ecosystem) && ranges.some((range) => range.events.length > 0);
  const place = placeOf(affected, ecosystem, context.ecosystem);
  if (place.vendor.state === 'not-affected') return [];
  const base = { ecosystem: place.ecosystem, name, ranges, versions: redundant ? [] : listed };
  if (context.streams.length === 0 || !isModular(base)) return [{ ...base, vendor: place.vendor }];
  return context.streams.map((module) => ({ ...base, vendor: { ...place.vendor, module } }));
}

const isModular = ({ ranges }: Pick<Affected, 'ranges'>): boolean =>
  ranges.some((range) => range.events.some((event) => 'fixed' in event && isModuleBuild(event.fixed)));

function placeOf(affected: unknown, ecosystem: string, base: string): { ecosystem: string; vendor: VendorNotes } {
  switch (base) {
    case 'Debian':
      return { ecosystem, vendor: debianNotes(affected) };
    case 'Ubuntu': {
      const ubuntu = parseUbuntuEcosystem(ecosystem);
      if (ubuntu === undefined) return { ecosystem, vendor: {} };
      return { ecosystem: `Ubuntu:${ubuntu.release}`, vendor: ubuntuNotes(affected, ubuntu) };
    }
    case 'Rocky Linux':
      return { ecosystem, vendor: rockyNotes(affected) };
    case 'crates.io':
      return { ecosystem, vendor: rustNotes(affected) };
    default:
      return { ecosystem, vendor: {} };
  }
}
