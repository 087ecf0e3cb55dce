// A plan in words: what is done to how many, ring by ring, who is left out and why, and what it takes.
import { lengthText } from '@suture/core/maintenance/describe.ts';
import type { PlanView } from '../plans/plan-view.ts';
import { printable, table } from './columns.ts';
import { rehearsalLines } from './rehearsal-lines.ts';
import { whoText } from './who.ts';
import { listed, plural } from './words.ts';
import { wrap } from './wrap.ts';

type Step = PlanView['steps'][number];

const mostSteps = 20;
const mostChanges = 6;

export function planLines(plan: PlanView, width: number | undefined): string {
  const prose = (lines: readonly string[]): string => lines.flatMap((line) => wrap(printable(line), width)).join('\n');
  const blocks = [
    prose([headline(plan), ...goes(plan), ...closing(plan)]),
    table(
      ['ring', 'endpoints', 'new in it'],
      plan.rings.map(({ endpoints, uncovered }, ring) => [
        String(ring + 1),
        String(endpoints),
        ring === 0 ? '' : listed(uncovered, 4),
      ]),
      { right: [0, 1], width },
    ).trimEnd(),
    stepTable(plan.steps, width),
    prose(leftOut(plan)),
    prose(heldBack(plan.steps)),
    prose(terms(plan)),
  ];
  return blocks.filter((block) => block !== '').join('\n\n');
}

function headline({ endpoints, rings, steps, excluded }: PlanView): string {
  const names = new Set(steps.flatMap(({ changes }) => changes.map((change) => change.package)));
  const left = excluded.reduce((sum, group) => sum + group.endpoints, 0);
  const reboots = steps.filter(({ expectsReboot }) => expectsReboot).reduce((sum, step) => sum + step.endpoints, 0);
  return [
    `${plural(names.size, 'package', 'packages')} on ${plural(endpoints, 'endpoint', 'endpoints')} in ${plural(rings.length, 'ring', 'rings')}`,
    reboots === 0 ? '' : `, ${plural(reboots, 'restart', 'restarts')} expected`,
    left === 0 ? '' : `; ${plural(left, 'endpoint is', 'endpoints are')} left out`,
    '.',
  ].join('');
}

/** What is taken away is severe, and stands before all else: each by its name, with on how many. */
function goes({ steps }: PlanView): readonly string[] {
  const counts = new Map<string, number>();
  for (const { changes, endpoints } of steps)
    for (const name of new Set(changes.flatMap((change) => (change.to === null ? [change.package] : []))))
      counts.set(name, (counts.get(name) ?? 0) + endpoints);
  if (counts.size === 0) return [];
  const texts = [...counts].map(([name, count]) => `${name} from ${plural(count, 'endpoint', 'endpoints')}`);
  return [`Takes away ${listed(texts, 20)}.`];
}

const closing = ({ closes }: PlanView): readonly string[] =>
  closes.length === 0 ? [] : [`Closes ${listed(closes, 12)}.`];

function stepTable(steps: readonly Step[], width: number | undefined): string {
  const shown = steps.toSorted((a, b) => b.endpoints - a.endpoints).slice(0, mostSteps);
  const text = table(
    ['endpoints', 'system', 'by', 'download', 'restart', 'minutes', 'changes'],
    shown.map((step) => [
      String(step.endpoints),
      step.release,
      step.adapter,
      sizeText(step.downloadBytes),
      step.expectsReboot ? 'yes' : '',
      String(step.expectedMinutes),
      listed(step.changes.map(changeText), mostChanges),
    ]),
    { right: [0, 3, 5], width },
  );
  const rest = steps.length - shown.length;
  return `${text}${rest > 0 ? `… and ${plural(rest, 'more kind', 'more kinds')} of endpoint (--json)` : ''}`.trimEnd();
}

export const changeText = ({ package: name, from, to }: Step['changes'][number]): string => {
  if (to === null) return `${name} ${from ?? ''} is removed`;
  return from === null ? `${name} ${to} is new` : `${name} ${from} → ${to}`;
};

const sizeText = (bytes: number): string =>
  bytes === 0 ? '' : bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;

/** By name where the server told names. */
export const leftOut = ({ excluded }: Pick<PlanView, 'excluded'>): readonly string[] =>
  excluded.length === 0
    ? []
    : [
        'Left out:',
        ...excluded.map(({ why, endpoints, names }) => {
          const rest = endpoints - Math.min(names.length, 3);
          return `  ${endpoints}  ${why} (${names.slice(0, 3).join(', ')}${rest > 0 ? ` and ${rest} more` : ''})`;
        }),
      ];

function heldBack(steps: readonly Step[]): readonly string[] {
  const whys = new Map(steps.flatMap((step) => step.heldBack.map((held) => [held.package, held.why] as const)));
  return whys.size === 0
    ? []
    : ['Held back:', ...[...whys].slice(0, 10).map(([name, why]) => `  ${name}: ${why}`), ...more(whys.size - 10)];
}

const more = (rest: number): readonly string[] => (rest > 0 ? [`  … and ${rest} more`] : []);

const rollbackWords: Readonly<Record<string, string>> = {
  R0: 'cannot be rolled back',
  R1: 'can go back to the packages before (R1)',
  R2: 'can go back to the boot entry before (R2)',
  R3: 'can go back to a snapshot of the file system (R3)',
  R4: 'can go back to a snapshot of the machine (R4)',
};

function terms(plan: PlanView): readonly string[] {
  const { windows, catchUp, soakMinutes, mostInFlight, cleanCanary, rollback, approvalsNeeded, signatures } = plan;
  const when = windows.length === 0 ? 'At any time' : `In ${windows.map((name) => `“${name}”`).join(' or ')}`;
  const watched = soakMinutes === 0 ? 'rings are not watched' : `each ring is watched for ${lengthText(soakMinutes)}`;
  const back = Object.entries(rollback).map(([name, count]) => `${count} ${rollbackWords[name] ?? name}`);
  const needs =
    approvalsNeeded === undefined
      ? []
      : [
          `Needs ${plural(approvalsNeeded, 'approval', 'approvals')} and ${plural(signatures?.needed ?? 0, 'signature', 'signatures')} of operators (${signatures?.given ?? 0} given).`,
        ];
  return [
    `${when}, ${mostInFlight} at once; ${watched}.${cleanCanary ? ' A small first ring without a failure passes by itself.' : ''}`,
    ...(windows.length === 0 ? [] : [catchUp]),
    `Rollback: ${back.join(', ')}.`,
    ...(plan.ringProbes ?? []).map(({ name }) => `While a ring is under way the server asks ${name}.`),
    ...goneAbout(plan.conduct),
    ...whence(plan),
    ...(plan.rehearsals ?? []).flatMap((each) => rehearsalLines(each)),
    ...needs,
    `Plan ${plan.hash}, made by ${whoText(plan.by, plan.byName)} at ${momentText(plan.at)}, good until ${momentText(plan.expiresAt)}.`,
  ];
}

const rebootWords: Readonly<Record<string, string>> = {
  never: 'machines are not restarted',
  'if-needed': 'machines are restarted where that is needed',
  'in-window': 'machines are restarted where that is needed, in a maintenance window',
  ask: 'a person restarts machines that need it',
};

function goneAbout(conduct: PlanView['conduct']): readonly string[] {
  if (conduct === null) return [];
  const { reboot, restart, probes } = conduct;
  const services = restart === 'none' ? 'Services are not restarted' : 'Services on replaced code are restarted';
  const asked = probes.length === 0 ? '' : ` Asked before, after and at the end of the soak: ${probes.join('; ')}.`;
  return [`${services}; ${rebootWords[reboot] ?? reboot}.${asked}`];
}

/** Figures that nobody has tried are said to be such. */
const whence = ({ figures: { simulated, rehearsed }, endpoints }: PlanView): readonly string[] => [
  `Figures: ${simulated} of ${endpoints} simulated, the others reckoned from inventory; minutes of ${rehearsed} are what a rehearsal took.`,
];

/** `2026-11-23 06:00 UTC`. */
export const momentText = (at: string): string => `${at.slice(0, 16).replace('T', ' ')} UTC`;
