// The list of fixes that a whole scan comes to, read off its findings one by one: what the short way is held to.
import type { ScanDocument, ScannedFinding } from '../scan-document.ts';
import type { FixList, WithoutFix } from '../scan/fix-list.ts';

/** The findings in their order of urgency. */
export function fixListOf({ findings, ...rest }: ScanDocument): FixList {
  const due = findings.flatMap(({ deadline }) => deadline.due ?? []).toSorted()[0] ?? null;
  const without = findings.filter(({ fixedVersion }) => fixedVersion === null);
  return {
    ...rest,
    exploited: distinct(findings, ({ id, source }) => `${id} ${source.name} ${source.version}`).flatMap(
      ({ id, source, fixedVersion, state, epss, exploited, deadline }) =>
        exploited === null
          ? []
          : [{ id, source, fixedVersion, state, epss, added: exploited.added, forensics: deadline.forensics }],
    ),
    open: new Set(without.filter(({ state }) => state !== 'unknown').map(({ id }) => id)),
    unclear: new Set(findings.filter(({ state }) => state === 'unknown').map(({ id }) => id)),
    withoutFix: [...Map.groupBy(without, ({ source }) => `${source.name} ${source.version}`).values()].map(
      withoutFixOf,
    ),
    kbs: new Map(
      findings.flatMap(({ source, evidence }) =>
        evidence.matches.flatMap(({ kb, fixedVersion }) =>
          kb === undefined ? [] : [[`${source.name} ${fixedVersion}`, kb] as const],
        ),
      ),
    ),
    due,
    hasCritical: findings.some(({ severity }) => severity === 'critical'),
  };
}

const distinct = <T>(all: readonly T[], key: (one: T) => string): readonly T[] =>
  [...new Map(all.toReversed().map((one) => [key(one), one])).values()].toReversed();

const SEVERITIES = ['critical', 'high', 'medium', 'low', 'unknown'] as const;

function withoutFixOf(group: readonly ScannedFinding[]): WithoutFix {
  const [first] = group;
  if (first === undefined) throw new TypeError('a group has findings');
  const states = Map.groupBy(
    distinct(group, ({ id }) => id),
    ({ state }) => state,
  );
  return {
    source: first.source,
    counts: [...states].map(([state, list]) => [state, list.length]),
    severity: SEVERITIES.find((severity) => group.some((one) => one.severity === severity)) ?? 'unknown',
    first: first.id,
  };
}
