// What this machine says of itself: every adapter's sections as digests, the sets behind them, and the facts.
import { createHash } from 'node:crypto';
import type { Section } from '@suture/adapters/adapter.ts';
import type { Host } from '@suture/adapters/host.ts';
import { available, detect, inventory, loadAdapters } from '@suture/adapters/registry.ts';
import { availableSet, type AvailableUpdate } from '@suture/core/packages/package-set-available.ts';
import { installedSet } from '@suture/core/packages/package-set-installed.ts';
import { encodeSet, type SetFormat } from '@suture/core/packages/package-set.ts';
import type { OperatingSystem, Package } from '@suture/core/packages/package.ts';
import { LIST, TEXT } from '@suture/protocol/agent/limits.ts';
import type { ReportedSection } from '@suture/protocol/agent/section.ts';
import type { Digest } from '@suture/protocol/agent/text.ts';

export interface Report {
  readonly sections: readonly ReportedSection[];
  /** The canonical text of every set that a section names. */
  readonly sets: ReadonlyMap<Digest, string>;
}

/** Never throws; what could not be read is a failed section with its reasons. */
export async function report(host: Host, system: OperatingSystem): Promise<Report> {
  const sets = new Map<Digest, string>();
  const sections: ReportedSection[] = [];
  for (const adapter of await loadAdapters()) {
    // The running kernel is a fact about the machine, not a package that a feed could judge.
    if (adapter.name === 'kernel' || !(await detect(adapter, host)).present) continue;
    if (adapter.capabilities.includes('inventory')) {
      const read = await inventory(adapter, host, system);
      sections.push(sectionOf<Package>(adapter.name, installedSet, read, sets));
    }
    if (adapter.capabilities.includes('available')) {
      const read = await available(adapter, host, system);
      sections.push(sectionOf<AvailableUpdate>(adapter.name, availableSet, read, sets));
    }
  }
  return { sections, sets };
}

/** A section as the check-in has it; puts its set among `sets`. */
export function sectionOf<T>(
  adapter: string,
  format: SetFormat<T>,
  read: Section<T>,
  sets: Map<Digest, string>,
): ReportedSection {
  const { kind } = format;
  if (read.status === 'failed') return { adapter, kind, status: 'failed', problems: said(read.problems) };
  const { text, refused } = encodeSet(format, read.items);
  const digest = `sha256:${createHash('sha256').update(text).digest('hex')}` as Digest;
  sets.set(digest, text);
  const problems = [...read.problems, ...refused.map(({ why }) => `an entry cannot be reported: ${why}`)];
  if (read.status === 'complete' && problems.length === 0) return { adapter, kind, status: 'complete', digest };
  return { adapter, kind, status: 'partial', digest, problems: said(problems) };
}

/** The first problems, each as one bounded line; never none. */
function said(problems: readonly string[]): string[] {
  const lines = problems.map((text) =>
    text
      .replaceAll(/[\x00-\x1f\x7f]+/g, ' ')
      .trim()
      .slice(0, TEXT.reason)
      .toWellFormed(),
  );
  const filled = lines.filter((text) => text !== '');
  if (filled.length === 0) return ['no reason was given'];
  if (filled.length <= LIST.problemsOfSection) return filled;
  const shown = filled.slice(0, LIST.problemsOfSection - 1);
  return [...shown, `${filled.length - shown.length} more problems`];
}
