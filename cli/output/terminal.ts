// A scan for a person at a terminal: the most urgent fix first, then what is not known, then what to do next.
import type { ScanDocument, ScannedFinding } from '../scan-document.ts';
import { ageText } from './age.ts';
import { printable } from './columns.ts';
import { endpointLines, systemLines } from './endpoint-lines.ts';
import { type LineOptions, marked, patchLines } from './patch-lines.ts';
import { STATE_WORDS, listed, plural, vulnerabilities } from './words.ts';
import { wrap } from './wrap.ts';

export interface TerminalOptions extends LineOptions {
  /** The command to end with. */
  readonly next: string;
}

export function terminal(document: ScanDocument, options: TerminalOptions): string {
  const prose = (lines: readonly string[]): readonly string[] =>
    lines.flatMap((line) => wrap(printable(line), options.width));
  const blocks = [
    prose([...doubt(document), ...systemLines(document)]),
    patchLines(document, options),
    prose(exploitedWithoutFix(document)),
    options.all ? withoutFix(document, options) : [],
    prose(endpointLines(document, options.all)),
    [
      ...prose([...summary(document, options), ...unknowns(document)]),
      // Not broken: it is there to be copied.
      `Next: ${printable(options.next)}`,
    ],
  ];
  return blocks
    .filter((block) => block.length > 0)
    .map((block) => `${block.join('\n')}\n`)
    .join('\n');
}

/** Where nothing was judged and nothing found, that is the answer, and nothing below may be read as good news. */
const doubt = ({ judged, patches, findings, endpoint }: ScanDocument): readonly string[] =>
  judged > 0 || patches.length > 0 || findings.length > 0
    ? []
    : [`UNKNOWN: no advisories could be consulted for ${packagesOf(endpoint)}.`];

const unknowns = ({ incomplete }: ScanDocument): readonly string[] =>
  incomplete.map(({ what, why, remedy }) => `Not known: ${what}: ${why}${remedy === null ? '' : ` (${remedy})`}`);

const packagesOf = ({ packages }: ScanDocument['endpoint']): string =>
  packages === 1 ? 'the one package' : `any of ${plural(packages, 'package', 'packages')}`;

/** What is being exploited and cannot be patched: waiting is no answer, so it is said unasked. */
function exploitedWithoutFix({ findings }: ScanDocument): readonly string[] {
  const open = findings.filter(
    ({ fixedVersion, exploited, state }) => fixedVersion === null && exploited !== null && state !== 'unimportant',
  );
  return [...Map.groupBy(open, ({ source }) => `${source.name} ${source.version}`)].map(([name, group]) => {
    const ids = [...new Set(group.map(({ id }) => id))];
    return `EXPLOITED, NO FIX: ${name}: ${listed(ids, 3)}: disable, isolate or remove it`;
  });
}

/** Source packages with vulnerabilities that nothing closes, the most urgent first. */
function withoutFix({ findings }: ScanDocument, options: LineOptions): readonly string[] {
  const open = findings.filter(({ fixedVersion }) => fixedVersion === null);
  const groups = [...Map.groupBy(open, ({ source }) => `${source.name} ${source.version}`)];
  const lines = groups.map(([name, group]) => {
    const states = Map.groupBy(new Map(group.map((one) => [one.id, one])).values(), ({ state }) => state);
    const counts = [...states].map(([state, list]) => `${list.length} ${STATE_WORDS[state]}`).join(', ');
    return marked(worst(group), printable(`${name}: ${counts}`), options);
  });
  return lines.length === 0 ? [] : ['Without a fix', ...lines];
}

const SEVERITIES = ['critical', 'high', 'medium', 'low'] as const;

const worst = (group: readonly ScannedFinding[]): ScannedFinding['severity'] =>
  SEVERITIES.find((severity) => group.some((one) => one.severity === severity)) ?? 'unknown';

function summary(document: ScanDocument, { all }: LineOptions): readonly string[] {
  const { patches, findings, endpoint, feeds, judged, scannedAt } = document;
  const open = new Set<string>();
  const unclear = new Set<string>();
  for (const { id, fixedVersion, state } of findings) {
    if (state === 'unknown') unclear.add(id);
    else if (fixedVersion === null) open.add(id);
  }
  const oldest = feeds.map(({ fetchedAt }) => fetchedAt).toSorted()[0];
  return [
    [
      fixes(patches, judged),
      ...(open.size > 0
        ? [`${vulnerabilities(open)} ${open.size === 1 ? 'has' : 'have'} no fix${all ? '' : ' (--all)'}.`]
        : []),
      ...(unclear.size > 0 ? [`${vulnerabilities(unclear)} could not be judged.`] : []),
    ].join(' '),
    [
      `${endpoint.name}: ${endpoint.os === null ? '' : `${endpoint.os.name}, `}${plural(endpoint.packages, 'package', 'packages')}`,
      judged === endpoint.packages
        ? '.'
        : judged === 0
          ? ', none judged by advisories.'
          : `, ${judged} of them judged.`,
      ...(oldest === undefined ? [] : [` Data fetched ${ageText(oldest, new Date(scannedAt))}.`]),
    ].join(''),
  ];
}

function fixes(patches: ScanDocument['patches'], judged: number): string {
  if (patches.length === 0) return judged === 0 ? 'No missing fix is known.' : 'No missing fix was found.';
  const closed = new Set<string>();
  for (const { closes } of patches) for (const id of closes) closed.add(id);
  const overdue = patches.filter(({ overdueDays }) => (overdueDays ?? 0) > 0).length;
  const verb = patches.length === 1 ? 'closes' : 'close';
  const what = closed.size === 0 ? ' to install' : ` ${verb} ${vulnerabilities(closed)}`;
  return `${plural(patches.length, 'fix', 'fixes')}${what}${overdue > 0 ? `, ${overdue} overdue` : ''}.`;
}
