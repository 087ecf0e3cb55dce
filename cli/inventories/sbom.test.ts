// Tests bills of materials as trivy, syft, GitHub and hostile writers make them.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readSbom } from './sbom.ts';

const cyclonedx = (document: object): string =>
  JSON.stringify({ bomFormat: 'CycloneDX', specVersion: '1.6', version: 1, ...document });
const spdx = (document: object): string =>
  JSON.stringify({ spdxVersion: 'SPDX-2.3', SPDXID: 'SPDXRef-DOCUMENT', ...document });
const purlReference = (purl: string): object => ({
  referenceCategory: 'PACKAGE-MANAGER',
  referenceType: 'purl',
  referenceLocator: purl,
});

describe('a CycloneDX bill', () => {
  const image = cyclonedx({
    metadata: { component: { type: 'container', name: 'shop', purl: 'pkg:oci/shop@sha256:abc' } },
    components: [
      { type: 'operating-system', name: 'debian', version: '12.5' },
      {
        type: 'library',
        name: 'libssl3',
        version: '3.0.11-1~deb12u2',
        purl: 'pkg:deb/debian/libssl3@3.0.11-1~deb12u2?arch=amd64&distro=debian-12.5',
        properties: [
          { name: 'aquasecurity:trivy:SrcName', value: 'openssl' },
          { name: 'aquasecurity:trivy:SrcVersion', value: '3.0.11' },
          { name: 'aquasecurity:trivy:SrcRelease', value: '1~deb12u2' },
        ],
      },
      { type: 'library', name: 'tar', version: '1.34', purl: 'pkg:deb/debian/tar@1.34' },
      {
        type: 'application',
        name: 'package-lock.json',
        properties: [{ name: 'aquasecurity:trivy:Class', value: 'lang-pkgs' }],
        components: [
          { type: 'library', group: '@babel', name: 'core', version: '7.0.0', purl: 'pkg:npm/%40babel/core@7.0.0' },
        ],
      },
      { type: 'application', group: 'acme', name: 'agent', version: '3.1' },
      { type: 'file', name: '/usr/bin/tar' },
    ],
  });

  it('gives the system, the packages at any depth, and what no feed covers', () => {
    const reading = readSbom(image);
    expect(reading).toMatchObject({ format: 'CycloneDX 1.6', system: { id: 'debian', version: '12.5' } });
    expect(reading.inventory.problems).toEqual([]);
    expect(reading.inventory.packages.map((one) => [one.ecosystem, one.name, one.version])).toEqual([
      ['Debian:12', 'libssl3', '3.0.11-1~deb12u2'],
      ['Debian:12', 'tar', '1.34'],
      ['npm', '@babel/core', '7.0.0'],
      [undefined, 'agent', '3.1'],
    ]);
    expect(reading.inventory.packages[0]?.source).toEqual({ name: 'openssl', version: '3.0.11-1~deb12u2' });
  });

  it('prefers the system it is given for packages that name no release', () => {
    const reading = readSbom(image, { id: 'debian', version: '11' });
    expect(reading.system).toEqual({ id: 'debian', version: '11' });
    expect(reading.inventory.packages.map((one) => one.ecosystem).slice(0, 2)).toEqual(['Debian:12', 'Debian:11']);
  });

  it('gives the source as syft writes it, unless the purl has it', () => {
    const properties = [
      { name: 'syft:metadata:source', value: 'openssl' },
      { name: 'syft:metadata:sourceVersion', value: '3.0.0' },
    ];
    const { inventory } = readSbom(
      cyclonedx({
        components: [
          { type: 'library', name: 'a', purl: 'pkg:deb/debian/a@3.0.1?distro=debian-12', properties },
          { type: 'library', name: 'b', purl: 'pkg:deb/debian/b@3.0.1?distro=debian-12&upstream=other', properties },
        ],
      }),
    );
    expect(inventory.packages.map((one) => one.source)).toEqual([
      { name: 'openssl', version: '3.0.0' },
      { name: 'other', version: '3.0.1' },
    ]);
  });

  it('takes the system from the purls where all name the same one, and none where they differ', () => {
    const components = [{ purl: 'pkg:apk/alpine/a@1-r0?distro=3.19.1' }, { purl: 'pkg:npm/b@1.0.0' }];
    expect(readSbom(cyclonedx({ components })).system).toEqual({ id: 'alpine', version: '3.19.1' });
    const mixed = [...components, { purl: 'pkg:deb/debian/a@1?distro=debian-12' }];
    expect(readSbom(cyclonedx({ components: mixed })).system).toBeUndefined();
  });

  it('takes a Go module that syft wrote as a subpath by the name of its component', () => {
    const name = 'github.com/aws/aws-sdk-go-v2/service/s3';
    const { inventory } = readSbom(
      cyclonedx({
        components: [{ name, version: 'v1.30.0', purl: 'pkg:golang/github.com/aws/aws-sdk-go-v2@v1.30.0#service/s3' }],
      }),
    );
    expect(inventory.packages[0]).toMatchObject({ ecosystem: 'Go', name, version: '1.30.0' });
  });

  it('includes its subject where a feed covers it, and takes a version from beside the purl', () => {
    const subject = { type: 'library', name: 'lodash', version: '4.17.15', purl: 'pkg:npm/lodash' };
    expect(readSbom(cyclonedx({ metadata: { component: subject } })).inventory.packages).toMatchObject([
      { ecosystem: 'npm', name: 'lodash', version: '4.17.15' },
    ]);
  });

  it('lists a component once', () => {
    const one = { name: 'a', version: '1.0.0', purl: 'pkg:npm/a@1.0.0' };
    expect(readSbom(cyclonedx({ components: [one, { ...one, components: [one] }] })).inventory.packages).toHaveLength(
      1,
    );
  });

  it('is partial where a component has no version, a broken purl, or is no component', () => {
    const { inventory } = readSbom(
      cyclonedx({
        components: [
          { name: 'nginx' },
          { name: 'x', version: '2', purl: 'npm:x@2' },
          {},
          null,
          5,
          { purl: 'pkg:npm/a@1.0.0' },
        ],
      }),
    );
    expect(inventory.status).toBe('partial');
    expect(inventory.packages.map((one) => one.name)).toEqual(['x', 'a']);
    expect(inventory.problems).toEqual([
      expect.stringContaining('2 entries'),
      '"nginx" has no version',
      '"npm:x@2" does not begin with pkg:',
      'a component has no name',
    ]);
  });

  it('names a spec version and an operating system it does not know, and reads on', () => {
    const { inventory } = readSbom(
      cyclonedx({
        specVersion: '2.0',
        components: [{ type: 'operating-system', name: 'TempleOS' }, { purl: 'pkg:npm/a@1.0.0' }],
      }),
    );
    expect(inventory.packages).toHaveLength(1);
    expect(inventory.problems).toEqual([expect.stringContaining('"2.0"'), expect.stringContaining('"TempleOS"')]);
  });

  it('nested a hundred thousand deep is read like any other', () => {
    const depth = 100_000;
    const text = `{"bomFormat":"CycloneDX","specVersion":"1.5","components":${'[{"name":"a","version":"1","components":'.repeat(depth)}[{"purl":"pkg:npm/deep@1.0.0"}]${'}]'.repeat(depth)}}`;
    expect(readSbom(text).inventory.packages.map((one) => one.name)).toEqual(['a', 'deep']);
  });

  it('cannot reach the prototype of anything', () => {
    const { inventory } = readSbom(
      '{"bomFormat":"CycloneDX","specVersion":"1.6","__proto__":{"components":[{"purl":"pkg:npm/x@1"}]},"components":[{"__proto__":{"purl":"pkg:npm/y@1"}},{"purl":"pkg:npm/__proto__@1"}]}',
    );
    expect(inventory.packages.map((one) => one.name)).toEqual(['__proto__']);
    expect(Object.hasOwn(Object.prototype, 'purl')).toBe(false);
  });

  it('with objects where texts belong does not make the reader throw', () => {
    const odd = { toString: 1, valueOf: 1 };
    expect(
      readSbom(cyclonedx({ components: [{ type: odd, name: odd, version: odd, purl: odd }] })).inventory.status,
    ).toBe('failed');
    expect(readSbom(spdx({ packages: [{ primaryPackagePurpose: odd, name: odd }] })).inventory.status).toBe('failed');
  });

  it('without components is no patched machine', () => {
    expect(readSbom(cyclonedx({})).inventory).toMatchObject({
      status: 'failed',
      problems: [expect.stringContaining('not a patched machine')],
    });
  });
});

describe('an SPDX bill', () => {
  const document = {
    documentDescribes: ['SPDXRef-image'],
    packages: [
      { SPDXID: 'SPDXRef-image', name: 'shop', versionInfo: 'NOASSERTION' },
      { SPDXID: 'SPDXRef-os', name: 'alpine', versionInfo: '3.19.1', primaryPackagePurpose: 'OPERATING-SYSTEM' },
      {
        SPDXID: 'SPDXRef-1',
        name: 'busybox',
        versionInfo: '1.36.1-r15',
        externalRefs: [
          { referenceType: 'cpe23Type', referenceLocator: 'cpe:2.3:a' },
          purlReference('pkg:apk/alpine/busybox@1.36.1-r15'),
        ],
      },
      { SPDXID: 'SPDXRef-2', name: 'agent', versionInfo: '3.1' },
    ],
  };

  it('gives the system, the packages and what no feed covers, but not its own subject', () => {
    const reading = readSbom(spdx(document));
    expect(reading).toMatchObject({ format: 'SPDX-2.3', system: { id: 'alpine', version: '3.19.1' } });
    expect(reading.inventory).toMatchObject({ status: 'complete' });
    expect(reading.inventory.packages.map((one) => [one.ecosystem, one.name, one.version])).toEqual([
      ['Alpine:v3.19', 'busybox', '1.36.1-r15'],
      [undefined, 'agent', '3.1'],
    ]);
  });

  it('is read in the wrapping of GitHub, and with a byte order mark', () => {
    expect(readSbom(`\ufeff{"sbom":${spdx(document)}}`).inventory.packages).toHaveLength(2);
  });

  it('finds its subject by relationship, too', () => {
    const { documentDescribes: _, ...rest } = document;
    const relationships = [
      { spdxElementId: 'SPDXRef-DOCUMENT', relationshipType: 'DESCRIBES', relatedSpdxElement: 'SPDXRef-image' },
    ];
    expect(readSbom(spdx({ ...rest, relationships })).inventory.status).toBe('complete');
    expect(readSbom(spdx(rest)).inventory.problems).toEqual(['"shop" has no version']);
  });

  it('with NOASSERTION as version is partial, not version NOASSERTION', () => {
    const packages = [...document.packages, { name: 'curl', versionInfo: 'NOASSERTION' }];
    expect(readSbom(spdx({ packages, documentDescribes: ['SPDXRef-image'] })).inventory).toMatchObject({
      status: 'partial',
      problems: ['"curl" has no version'],
    });
  });

  it('of an unknown version is named and read on', () => {
    expect(readSbom(spdx({ ...document, spdxVersion: 'SPDX-2.9' })).inventory.problems).toEqual([
      expect.stringContaining('"SPDX-2.9"'),
    ]);
  });
});

describe('what is no bill', () => {
  it.each([
    ['', 'empty'],
    ['  \n', 'empty'],
    ['<?xml version="1.0"?><bom/>', 'XML'],
    ['SPDXVersion: SPDX-2.3\n', 'tag-value'],
    ['{"bomFormat":"CycloneDX","components":[{"na', 'cut short'],
    ['[]', 'not valid JSON'],
    ['{"a":1}', 'neither'],
    ['{"@context":"https://spdx.org/rdf/3.0.1/spdx-context.jsonld"}', 'SPDX 3'],
  ])('%j is refused with the reason', (text, reason) => {
    const reading = readSbom(text);
    expect(reading.inventory.status).toBe('failed');
    expect(reading.inventory.problems[0]).toContain(reason);
  });

  it('never makes a reader throw or an empty bill complete', () => {
    const value = fc.letrec((tie) => ({
      any: fc.oneof(
        { maxDepth: 4 },
        fc.constantFrom(
          null,
          1,
          'debian',
          'pkg:npm/a@1',
          'pkg:deb/debian/x@1?distro=debian-12',
          'NOASSERTION',
          'operating-system',
          '',
        ),
        tie('list'),
        tie('record'),
      ),
      list: fc.array(tie('any'), { maxLength: 4 }),
      record: fc.dictionary(
        fc.constantFrom(
          'components',
          'metadata',
          'component',
          'purl',
          'name',
          'version',
          'versionInfo',
          'type',
          'properties',
          'value',
          'packages',
          'externalRefs',
          'referenceType',
          'referenceLocator',
          '__proto__',
        ),
        tie('any'),
        { maxKeys: 6 },
      ),
    })).record;
    fc.assert(
      fc.property(value, fc.boolean(), (document, asSpdx) => {
        const { inventory } = readSbom(asSpdx ? spdx(document) : cyclonedx(document));
        expect(inventory.status === 'failed').toBe(inventory.packages.length === 0);
        expect(inventory.status === 'complete').toBe(inventory.problems.length === 0);
      }),
      { numRuns: 1000 },
    );
  });
});
