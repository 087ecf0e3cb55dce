// The patches of a scan as lines for a terminal: what to install, by when, what it closes, and what makes it stand out.
import { styleText } from 'node:util';
import type { Patch, ScannedFinding } from '../scan-document.ts';
import type { FixList } from '../scan/fix-list.ts';
import { printable } from './columns.ts';
import { dueText, epssText, plural, vulnerabilities } from './words.ts';
import { wrapParts } from './wrap.ts';

export interface LineOptions {
  /** Also what has no fix, and every line however many there are. */
  readonly all: boolean;
  readonly colour: boolean;
  readonly width: number | undefined;
}

const MOST_PATCHES = 15;
const WIDEST_CHANGE = 60;

type Severity = ScannedFinding['severity'];

/** Severity is shape, word and colour, so that none of them is needed alone. */
const SHAPES: Readonly<
  Record<Severity, { readonly shape: string; readonly style: 'magenta' | 'red' | 'yellow' | 'blue' | 'gray' }>
> = {
  critical: { shape: '◆', style: 'magenta' },
  high: { shape: '▲', style: 'red' },
  medium: { shape: '■', style: 'yellow' },
  low: { shape: '●', style: 'blue' },
  unknown: { shape: '○', style: 'gray' },
};

const MARK_WIDTH = 10;

/** One line, begun by the severity: only that is coloured, only the text is cut to the width. */
export function marked(severity: Severity, text: string, { colour, width }: LineOptions): string {
  const { shape, style } = SHAPES[severity];
  const mark = `${shape} ${severity.padEnd(MARK_WIDTH - 2)}`;
  const room = width === undefined ? text.length : Math.max(1, width - MARK_WIDTH - 2);
  const cut = text.length > room ? `${text.slice(0, room - 1)}…` : text;
  return `${colour ? styleText(style, mark, { validateStream: false }) : mark}  ${cut}`;
}

export function patchLines(list: FixList, options: LineOptions): readonly string[] {
  const shown = options.all ? list.patches : list.patches.slice(0, MOST_PATCHES);
  const rows = shown.map((patch) => ({ patch, due: dueText(patch, list.scannedAt), closes: closesText(patch) }));
  const dueWidth = longest(rows.map(({ due }) => due));
  const room =
    options.width === undefined
      ? Number.POSITIVE_INFINITY
      : options.width - MARK_WIDTH - dueWidth - longest(rows.map(({ closes }) => closes)) - 6;
  const changes = shown.map((patch) => changeText(patch, room));
  const changeWidth = Math.min(options.width === undefined ? WIDEST_CHANGE : Math.max(0, room), longest(changes));
  const details = detailsOf(list);
  const lines = rows.flatMap(({ patch, due, closes }, index) => {
    const text = `${due.padEnd(dueWidth)}  ${(changes[index] ?? '').padEnd(changeWidth)}  ${closes}`;
    const parts = details(patch);
    const more = parts.length === 0 ? [] : wrapParts(parts, ' · ', options.width, '    ');
    return [marked(patch.severity, text, options), ...more];
  });
  const rest = list.patches.length - shown.length;
  return rest > 0 ? [...lines, `… and ${plural(rest, 'more fix', 'more fixes')} (--all)`] : lines;
}

const longest = (texts: readonly string[]): number => texts.reduce((most, text) => Math.max(most, text.length), 0);

/** The installed version is left out where only the new one fits. */
function changeText({ source, from, to }: Patch, room: number): string {
  const whole = printable(`${source} ${from} → ${to}`);
  return whole.length <= room ? whole : printable(`${source} → ${to}`);
}

function closesText({ closes }: Patch): string {
  const [first] = closes;
  if (first === undefined) return 'security update';
  return closes.length === 1 ? printable(first) : vulnerabilities(closes);
}

/** What makes a patch stand out; nothing for the many that do not. */
function detailsOf({ exploited, kbs }: FixList): (patch: Patch) => readonly string[] {
  return (patch) => {
    const parts: string[] = [];
    const kb = kbs.get(`${patch.source} ${patch.to}`);
    if (kb !== undefined) parts.push(`install KB${kb} or a later one`);
    const worst = exploited.find(
      ({ id, source, fixedVersion }) =>
        fixedVersion !== null && source.name === patch.source && patch.closes.includes(id),
    );
    if (worst !== undefined) {
      parts.push(`${worst.id} is known to be exploited (since ${worst.added})`);
      if (worst.epss !== null) parts.push(`EPSS ${epssText(worst.epss)}`);
      if (worst.forensics) parts.push('look for traces of a break-in');
    }
    if (patch.offered === 'held') parts.push(`HELD BACK: ${patch.why ?? 'no reason given'}`);
    if (patch.offered === 'no') parts.push(`not offered: ${patch.why ?? 'no reason given'}`);
    return parts.map(printable);
  };
}
