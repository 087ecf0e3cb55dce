// A scan for a person at a terminal: the most urgent fix first, then what is not known, then what to do next.
import type { FixList } from '../scan/fix-list.ts';
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

export function terminal(list: FixList, options: TerminalOptions): string {
  const prose = (lines: readonly string[]): readonly string[] =>
    lines.flatMap((line) => wrap(printable(line), options.width));
  const blocks = [
    prose([...doubt(list), ...systemLines(list)]),
    patchLines(list, options),
    prose(exploitedWithoutFix(list)),
    options.all ? withoutFix(list, options) : [],
    prose(endpointLines(list, options.all)),
    [
      ...prose([...summary(list, options), ...unknowns(list)]),
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
const doubt = ({ judged, patches, open, unclear, endpoint }: FixList): readonly string[] =>
  judged > 0 || patches.length > 0 || open.size > 0 || unclear.size > 0
    ? []
    : [`UNKNOWN: no advisories could be consulted for ${packagesOf(endpoint)}.`];

const unknowns = ({ incomplete }: FixList): readonly string[] =>
  incomplete.map(({ what, why, remedy }) => `Not known: ${what}: ${why}${remedy === null ? '' : ` (${remedy})`}`);

const packagesOf = ({ packages }: FixList['endpoint']): string =>
  packages === 1 ? 'the one package' : `any of ${plural(packages, 'package', 'packages')}`;

/** What is being exploited and cannot be patched: waiting is no answer, so it is said unasked. */
function exploitedWithoutFix({ exploited }: FixList): readonly string[] {
  const open = exploited.filter(({ fixedVersion, state }) => fixedVersion === null && state !== 'unimportant');
  return [...Map.groupBy(open, ({ source }) => `${source.name} ${source.version}`)].map(([name, group]) => {
    const ids = [...new Set(group.map(({ id }) => id))];
    return `EXPLOITED, NO FIX: ${name}: ${listed(ids, 3)}: disable, isolate or remove it`;
  });
}

/** Source packages with vulnerabilities that nothing closes, the most urgent first. */
function withoutFix({ withoutFix: open }: FixList, options: LineOptions): readonly string[] {
  const lines = open.map(({ source, counts, severity }) => {
    const states = counts.map(([state, count]) => `${count} ${STATE_WORDS[state]}`).join(', ');
    return marked(severity, printable(`${source.name} ${source.version}: ${states}`), options);
  });
  return lines.length === 0 ? [] : ['Without a fix', ...lines];
}

function summary(list: FixList, { all }: LineOptions): readonly string[] {
  const { patches, open, unclear, endpoint, feeds, judged, scannedAt } = list;
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

function fixes(patches: FixList['patches'], judged: number): string {
  if (patches.length === 0) return judged === 0 ? 'No missing fix is known.' : 'No missing fix was found.';
  const closed = new Set(patches.flatMap(({ closes }) => closes));
  const overdue = patches.filter(({ overdueDays }) => (overdueDays ?? 0) > 0).length;
  const verb = patches.length === 1 ? 'closes' : 'close';
  const what = closed.size === 0 ? ' to install' : ` ${verb} ${vulnerabilities(closed)}`;
  return `${plural(patches.length, 'fix', 'fixes')}${what}${overdue > 0 ? `, ${overdue} overdue` : ''}.`;
}
