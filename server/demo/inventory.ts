// What a machine of the demo would say that it has, and that its channels offer: as sets of the protocol.
import { createHash } from 'node:crypto';
import { availableSet, type AvailableUpdate } from '@suture/core/packages/package-set-available.ts';
import { installedSet } from '@suture/core/packages/package-set-installed.ts';
import { encodeSet } from '@suture/core/packages/package-set.ts';
import type { Package } from '@suture/core/packages/package.ts';
import type { Beside } from './beside.ts';
import type { Cohort } from './fleet.ts';
import type { Software } from './software.ts';
import { SYSTEMS } from './systems.ts';

export interface Standing {
  readonly software: Software;
  /** How many of its fixes it has, and how many there are. */
  readonly has: number;
  readonly offered: number;
}

/** A section as it is reported. */
export interface EncodedSection {
  readonly adapter: string;
  readonly kind: 'installed' | 'available';
  readonly text: string;
  readonly digest: string;
}

/** What is installed, and what is offered in its place: of the system, and of what is beside it. */
export function sectionsOf(
  cohort: Cohort,
  stands: readonly Standing[],
  beside: readonly Beside[],
): readonly EncodedSection[] {
  const { adapter, purl, ecosystem, arch, channel, version: versionOf } = SYSTEMS[cohort.system];
  const installed: Package[] = [];
  const available: AvailableUpdate[] = [];
  for (const { software, has, offered } of stands) {
    const { source, upstream, megabytes } = software;
    const [version, candidate] = [has, offered].map((fixes) => versionOf(upstream[cohort.system] ?? '', fixes));
    if (version === undefined || candidate === undefined) continue;
    for (const name of software.packages) {
      const url = `${purl}/${encodeURIComponent(name)}@${encodeURIComponent(version)}`;
      installed.push({ purl: url, ecosystem, name, version, arch, source: { name: source, version } });
      if (offered <= has) continue;
      available.push({
        package: name,
        arch,
        source: { name: source, version: candidate },
        installed: version,
        candidate,
        origin: channel,
        security: { is: true, why: 'it comes from the security channel' },
        heldBack: undefined,
        bytes: megabytes * 1_000_000,
      });
    }
  }
  return [{ adapter, installed, available }, ...beside].flatMap(encoded);
}

function encoded({ adapter, installed, available }: Beside): readonly EncodedSection[] {
  const section = (kind: EncodedSection['kind'], text: string): EncodedSection => ({
    adapter,
    kind,
    text,
    digest: `sha256:${createHash('sha256').update(text).digest('hex')}`,
  });
  return [
    section('installed', encodeSet(installedSet, installed).text),
    ...(available === undefined ? [] : [section('available', encodeSet(availableSet, available).text)]),
  ];
}
