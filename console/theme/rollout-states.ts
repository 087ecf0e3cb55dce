// Which level the states of deployments, rings and jobs are shown at, and what is counted together in the bar of a ring.
import type { Level } from './severity.ts';

export const DEPLOYMENT_LEVEL = {
  draft: 'unknown',
  planned: 'unknown',
  rehearsing: 'low',
  'awaiting-approval': 'medium',
  scheduled: 'low',
  running: 'low',
  paused: 'medium',
  halted: 'critical',
  'rolling-back': 'high',
  completed: 'fine',
  'completed-with-failures': 'high',
  'rolled-back': 'medium',
  'rollback-incomplete': 'critical',
  cancelled: 'unknown',
  rejected: 'unknown',
  expired: 'unknown',
} as const satisfies Record<string, Level>;

export const RING_LEVEL = {
  pending: 'unknown',
  open: 'low',
  held: 'medium',
  draining: 'low',
  soaking: 'low',
  evaluating: 'medium',
  promoted: 'fine',
  failed: 'high',
} as const satisfies Record<string, Level>;

/** In the order of the bar. What is watched is not verified yet, and nothing that is not done is ever fine. */
export const JOB_GROUPS = [
  { group: 'verified', level: 'fine', states: ['succeeded'] },
  { group: 'watched', level: 'low', states: ['soaking'] },
  {
    group: 'going',
    level: 'low',
    states: [
      'leased',
      'dispatched',
      'precheck',
      'downloading',
      'staged',
      'starting',
      'installing',
      'rebooting',
      'verifying',
      'reconciling',
      'rolling-back',
    ],
  },
  { group: 'failed', level: 'high', states: ['failed', 'lost', 'rolled-back', 'rollback-failed'] },
  { group: 'left', level: 'medium', states: ['skipped', 'cancelled', 'superseded', 'not-applicable'] },
  { group: 'waiting', level: 'unknown', states: ['queued', 'deferred'] },
] as const satisfies readonly { readonly group: string; readonly level: Level; readonly states: readonly string[] }[];
export type JobGroup = (typeof JOB_GROUPS)[number]['group'];
export type JobState = (typeof JOB_GROUPS)[number]['states'][number];

export const JOB_STATES: readonly JobState[] = JOB_GROUPS.flatMap(({ states }) => [...states]);

/** What the server may say one day and this console does not know is unknown. */
export const isKnown = <Known extends object>(known: Known, state: string): state is Extract<keyof Known, string> =>
  Object.hasOwn(known, state);

export const groupOf = (state: string): (typeof JOB_GROUPS)[number] =>
  JOB_GROUPS.find(({ states }) => (states as readonly string[]).includes(state)) ?? JOB_GROUPS[5];

/** Deferred for these reasons, which rings count apart. */
const APART = ['offline', 'coverage'];

/** How many are in each group; `jobs` by state, without zeros. */
export const countsOf = (jobs: Readonly<Record<string, number>>): ReadonlyMap<JobGroup, number> =>
  new Map(
    JOB_GROUPS.map(({ group, states }) => {
      const counted = group === 'waiting' ? [...states, ...APART] : states;
      return [group, counted.reduce((sum, state) => sum + (jobs[state] ?? 0), 0)] as const;
    }),
  );
