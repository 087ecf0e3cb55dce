// A scan for a person at a terminal: the most urgent fix first, then what is not known, then what to do next.
import { styleText } from 'node:util';
import type { Patch, ScanDocument, ScannedFinding } from '../scan-document.ts';
import { ageText } from './age.ts';
import { grouped, printable } from './columns.ts';
import { nextStep } from './next-step.ts';
import { endpointLines } from './endpoint-lines.ts';

export interface TerminalOptions {
  /** Also what has no fix, and every patch however many there are. */
  readonly all: boolean;
  readonly colour: boolean;
  readonly width: number | undefined;
}

const MOST_PATCHES = 15;

type Severity = ScannedFinding['severity'];

/** Severity is shape, word and colour, so that none of them is needed alone. */
const SHAPES: Readonly<Record<Severity, { readonly shape: string; readonly style: 'magenta' | 'red' | 'yellow' | 'blue' | 'gray' }>> = {
  critical: { shape: '◆', style: 'magenta' },
  high: { shape: '▲', style: 'red' },
  medium: { shape: '■', style: 'yellow' },
  low: { shape: '●', style: 'blue' },
  unknown: { shape: '○', style: 'gray' },
};

export function terminal(document: ScanDocument, options: TerminalOptions): string {
  const lines = [
    ...patchLines(document, options),
    ...(options.all ? withoutFix(document, options) : []),
    ...endpointLines(document),
    '',
    ...summary(document, options),
    ...document.incomplete.map(({ what, why, remedy }) => `Not known: ${what}: ${why}${remedy === null ? '' : ` (${remedy})`}`),
    `Next: ${nextStep(document)}`,
  ];
  const text = lines.map((line) => cut(line, options.width));
  // Nothing to say first leaves an empty line at the top.
  while (text[0] === '') text.shift();
  return `${text.join('\n')}\n`;
}

function patchLines(document: ScanDocument, options: TerminalOptions): readonly string[] {
  const shown = options.all ? document.patches : document.patches.slice(0, MOST_PATCHES);
  const rows = shown.map((patch) => ({
    patch,
    due: dueText(patch, document.scannedAt),
    change: printable(`${patch.source} ${patch.from} → ${patch.to}`),
  }));
  const dueWidth = Math.max(0, ...rows.map(({ due }) => due.length));
  const changeWidth = Math.min(60, Math.max(0, ...rows.map(({ change }) => change.length)));
  const lines = rows.flatMap(({ patch, due, change }) => {
    const row = `${mark(patch.severity, options.colour)}  ${due.padEnd(dueWidth)}  ${change.padEnd(changeWidth)}  ${closesText(patch)}`;
    const detail = detailText(patch, document);
    return detail === '' ? [row] : [row, `    ${detail}`];
  });
  const rest = document.patches.length - shown.length;
  return rest > 0 ? [...lines, `… and ${rest} more fixes (suture scan --all)`] : lines;
}

export function mark(severity: Severity, colour: boolean): string {
  const { shape, style } = SHAPES[severity];
  const text = `${shape} ${severity.padEnd(8)}`;
  return colour ? styleText(style, text, { validateStream: false }) : text;
}

/** `OVERDUE 2 d`, `3 days`, `today`, `next upgrade`. */
export function dueText({ due, overdueDays }: Pick<Patch, 'due' | 'overdueDays'>, scannedAt: string): string {
  if (overdueDays !== null && overdueDays > 0) return `OVERDUE ${overdueDays} d`;
  if (due === null) return 'next upgrade';
  const days = Math.round((Date.parse(due) - Date.parse(scannedAt.slice(0, 10))) / 86_400_000);
  if (days === 0) return 'today';
  return days === 1 ? '1 day' : `${days} days`;
}

function closesText({ closes }: Patch): string {
  const [first] = closes;
  if (first === undefined) return 'security update';
  return closes.length === 1 ? first : `${first} and ${closes.length - 1} more`;
}

/** What makes a patch stand out; empty for the many that do not. */
function detailText(patch: Patch, document: ScanDocument): string {
  const parts: string[] = [];
  if (patch.exploited) {
    const worst = document.findings.find(({ id, exploited }) => exploited !== null && patch.closes.includes(id));
    parts.push(worst === undefined ? 'known exploited' : `${worst.id} is known to be exploited (since ${worst.exploited?.added})`);
    if (worst?.epss != null) parts.push(`EPSS ${epssText(worst.epss)}`);
    if (worst?.deadline.forensics === true) parts.push('look for traces of a break-in');
  }
  if (patch.offered === 'held') parts.push(`HELD BACK: ${patch.why ?? 'no reason given'}`);
  if (patch.offered === 'no') parts.push(`not offered: ${patch.why ?? ''}`);
  return printable(parts.join(' · '));
}

export function epssText({ score, percentile }: { readonly score: number; readonly percentile: number }): string {
  const rank = Math.floor(percentile * 100);
  const ending = rank % 10 === 1 && rank !== 11 ? 'st' : rank % 10 === 2 && rank !== 12 ? 'nd' : rank % 10 === 3 && rank !== 13 ? 'rd' : 'th';
  return `${(score * 100).toFixed(1)} % (${rank}${ending})`;
}

/** Source packages with vulnerabilities that nothing closes, by how many. */
function withoutFix(document: ScanDocument, options: TerminalOptions): readonly string[] {
  const open = document.findings.filter(({ fixedVersion }) => fixedVersion === null);
  if (open.length === 0) return [];
  const groups = [...Map.groupBy(open, ({ source }) => source.name).values()];
  const rows = groups.map((group) => {
    const states = Map.groupBy(new Map(group.map((finding) => [finding.id, finding])).values(), ({ state }) => state);
    const counts = [...states].map(([state, list]) => `${list.length} ${STATE_WORDS[state]}`).join(', ');
    const first = group[0]!;
    return { severity: first.severity, text: printable(`${first.source.name} ${first.source.version}: ${counts}`) };
  });
  return ['', 'Without a fix', ...rows.map(({ severity, text }) => `${mark(severity, options.colour)}  ${text}`)];
}

export const STATE_WORDS: Readonly<Record<ScannedFinding['state'], string>> = {
  affected: 'to fix',
  'no-fix': 'without a fix',
  'will-not-fix': 'will not be fixed',
  postponed: 'postponed',
  'end-of-life': 'out of security support',
  unimportant: 'called unimportant by the distribution',
  undetermined: 'undetermined',
  unknown: 'could not be judged',
};

function summary(document: ScanDocument, options: TerminalOptions): readonly string[] {
  const { patches, findings, endpoint, feeds } = document;
  const closed = new Set(patches.flatMap(({ closes }) => closes));
  const open = new Set(findings.filter(({ fixedVersion }) => fixedVersion === null).map(({ id }) => id));
  const overdue = patches.filter(({ overdueDays }) => (overdueDays ?? 0) > 0).length;
  const parts: string[] = [];
  if (patches.length > 0) {
    const vulnerabilities = closed.size === 0 ? '' : ` close ${plural(closed.size, 'vulnerability', 'vulnerabilities')}`;
    parts.push(`${plural(patches.length, 'fix', 'fixes')}${vulnerabilities}${overdue > 0 ? `, ${overdue} overdue` : ''}.`);
  } else if (document.incomplete.length === 0) {
    parts.push(`No fix is missing among ${plural(endpoint.packages, 'package', 'packages')}.`);
  } else {
    parts.push(`No missing fix was found among ${plural(endpoint.packages, 'package', 'packages')}; not everything could be judged.`);
  }
  if (open.size > 0) parts.push(`${plural(open.size, 'vulnerability has', 'vulnerabilities have')} no fix${options.all ? '' : ' (--all)'}.`);
  const oldest = feeds.toSorted((a, b) => (a.fetchedAt < b.fetchedAt ? -1 : 1))[0];
  if (oldest !== undefined) parts.push(`Data fetched ${ageText(oldest.fetchedAt, new Date(document.scannedAt))}.`);
  return [parts.join(' ')];
}

const plural = (count: number, one: string, many: string): string => `${grouped(count)} ${count === 1 ? one : many}`;

/** Cuts by characters that are seen: colour codes take no room. */
function cut(line: string, width: number | undefined): string {
  if (width === undefined) return line;
  // oxlint-disable-next-line no-control-regex
  const hidden = [...line.matchAll(/\u001b\[\d+m/g)].reduce((sum, [code]) => sum + code.length, 0);
  return line.length - hidden > width ? `${line.slice(0, width + hidden - 1)}…` : line;
}
