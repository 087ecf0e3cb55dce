// Files an endpoint's sections under the sets they name, and says which sets are missing for that.
import type { CheckInRequest } from '@suture/protocol/agent/check-in.ts';
import type { OperatingSystem } from '@suture/core/packages/package.ts';
import type { Transaction } from '../store/database.ts';
import { knownSets, type SetKind } from '../store/package-sets.ts';
import { addSections, replaceSections, type ReportedSection } from '../store/sections.ts';
import { setsInContext } from '../store/sets-in-context.ts';
import { filedSections, type Want } from '../store/wants.ts';

const kinds = ['installed', 'available'] as const satisfies readonly SetKind[];
const hexOf = (digest: string): string => digest.slice('sha256:'.length);
const keyOf = ({ adapter, kind }: { readonly adapter: string; readonly kind: string }): string => `${adapter} ${kind}`;

/** A section whose set is not here yet stays as it was until the check-in after the upload. */
export async function fileSections(
  transaction: Transaction,
  endpoint: string,
  { facts, sections }: Pick<CheckInRequest, 'facts' | 'sections'>,
  now: Date,
): Promise<readonly Want[]> {
  const filed = new Map((await filedSections(transaction, endpoint)).map((section) => [keyOf(section), section]));
  const ids = new Map<string, string>();
  for (const kind of kinds) {
    const digests = sections.flatMap((one) =>
      one.kind === kind && one.status !== 'failed' ? [Buffer.from(hexOf(one.digest), 'hex')] : [],
    );
    if (digests.length === 0) continue;
    for (const [digest, id] of await knownSets(transaction, kind, digests)) ids.set(`${kind} ${digest}`, id);
  }
  const wants: Want[] = [];
  const reported: ReportedSection[] = [];
  for (const section of sections) {
    const { adapter, kind, status } = section;
    const before = filed.get(keyOf(section));
    if (status === 'failed') {
      reported.push({ adapter, kind, status, problems: section.problems, packageSet: null });
      continue;
    }
    const digest = hexOf(section.digest);
    const id = ids.get(`${kind} ${digest}`);
    if (id === undefined) {
      wants.push({ kind, digest, base: before?.digest ?? undefined });
      if (before !== undefined) reported.push(before);
    } else {
      const problems = status === 'partial' ? section.problems : [];
      reported.push({ adapter, kind, status, problems, packageSet: id });
    }
  }
  const next = await inContext(transaction, facts.os, reported);
  if (filed.size === 0) await addSections(transaction, endpoint, next, now.toISOString());
  else if (next.length !== filed.size || next.some((section) => !isSame(section, filed.get(keyOf(section)))))
    await replaceSections(transaction, endpoint, next, now.toISOString());
  return wants;
}

const isSame = (one: ReportedSection, other: ReportedSection | undefined): boolean =>
  one.status === other?.status &&
  one.packageSet === other.packageSet &&
  JSON.stringify(one.problems) === JSON.stringify(other.problems);

/** Installed sets count together with the endpoint's other ones, what is offered in their place, and its subscriptions. */
async function inContext(
  transaction: Transaction,
  { id, version, name, subscriptions }: CheckInRequest['facts']['os'],
  sections: readonly ReportedSection[],
): Promise<readonly ReportedSection[]> {
  const installed = sections.flatMap(({ kind, packageSet }) =>
    kind === 'installed' && packageSet !== null ? [packageSet] : [],
  );
  if (installed.length === 0) return sections;
  const system: OperatingSystem = {
    id,
    version,
    ...(name === undefined ? {} : { name }),
    ...(subscriptions === undefined ? {} : { subscriptions }),
  };
  const available = new Map(
    sections.flatMap((one) =>
      one.kind === 'available' && one.packageSet !== null ? [[one.adapter, one.packageSet]] : [],
    ),
  );
  const offered = new Map(
    sections.flatMap(({ adapter, kind, packageSet }) => {
      const set = kind === 'installed' ? available.get(adapter) : undefined;
      return set === undefined || packageSet === null ? [] : [[packageSet, set]];
    }),
  );
  const found = await setsInContext(transaction, system, installed, offered);
  return sections.map((section) =>
    section.kind === 'installed' && section.packageSet !== null
      ? { ...section, packageSet: found.get(section.packageSet) ?? section.packageSet }
      : section,
  );
}
