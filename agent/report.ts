// What this machine says of itself: every adapter's sections as digests, the sets behind them, and the facts.
import type { Adapter, Section } from '@suture/adapters/adapter.ts';
import { closedHomes } from '@suture/adapters/homes.ts';
import type { Host } from '@suture/adapters/host.ts';
import { available, detect, inventory, loadAdapters } from '@suture/adapters/registry.ts';
import { rememberingHost } from '@suture/adapters/remembering-host.ts';
import { type AvailableItem, availableSet } from '@suture/core/packages/package-set-available.ts';
import { installedSet } from '@suture/core/packages/package-set-installed.ts';
import { encodeSet, type SetFormat } from '@suture/core/packages/package-set.ts';
import type { OperatingSystem, Package } from '@suture/core/packages/package.ts';
import { LIST, TEXT } from '@suture/protocol/agent/limits.ts';
import type { ReportedSection } from '@suture/protocol/agent/section.ts';
import type { Digest } from '@suture/protocol/agent/text.ts';
import { carriesOut } from './carries-out.ts';
import { readFacts } from './facts.ts';
import { readChangelogs } from './changelogs.ts';
import { digestOf, keptSets } from './kept-sets.ts';
import { look } from './look.ts';
import { readLocalPolicy } from './local-policy.ts';
import { fitting, type ReportMessage } from './report-message.ts';
import { defaultTrustFile } from './system-paths.ts';
import { watchedBy } from './watched.ts';

/** One whole report of this machine. What could not be read is a failed section with its reasons; throws where the facts fail. */
export async function makeReport(
  machine: Host,
  folder: string,
  policyFile: string,
  trustFile = defaultTrustFile,
): Promise<ReportMessage> {
  const host = rememberingHost(machine);
  const adapters = await loadAdapters();
  const watches = watchedBy(adapters, { policyFile, trustFile });
  const looked = look(watches);
  const [{ facts, system }, policy, work, unseen] = await Promise.all([
    readFacts(host),
    readLocalPolicy(policyFile),
    carriesOut(adapters, host, trustFile),
    closedHomes(host),
  ]);
  const found = await sectionsOf(adapters, { host, system, folder });
  const sets = keptSets(folder);
  const sections: ReportedSection[] = [];
  const kept = new Map<Digest, number>();
  for (const { section, text } of found) {
    const why = text === undefined ? undefined : await sets.keep(section.digest, text).then(() => undefined, reasonOf);
    // A digest whose set cannot be had for the server would promise what nobody can keep.
    if (why !== undefined) {
      const problems = said([`what was found could not be stored: ${why}`]);
      sections.push({ adapter: section.adapter, kind: section.kind, status: 'failed', problems });
      continue;
    }
    sections.push(section);
    if (text !== undefined) kept.set(section.digest, Buffer.byteLength(text));
  }
  return {
    version: 1,
    facts: { ...facts, ...work, ...(unseen === undefined ? {} : { unseen: unseen.slice(0, TEXT.reason) }) },
    policy,
    sections: [...fitting(sections)],
    sets: [...kept].map(([digest, bytes]) => ({ digest, bytes })),
    watches: [...watches],
    looked,
  };
}

/** A section, and the canonical text of its set where it has one. */
type FoundSection =
  | { readonly section: Extract<ReportedSection, { status: 'failed' }>; readonly text: undefined }
  | { readonly section: Exclude<ReportedSection, { status: 'failed' }>; readonly text: string };

/** Never throws. */
async function sectionsOf(
  adapters: readonly Adapter[],
  { host, system, folder }: { readonly host: Host; readonly system: OperatingSystem; readonly folder: string },
): Promise<readonly FoundSection[]> {
  const sections: FoundSection[] = [];
  for (const adapter of adapters) {
    // The running kernel is a fact about the machine, not a package that a feed could judge.
    if (adapter.name === 'kernel' || !(await detect(adapter, host)).present) continue;
    const packages: Package[] = [];
    if (adapter.capabilities.includes('inventory')) {
      const read = await inventory(adapter, host, system);
      packages.push(...read.items);
      sections.push(sectionOf<Package>(adapter.name, installedSet, read));
    }
    if (adapter.capabilities.includes('available')) {
      const read = await available(adapter, host, system);
      const fixes = await readChangelogs(adapter, host, folder, { updates: read.items, packages });
      sections.push(sectionOf<AvailableItem>(adapter.name, availableSet, read, fixes));
    }
  }
  return sections;
}

/** A section as the check-in has it. */
function sectionOf<T>(adapter: string, format: SetFormat<T>, read: Section<T>, more: readonly T[] = []): FoundSection {
  const { kind } = format;
  if (read.status === 'failed') {
    return { section: { adapter, kind, status: 'failed', problems: said(read.problems) }, text: undefined };
  }
  const { text, refused } = encodeSet(format, [...read.items, ...more]);
  const digest = digestOf(text);
  const problems = [...read.problems, ...refused.map(({ why }) => `an entry cannot be reported: ${why}`)];
  if (read.status === 'complete' && problems.length === 0) {
    return { section: { adapter, kind, status: 'complete', digest }, text };
  }
  return { section: { adapter, kind, status: 'partial', digest, problems: said(problems) }, text };
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

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
