// Reads SPDX 2 JSON. Source: https://spdx.github.io/spdx-spec/v2.3/
import { distributionOf } from '@suture/core/packages/operating-system.ts';
import type { OperatingSystem } from '@suture/core/packages/package.ts';
import { quote } from './collection.ts';
import { type JsonRecord, recordsIn, strangersIn, textIn } from './json.ts';
import { collectSbom, type SbomComponent, type SbomReading } from './sbom-component.ts';

const knownVersions: ReadonlySet<string> = new Set(['SPDX-2.1', 'SPDX-2.2', 'SPDX-2.3']);

/** What is no installed software unless a purl says so. */
const otherPurposes: ReadonlySet<string> = new Set(['ARCHIVE', 'CONTAINER', 'FILE', 'OPERATING-SYSTEM', 'SOURCE']);

/** `packages` with their `purl` references. An unknown spec version is read and named. */
export function readSpdx(document: JsonRecord, given: OperatingSystem | undefined): SbomReading {
  const format = textIn(document.spdxVersion) ?? 'SPDX';
  const packages = recordsIn(document.packages);
  const system = packages.find((one) => purposeOf(one) === 'OPERATING-SYSTEM');
  const named = system && distributionOf(textIn(system.name), stated(system.versionInfo));
  const os = given ?? named;
  const found = collectSbom(os);
  if (!knownVersions.has(format)) {
    found.problem(`${quote(format)} is not a version known here (SPDX-2.1 to SPDX-2.3); it was read as if it were`);
  }
  if (system && named === undefined && given === undefined) {
    found.problem(`the operating system ${quote(textIn(system.name) ?? '')} is not known here; name it with --os`);
  }
  const strangers = strangersIn(document.packages);
  if (strangers > 0) found.problem(`${strangers} entries under "packages" are no packages`);
  const described = describedBy(document);
  for (const one of packages) {
    const component = componentOf(one);
    // The scanned thing itself (an image, a directory) stands among its packages.
    const subject = packages.length > 1 && described.has(textIn(one.SPDXID) ?? '');
    if (component.purls.length === 0 && (subject || otherPurposes.has(purposeOf(one)))) continue;
    if (!found.add(component)) break;
  }
  return { inventory: found.finish(format), system: os ?? found.release(), format };
}

const purposeOf = (one: JsonRecord): string =>
  (textIn(one.primaryPackagePurpose) ?? '').toUpperCase().replaceAll('_', '-');

/** SPDX writes "nobody says" as NOASSERTION and "there is none" as NONE. */
function stated(value: unknown): string | undefined {
  const text = textIn(value);
  return text === 'NOASSERTION' || text === 'NONE' ? undefined : text;
}

function componentOf(one: JsonRecord): SbomComponent {
  const purls = recordsIn(one.externalRefs)
    .filter((reference) => /(^|\/)purl$/.test(textIn(reference.referenceType) ?? ''))
    .map((reference) => textIn(reference.referenceLocator))
    .filter((locator) => locator !== undefined);
  return { name: stated(one.name), group: undefined, version: stated(one.versionInfo), purls, source: undefined };
}

function describedBy(document: JsonRecord): ReadonlySet<string> {
  const listed = Array.isArray(document.documentDescribes) ? document.documentDescribes : [];
  const related = recordsIn(document.relationships)
    .filter((one) => one.relationshipType === 'DESCRIBES' && one.spdxElementId === 'SPDXRef-DOCUMENT')
    .map((one) => one.relatedSpdxElement);
  return new Set([...listed, ...related].filter((id) => typeof id === 'string'));
}
