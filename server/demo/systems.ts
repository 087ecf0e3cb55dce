// The operating systems of the demo's machines, and how each writes the versions of what it builds.
import type { OperatingSystem } from '@suture/core/packages/package.ts';
import type { LifecycleRow } from '@suture/feeds/feed.ts';

export type SystemName = 'debian12' | 'debian11' | 'ubuntu2404' | 'alma9' | 'alpine320' | 'windows2022';

export interface DemoSystem {
  readonly os: OperatingSystem;
  readonly ecosystem: string;
  readonly adapter: string;
  readonly arch: string;
  /** Where its security updates come from. */
  readonly channel: string;
  readonly purl: string;
  readonly kernel: string;
  /** The version of a package after so many of its fixes. */
  readonly version: (upstream: string, fixes: number) => string;
}

const afterRevision =
  (between: string) =>
  (upstream: string, fixes: number): string =>
    fixes === 0 ? upstream : `${upstream}${between}${fixes}`;

export const SYSTEMS: Readonly<Record<SystemName, DemoSystem>> = {
  debian12: {
    os: { id: 'debian', version: '12', name: 'Debian GNU/Linux 12 (bookworm)' },
    ecosystem: 'Debian:12',
    adapter: 'apt',
    arch: 'amd64',
    channel: 'bookworm-security',
    purl: 'pkg:deb/debian',
    kernel: '6.1.0-28-amd64',
    version: afterRevision('+deb12u'),
  },
  debian11: {
    os: { id: 'debian', version: '11', name: 'Debian GNU/Linux 11 (bullseye)' },
    ecosystem: 'Debian:11',
    adapter: 'apt',
    arch: 'amd64',
    channel: 'bullseye-security',
    purl: 'pkg:deb/debian',
    kernel: '5.10.0-33-amd64',
    version: afterRevision('+deb11u'),
  },
  ubuntu2404: {
    os: { id: 'ubuntu', version: '24.04', name: 'Ubuntu 24.04 LTS' },
    ecosystem: 'Ubuntu:24.04',
    adapter: 'apt',
    arch: 'amd64',
    channel: 'noble-security',
    purl: 'pkg:deb/ubuntu',
    kernel: '6.8.0-49-generic',
    version: afterRevision('ubuntu0.'),
  },
  alma9: {
    os: { id: 'almalinux', version: '9.5', name: 'AlmaLinux 9.5 (Teal Serval)' },
    ecosystem: 'AlmaLinux:9',
    adapter: 'dnf',
    arch: 'x86_64',
    channel: 'baseos',
    purl: 'pkg:rpm/almalinux',
    kernel: '5.14.0-503.11.1.el9_5.x86_64',
    version: (upstream, fixes) => `${upstream.replace(/-\d+$/, '')}-${10 + fixes}.el9_5`,
  },
  alpine320: {
    os: { id: 'alpine', version: '3.20', name: 'Alpine Linux v3.20' },
    ecosystem: 'Alpine:v3.20',
    adapter: 'apk',
    arch: 'x86_64',
    channel: 'main',
    purl: 'pkg:apk/alpine',
    kernel: '6.6.60-0-lts',
    version: (upstream, fixes) => `${upstream.replace(/^\d+:/, '').replace(/-\d+$/, '')}-r${fixes}`,
  },
  windows2022: {
    os: { id: 'windows', version: '10.0.20348', name: 'Windows Server 2022' },
    ecosystem: 'Windows',
    adapter: 'windows-update',
    arch: 'amd64',
    channel: 'Windows Update',
    purl: 'pkg:generic/microsoft',
    kernel: '10.0.20348',
    version: (_upstream, fixes) => `10.0.20348.${2800 + fixes * 40}`,
  },
};

const release = (
  product: string,
  name: string,
  label: string,
  endOfLife: string,
  endOfExtended?: string,
): LifecycleRow => ({
  product,
  label,
  release: name,
  released: undefined,
  endOfLife,
  endOfExtended,
  extendedName: endOfExtended === undefined ? undefined : 'long-term support',
  latest: undefined,
  identifiers: [],
  note: undefined,
});

/** Support dates, so many days from now: one system is past them, one is near. */
export function supportDates(day: (fromNow: number) => string): readonly LifecycleRow[] {
  return [
    release('debian', '12', 'Debian 12 (Bookworm)', day(560), day(1_300)),
    release('debian', '11', 'Debian 11 (Bullseye)', day(-150), day(-20)),
    release('ubuntu', '24.04', 'Ubuntu 24.04 LTS', day(880), day(2_700)),
    release('almalinux', '9', 'AlmaLinux 9', day(2_000)),
    release('alpine-linux', '3.20', 'Alpine Linux 3.20', day(45)),
    release('windows-server', '2022', 'Windows Server 2022', day(1_700)),
    release('firefox', '131', 'Firefox 131', day(-12)),
    release('firefox', '132', 'Firefox 132', day(16)),
  ];
}
