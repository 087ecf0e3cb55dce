// The tables of docs/reference/rollouts.md, made from the tables that the code itself goes by.
import { causes } from './causes.ts';
import { deploymentMoves } from './deployment.ts';
import { longFactor, stages } from './job.ts';
import { ringMoves } from './ring.ts';

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

const movesTable = (moves: Readonly<Record<string, readonly string[]>>): string =>
  table(
    ['state', 'may become'],
    Object.entries(moves).map(([state, next]) => [
      `\`${state}\``,
      next.length === 0 ? 'the end' : next.map((each) => `\`${each}\``).join(', '),
    ]),
  );

const partText = {
  waiting: 'waits',
  leaving: 'has a slot; may be called back',
  changing: 'has a slot; never killed',
  soaking: 'is watched; no slot',
  rest: 'the end',
} as const;

function limitText(state: string, limitMs: number | null): string {
  if (limitMs === null) return '';
  const minutes = limitMs / 60_000;
  if (minutes >= 1_440) return `${minutes / 60} h`;
  return Object.hasOwn(longFactor, state)
    ? `${minutes} min, ${minutes * longFactor[state as keyof typeof longFactor]} min if long`
    : `${minutes} min`;
}

/** Markdown by name of the section, without a newline at the end. */
export const referenceTables = {
  deployment: () => movesTable(deploymentMoves),
  ring: () => movesTable(ringMoves),
  job: () =>
    table(
      ['state', 'what it means', 'driven by', 'time limit', 'then'],
      Object.entries(stages).map(([state, { part, drivenBy, limitMs, then }]) => [
        `\`${state}\``,
        partText[part],
        drivenBy,
        limitText(state, limitMs),
        then,
      ]),
    ),
  causes: () =>
    table(
      ['cause', 'when', 'what happened', 'what to do'],
      Object.entries(causes).map(([id, { phase, says, remedy }]) => [`\`${id}\``, phase, says, remedy]),
    ),
} as const satisfies Readonly<Record<string, () => string>>;
