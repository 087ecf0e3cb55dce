// Tests how operating systems are read from `--os` and from purls.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { distributionOf, parseOperatingSystem } from './operating-system.ts';

const reasonOf = (text: string): string => {
  const reading = parseOperatingSystem(text);
  return reading.ok ? 'accepted' : reading.reason;
};

describe('--os', () => {
  it.each([
    ['debian:12', { id: 'debian', version: '12' }],
    ['debian:bookworm', { id: 'debian', version: '12' }],
    ['debian:sid', { id: 'debian', version: 'unstable' }],
    ['ubuntu:jammy', { id: 'ubuntu', version: '22.04' }],
    ['Alma:9.4', { id: 'almalinux', version: '9.4' }],
    ['redhat:9', { id: 'rhel', version: '9' }],
    ['alpine:v3.19', { id: 'alpine', version: '3.19' }],
    ['alpine:edge', { id: 'alpine', version: 'edge' }],
    ['arch', { id: 'arch', version: '' }],
    ['ubuntu:22.04+esm-apps', { id: 'ubuntu', version: '22.04', subscriptions: ['esm-apps'] }],
    ['ubuntu:22.04+esm-infra+esm-apps', { id: 'ubuntu', version: '22.04', subscriptions: ['esm-apps', 'esm-infra'] }],
    ['ubuntu:22.04+pro', { id: 'ubuntu', version: '22.04', subscriptions: ['esm-apps', 'esm-infra'] }],
    ['rhel:9.2+EUS', { id: 'rhel', version: '9.2', subscriptions: ['eus'] }],
  ])('%s is read', (text, os) => {
    expect(parseOperatingSystem(text)).toEqual({ ok: true, os });
  });

  it('offers the likely meaning when the colon is missing', () => {
    expect(reasonOf('debian12')).toContain('debian:12');
    expect(reasonOf('alma-9.4')).toContain('almalinux:9.4');
  });

  it('says what to write when the version is missing or no version', () => {
    expect(reasonOf('debian')).toContain('debian:VERSION');
    expect(reasonOf('debian:etch')).toContain('debian:12');
    expect(reasonOf('rhel:nine')).toContain('"nine"');
  });

  it('lists what is known when the system or the subscription is not', () => {
    expect(reasonOf('beos:5')).toMatch(/beos.*debian.*windows/);
    expect(reasonOf('ubuntu:22.04+eus')).toMatch(/\+eus.*\+esm-infra.*\+pro/);
    expect(reasonOf('debian:12+pro')).toContain('takes none');
  });

  it('never throws and always answers', () => {
    const near = fc.stringMatching(/^[a-z]{0,9}[-:+]?[0-9a-z.]{0,6}(\+[a-z-]{0,9}){0,3}$/);
    fc.assert(
      fc.property(fc.oneof(fc.string(), near), (text) => {
        const reading = parseOperatingSystem(text);
        expect(reading.ok ? reading.os.id : reading.reason).toMatch(/\w/);
      }),
    );
  });

  it('reads a hostile long string at once', () => {
    const started = performance.now();
    expect(parseOperatingSystem(`a${'-'.repeat(200_000)}:`).ok).toBe(false);
    expect(parseOperatingSystem(`debian:12${'+a'.repeat(100_000)}!`).ok).toBe(false);
    expect(performance.now() - started).toBeLessThan(500);
  });
});

describe('the distribution a purl names', () => {
  it.each([
    ['debian', 'debian-12', 'debian', '12'],
    ['debian', 'debian-12.5', 'debian', '12.5'],
    ['debian', 'bookworm', 'debian', '12'],
    ['debian', 'debian-bookworm', 'debian', '12'],
    ['ubuntu', 'esm-infra/focal', 'ubuntu', '20.04'],
    ['alpine', '3.19.1', 'alpine', '3.19.1'],
    ['alpine', 'alpine-edge', 'alpine', 'edge'],
    ['redhat', 'rhel-9.2', 'rhel', '9.2'],
    ['redhat', 'centos-7', 'centos', '7'],
    ['rocky-linux', 'rocky-linux-8-6-legacy', 'rocky', '8.6'],
    ['opensuse', 'opensuse-leap-15.6', 'opensuse-leap', '15.6'],
    ['amzn', 'amzn-2023', 'amzn', '2023'],
    ['debian', undefined, 'debian', ''],
    ['debian', 'mydistro-3', 'debian', ''],
    ['debian', 'debian-sid', 'debian', 'unstable'],
  ])('in %s with distro=%s is %s "%s"', (namespace, distro, id, version) => {
    expect(distributionOf(namespace, distro)).toEqual({ id, version });
  });

  it('is none where neither the namespace nor the qualifier is known', () => {
    expect(distributionOf('acme', 'acme-1')).toBeUndefined();
    expect(distributionOf(undefined, undefined)).toBeUndefined();
  });
});
