// Tests the purl writer against packageurl-js, which reads back what it wrote.
import fc from 'fast-check';
import { PackageURL } from 'packageurl-js';
import { describe, expect, it } from 'vitest';
import { buildPurl } from './purl.ts';

describe('writing a purl', () => {
  it('gives the canonical text', () => {
    expect(
      buildPurl({
        type: 'deb',
        namespace: 'debian',
        name: 'libstdc++6',
        version: '1:12.2.0-14~deb12u1+b1',
        qualifiers: { distro: 'debian-12', arch: 'amd64', upstream: 'gcc-12@12.2.0', epoch: '', none: undefined },
      }),
    ).toBe(
      'pkg:deb/debian/libstdc%2B%2B6@1:12.2.0-14~deb12u1%2Bb1?arch=amd64&distro=debian-12&upstream=gcc-12%4012.2.0',
    );
  });

  it('encodes a scope, a space and marks that encodeURIComponent leaves', () => {
    expect(buildPurl({ type: 'npm', namespace: '@scope', name: "it's (a) name*!", subpath: 'a b/c' })).toBe(
      'pkg:npm/%40scope/it%27s%20%28a%29%20name%2A%21#a%20b/c',
    );
  });

  it('is read back by packageurl-js as the same parts, whatever they are', () => {
    const text = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
      .filter((part) => part.trim() === part && part !== '');
    const segment = text.filter((part) => !part.includes('/') && part.isWellFormed());
    fc.assert(
      fc.property(segment, segment, segment, (namespace, name, version) => {
        const [type, ...read] = PackageURL.parseString(buildPurl({ type: 'generic', namespace, name, version }));
        expect([type, ...read.slice(0, 3)]).toEqual(['generic', namespace, name, version]);
      }),
    );
  });

  it('does not throw on half a surrogate pair', () => {
    expect(buildPurl({ type: 'generic', name: 'a\ud800' })).toBe('pkg:generic/a%EF%BF%BD');
  });
});
