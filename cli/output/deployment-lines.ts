// A deployment in words: how far it is, ring by ring, why, and what failed with what to do about it.
import { type Deployment, isOverState } from '../server/deployment-names.ts';
import { grouped, printable, table } from './columns.ts';
import { momentText } from './plan-lines.ts';
import { rehearsalLines } from './rehearsal-lines.ts';
import { whoText } from './who.ts';
import { listed, plural } from './words.ts';
import { wrap } from './wrap.ts';

type Ring = Deployment['rings'][number];

const endings: readonly (readonly [state: string, words: string])[] = [
  ['succeeded', 'verified'],
  ['failed', 'failed'],
  ['lost', 'lost'],
  ['rolled-back', 'rolled back'],
  ['rollback-failed', 'not rolled back'],
  ['not-applicable', 'not applicable'],
  ['skipped', 'skipped'],
  ['cancelled', 'cancelled'],
  ['superseded', 'superseded'],
];
const uncounted = endings.filter(([state]) => !['succeeded', 'failed', 'lost'].includes(state));
const waiting = ['queued', 'deferred'];

export function deploymentLines(deployment: Deployment, width: number | undefined, now: Date): string {
  const prose = (lines: readonly string[]): string => lines.flatMap((line) => wrap(printable(line), width)).join('\n');
  const { rings, failures, says, notes } = deployment;
  const blocks = [
    prose([headline(deployment), ...standing(deployment, now), ...(isOverState(deployment.state) ? [] : says)]),
    table(
      ['ring', 'state', 'endpoints', 'verified', 'going', 'waiting', 'failed', 'why'],
      rings.map((ring) => [
        String(ring.number + 1),
        ring.state,
        grouped(ring.endpoints),
        numberOf(ring.jobs['succeeded'] ?? 0),
        numberOf(goingIn(ring)),
        numberOf(waiting.reduce((sum, state) => sum + (ring.jobs[state] ?? 0), 0)),
        numberOf(ring.failures + ring.failedBefore),
        whyOf(ring, isOverState(deployment.state)),
      ]),
      { right: [0, 2, 3, 4, 5, 6], width },
    ).trimEnd(),
    prose((deployment.rehearsals ?? []).flatMap(rehearsalLines)),
    prose(failures.flatMap(failureLines)),
    prose(
      notes
        .slice(0, 5)
        .toReversed()
        .map(({ at, about, text }) => `${momentText(at)}  ${aboutText(about)}${text}`),
    ),
  ];
  return blocks.filter((block) => block !== '').join('\n\n');
}

/** What no column counts, and why it is where it is; what is said of a ring that has passed, or of one that is over, is the past. */
const whyOf = ({ state, until, says, jobs }: Ring, isOver: boolean): string =>
  [
    outcomes([{ jobs }], uncounted).join(', '),
    ...(isOver || state === 'promoted' ? [] : [until === null ? '' : `until ${momentText(until)}`, says ?? '']),
  ]
    .filter((part) => part !== '')
    .join('; ');

const numberOf = (count: number): string => (count === 0 ? '' : grouped(count));

export const aboutText = (about: string): string =>
  about === 'deployment' ? '' : `${about.replace(/^ring (\d+)$/, (_, ring) => `ring ${Number(ring) + 1}`)}: `;

const goingIn = ({ jobs }: Ring): number =>
  Object.entries(jobs).reduce(
    (sum, [state, count]) =>
      waiting.includes(state) || endings.some(([ending]) => ending === state) ? sum : sum + count,
    0,
  );

/** What became of its endpoints, without zeros. */
export function outcomes(rings: readonly Pick<Ring, 'jobs'>[], of = endings): readonly string[] {
  return of.flatMap(([state, words]) => {
    const count = rings.reduce((sum, { jobs }) => sum + (jobs[state] ?? 0), 0);
    return count === 0 ? [] : [`${grouped(count)} ${words}`];
  });
}

export function headline({ name, state, endpoints, rings, pausedBy, haltedBy }: Deployment): string {
  const by = pausedBy.length > 0 ? ` (${listed(pausedBy)})` : haltedBy === null ? '' : ` (by the ${haltedBy})`;
  const ended = outcomes(rings);
  const of =
    ended.length === 0 ? plural(endpoints, 'endpoint', 'endpoints') : `${ended.join(', ')} of ${grouped(endpoints)}`;
  return `${name} is ${state.replaceAll('-', ' ')}${by}: ${of}.`;
}

/** Nothing of a halted one whose plan has expired goes on, whoever approves it. */
export const isOfThePast = ({ state, expiresAt }: Pick<Deployment, 'state' | 'expiresAt'>, now: Date): boolean =>
  state === 'halted' && Date.parse(expiresAt) <= now.getTime();

function standing(deployment: Deployment, now: Date): readonly string[] {
  const { approvals, startAt, gate, state } = deployment;
  if (isOfThePast(deployment, now)) return ['It cannot go on: roll it back, or give it up.'];
  const people = approvals.given.map(({ person, name, at }) => `${whoText(person, name)} at ${momentText(at)}`);
  switch (state) {
    case 'awaiting-approval':
    case 'halted':
      return [
        `It takes ${plural(approvals.needed, 'approval', 'approvals')} to go on; ${people.length === 0 ? 'none is given' : `given by ${listed(people)}`}.`,
      ];
    case 'scheduled':
      return startAt === null ? [] : [`It begins at ${momentText(startAt)}.`];
    case 'running':
    case 'paused':
      return [gate.stop, gate.promote];
    default:
      return [];
  }
}

/** A cause, how many, what decided, and what to do. */
const failureLines = ({ cause, says, remedy, endpoints, why, lines }: Deployment['failures'][number]) => [
  `${plural(endpoints, 'endpoint', 'endpoints')}: ${says} (${cause})${why === null ? '' : `: ${why}`}`,
  ...lines.map((line) => `    ${line}`),
  `  ${remedy}`,
];
