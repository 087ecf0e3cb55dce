// Tests the CycloneDX output against the specification's own schema, and reads it back as an inventory.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readSbom } from '../inventories/sbom.ts';
import { cyclonedx } from './cyclonedx.ts';
import { finding, scan } from './exports.fixture.ts';

const library = createRequire(import.meta.url).resolve('@cyclonedx/cyclonedx-library/package.json');
const schema = (name: string): object =>
  JSON.parse(
    readFileSync(new URL(`res/schema/${name}.SNAPSHOT.schema.json`, pathToFileURL(library)), 'utf8'),
  ) as object;

const ajv = new Ajv({ strict: false, allErrors: true, formats: { 'iri-reference': true, 'idn-email': true } });
addFormats.default(ajv);
// The schemas name each other by the files they lie in, their ids by the files they are published as.
for (const name of ['spdx', 'jsf-0.82', 'cryptography-defs']) {
  ajv.addSchema({ ...schema(name), $id: `http://cyclonedx.org/schema/${name}.SNAPSHOT.schema.json` });
}
const validate = ajv.compile(schema('bom-1.6'));

const errorsOf = (bom: object): readonly object[] => (validate(bom) ? [] : (validate.errors ?? []));

interface Bom {
  readonly components: readonly { readonly 'bom-ref': string; readonly name: string }[];
  readonly vulnerabilities: readonly {
    readonly id: string;
    readonly recommendation: string;
    readonly published?: string;
    readonly ratings: readonly object[];
    readonly analysis: object;
    readonly affects: readonly { readonly ref: string }[];
    readonly properties: readonly object[];
  }[];
  readonly metadata: { readonly properties: readonly object[] };
  readonly compositions: readonly object[];
}
const bomOf = (...input: Parameters<typeof cyclonedx>): Bom => JSON.parse(cyclonedx(...input)) as Bom;

describe('the CycloneDX output', () => {
  it('is valid by the schema of CycloneDX 1.6', () => {
    expect(errorsOf(bomOf(scan()))).toEqual([]);
    expect(errorsOf({ ...bomOf(scan()), vulnerabilities: [{ ratings: [{ severity: 'terrible' }] }] })).not.toEqual([]);
  });

  it('is valid without findings and with a serial number', () => {
    const bom = bomOf(scan([]), { serialNumber: 'urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79' });
    expect(errorsOf(bom)).toEqual([]);
  });

  it('is valid whatever texts a finding has', () => {
    const text = fc.string({ unit: 'binary', maxLength: 20 });
    fc.assert(
      fc.property(text, text, text, text, fc.option(text), (id, name, version, purl, fixedVersion) => {
        const one = { purl, name, version, arch: null };
        const bom = bomOf(
          scan([finding({ id, package: one, fixedVersion, summary: name }), finding({ id: name, package: one })]),
        );
        expect(errorsOf(bom)).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  it('is the same text for the same scan', () => {
    expect(cyclonedx(scan())).toBe(cyclonedx(scan()));
    expect(cyclonedx(scan())).not.toContain('serialNumber');
  });

  it('groups the binary packages that one update fixes', () => {
    const bom = bomOf(scan());
    expect(bom.vulnerabilities.map(({ id, affects }) => [id, affects.length])).toEqual([
      ['GHSA-aaaa-bbbb-cccc', 1],
      ['CVE-2024-0001', 2],
    ]);
    const refs = bom.components.map((component) => component['bom-ref']);
    for (const { affects } of bom.vulnerabilities) for (const { ref } of affects) expect(refs).toContain(ref);
    expect(new Set(refs).size).toBe(refs.length);
  });

  it('says what to do, by when, and how sure anyone is', () => {
    const [unfixed, fixed] = bomOf(scan()).vulnerabilities;
    expect(fixed).toMatchObject({
      recommendation: 'Update openssl to 3.0.13-1 or later.',
      published: '2026-11-07T00:00:00Z',
      analysis: { state: 'exploitable', response: ['update'], detail: 'the tracker and the advisory differ' },
      ratings: [
        { score: 9.8, method: 'CVSSv31', severity: 'critical', source: { name: 'GHSA' } },
        { score: 0.42, method: 'other' },
      ],
    });
    expect(fixed?.properties).toContainEqual({ name: 'suture:due', value: '2026-11-10' });
    expect(fixed?.properties).toContainEqual({ name: 'suture:exploited-since', value: '2026-11-01' });
    expect(unfixed).toMatchObject({
      recommendation: 'The vendor will not fix it: mitigate, replace or remove the package.',
      analysis: { state: 'exploitable', response: ['will_not_fix'] },
      ratings: [{ severity: 'unknown' }],
    });
  });

  it('does not call a finding exploitable that nobody has judged', () => {
    const bom = bomOf(scan([finding({ state: 'unknown', fixedVersion: null })]));
    expect(bom.vulnerabilities[0]).toMatchObject({
      analysis: { state: 'in_triage' },
      affects: [{ versions: [{ status: 'unknown' }] }],
    });
  });

  it('says that its list is incomplete, what could not be known, and how old its sources are', () => {
    const bom = bomOf(scan());
    expect(bom.compositions).toEqual([{ aggregate: 'incomplete', assemblies: ['endpoint'] }]);
    expect(bom.metadata.properties).toContainEqual({
      name: 'suture:incomplete',
      value: '2 packages: no feed covers pkg:generic',
    });
    expect(JSON.stringify(bom.metadata.properties)).toContain(
      'osv:Debian, fetched 2026-11-02T00:00:00Z, upstream 2026-11-01, stale',
    );
  });

  it('is read back as an inventory with the same packages and system', () => {
    const reading = readSbom(cyclonedx(scan()));
    expect(reading.system).toEqual({ id: 'debian', version: '12' });
    expect(reading.inventory).toMatchObject({ status: 'complete' });
    expect(reading.inventory.packages.map((one) => [one.ecosystem, one.name, one.source.name])).toEqual([
      ['npm', '@a/b', '@a/b'],
      ['Debian:12', 'libssl3', 'openssl'],
      ['Debian:12', 'openssl', 'openssl'],
    ]);
  });
});
