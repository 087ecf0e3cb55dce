// Turns one entry of a bill of materials into a package, whatever the bill's format.
import type { Inventory, OperatingSystem, Package } from '@suture/core/packages/package.ts';
import { buildPurl } from '@suture/core/packages/purl.ts';
import { readPurl } from '@suture/core/packages/read-purl.ts';
import { collect, quote } from './collection.ts';

export interface SbomComponent {
  readonly name: string | undefined;
  readonly group: string | undefined;
  readonly version: string | undefined;
  readonly purls: readonly string[];
  /** What it is built from, where the bill says so outside of the purl. */
  readonly source: { readonly name: string; readonly version: string | undefined } | undefined;
}

export interface SbomReading {
  readonly inventory: Inventory;
  /** The system given, else the one the bill names, else the one that all its distribution packages name. */
  readonly system: OperatingSystem | undefined;
  /** `CycloneDX 1.6`, `SPDX-2.3`; undefined when it is neither. */
  readonly format: string | undefined;
}

export interface SbomCollection {
  /** `false` when there are too many packages and reading should stop. */
  add(component: SbomComponent): boolean;
  problem(text: string): void;
  finish(format: string): Inventory;
  /** The one release that every distribution package named; undefined when none did or they differ. */
  release(): OperatingSystem | undefined;
}

export function collectSbom(os: OperatingSystem | undefined): SbomCollection {
  const found = collect();
  const releases = new Map<string, OperatingSystem>();
  return {
    problem: (text) => found.problem(text),
    finish: (format) => found.finish(`the ${format} document`),
    release: () => (releases.size === 1 ? [...releases.values()][0] : undefined),
    add(component) {
      const { name, version, purls } = component;
      let refused: string | undefined;
      for (const purl of purls) {
        const reading = readPurl(purl, { os, name, version });
        if (reading.ok) {
          if (reading.os) releases.set(`${reading.os.id}:${reading.os.version}`, reading.os);
          return found.add(withSource(reading.package, component.source));
        }
        refused ??= `${quote(purl)} ${reading.reason}`;
      }
      if (refused !== undefined) found.problem(refused);
      if (name === undefined || version === undefined) {
        const lacks = name === undefined ? 'a component has no name' : `${quote(name)} has no version`;
        if (refused === undefined) found.problem(lacks);
        return true;
      }
      return found.add(unidentified(component, name, version));
    },
  };
}

function withSource(found: Package, source: SbomComponent['source']): Package {
  if (source === undefined || /[?&]upstream=/.test(found.purl)) return found;
  return { ...found, source: { name: source.name, version: source.version ?? found.source.version } };
}

/** Without a purl nobody can say which ecosystem it is of: it stays in the inventory as not covered. */
function unidentified(component: SbomComponent, name: string, version: string): Package {
  return {
    purl: buildPurl({ type: 'generic', namespace: component.group, name, version }),
    ecosystem: undefined,
    name,
    version,
    arch: undefined,
    source: { name, version },
  };
}
