// Reads CycloneDX JSON. Source: https://cyclonedx.org/docs/1.6/json/
import { distributionOf } from '@suture/core/packages/operating-system.ts';
import type { OperatingSystem } from '@suture/core/packages/package.ts';
import { quote } from './collection.ts';
import { isRecord, type JsonRecord, recordsIn, strangersIn, textIn } from './json.ts';
import { collectSbom, type SbomComponent, type SbomReading } from './sbom-component.ts';

const knownVersions: ReadonlySet<string> = new Set(['1.2', '1.3', '1.4', '1.5', '1.6', '1.7']);

/** What is no installed software unless a purl says so. */
const otherTypes: ReadonlySet<string> = new Set([
  'container',
  'cryptographic-asset',
  'data',
  'file',
  'machine-learning-model',
  'operating-system',
]);

/** Components at any depth; the subject itself when a feed covers it. An unknown spec version is read and named. */
export function readCycloneDx(document: JsonRecord, given: OperatingSystem | undefined): SbomReading {
  const specVersion = textIn(document.specVersion) ?? 'of no version';
  const metadata = isRecord(document.metadata) ? document.metadata : {};
  const subject = isRecord(metadata.component) ? metadata.component : undefined;
  const all = flatten([...(subject ? recordsIn(subject.components) : []), ...recordsIn(document.components)]);
  const system = [...(subject ? [subject] : []), ...all].find((one) => one.type === 'operating-system');
  const named = system && distributionOf(textIn(system.name), textIn(system.version));
  const os = given ?? named;
  const found = collectSbom(os);
  if (!knownVersions.has(specVersion)) {
    found.problem(
      `CycloneDX ${quote(specVersion)} is not a version known here (1.2 to 1.7); it was read as if it were`,
    );
  }
  if (system && named === undefined && given === undefined) {
    found.problem(`the operating system ${quote(textIn(system.name) ?? '')} is not known here; name it with --os`);
  }
  const strangers = [document, subject, ...all].reduce((count, one) => count + strangersIn(one?.components), 0);
  if (strangers > 0) found.problem(`${strangers} entries under "components" are no components`);
  if (subject && textIn(subject.purl) && !otherTypes.has(textIn(subject.type) ?? '')) all.unshift(subject);
  for (const component of all) {
    const read = componentOf(component);
    if (read && !found.add(read)) break;
  }
  const format = `CycloneDX ${specVersion}`;
  return { inventory: found.finish(format), system: os ?? found.release(), format };
}

/** All components in document order. A list of work instead of recursion: nesting is as deep as the writer likes. */
function flatten(top: readonly JsonRecord[]): JsonRecord[] {
  const all: JsonRecord[] = [];
  const waiting = top.toReversed();
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    all.push(next);
    if (next.components !== undefined) for (const child of recordsIn(next.components).toReversed()) waiting.push(child);
  }
  return all;
}

function componentOf(component: JsonRecord): SbomComponent | undefined {
  const purl = textIn(component.purl);
  const version = textIn(component.version);
  const properties = propertiesOf(component);
  if (purl === undefined && otherTypes.has(textIn(component.type) ?? '')) return undefined;
  // Trivy lists each lock file as an application that holds the packages.
  if (purl === undefined && version === undefined && properties.has('aquasecurity:trivy:Class')) return undefined;
  return {
    name: textIn(component.name),
    group: textIn(component.group),
    version,
    purls: purl === undefined ? [] : [purl],
    source: sourceOf(properties),
  };
}

function propertiesOf(component: JsonRecord): ReadonlyMap<string, string> {
  const properties = new Map<string, string>();
  for (const { name, value } of recordsIn(component.properties)) {
    const text = textIn(value);
    if (typeof name === 'string' && text !== undefined && !properties.has(name)) properties.set(name, text);
  }
  return properties;
}

/** Trivy and syft write a distribution package's source beside the purl. */
function sourceOf(properties: ReadonlyMap<string, string>): SbomComponent['source'] {
  const trivy = (key: string): string | undefined => properties.get(`aquasecurity:trivy:${key}`);
  const name = trivy('SrcName');
  if (name !== undefined) {
    const release = trivy('SrcRelease');
    const epoch = trivy('SrcEpoch');
    const bare = trivy('SrcVersion');
    const version = bare && `${epoch && epoch !== '0' ? `${epoch}:` : ''}${bare}${release ? `-${release}` : ''}`;
    return { name, version };
  }
  const syft = properties.get('syft:metadata:source') ?? properties.get('syft:metadata:originPackage');
  return syft === undefined ? undefined : { name: syft, version: properties.get('syft:metadata:sourceVersion') };
}
