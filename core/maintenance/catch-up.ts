// What an endpoint does that was offline when it should have been patched.
import { readDuration } from '../query/dates.ts';
import { lengthText } from './describe.ts';
import type { Checked } from './problems.ts';
import { refuse } from './problems.ts';
import type { WorkedOut } from './schedule.ts';
import { blackoutAt } from './schedule.ts';

export type CatchUpMode =
  /** The default: it waits for its next window like everybody. */
  | { readonly mode: 'next-window' }
  /** Once it has been back so long, it need not wait for a window. */
  | { readonly mode: 'after-grace'; readonly graceMs: number }
  /** From the deadline on (UTC milliseconds) it need not wait for a window. */
  | { readonly mode: 'force-at-deadline'; readonly deadline: number };

/** As a plan or policy is asked for, before its day is known. */
export type CatchUpRule =
  | { readonly mode: 'next-window' }
  | { readonly mode: 'after-grace'; readonly graceMinutes: number }
  | { readonly mode: 'force-at-deadline'; readonly minutes: number };

const mostDays = 90;
const minuteMs = 60_000;

/** `next-window`, `after:2h` of its being back, `force:5d` after the plan is frozen. Never throws. */
export function readCatchUp(text: string): Checked<CatchUpRule> {
  if (text === 'next-window') return { ok: true, value: { mode: 'next-window' } };
  const [, word, length = ''] = /^(after|force):(\d{1,6}[a-z])$/.exec(text) ?? [];
  const seconds = length === '' ? undefined : readDuration(length);
  if (seconds === undefined || seconds % 60 !== 0 || seconds > mostDays * 86_400) {
    return refuse('catchUp', 'says no way to catch up', 'Write next-window, after:2h or force:5d, up to 90 days.');
  }
  const minutes = seconds / 60;
  return {
    ok: true,
    value: word === 'after' ? { mode: 'after-grace', graceMinutes: minutes } : { mode: 'force-at-deadline', minutes },
  };
}

/** `Whoever is offline in its window waits for the next one.` */
export function describeCatchUp(mode: CatchUpMode = { mode: 'next-window' }): string {
  const who = 'Whoever is offline in its window';
  switch (mode.mode) {
    case 'next-window':
      return `${who} waits for the next one.`;
    case 'after-grace':
      return `${who} may begin ${lengthText(mode.graceMs / minuteMs)} after it is back, in a window or not.`;
    case 'force-at-deadline':
      return `${who} may begin from ${new Date(mode.deadline).toISOString().slice(0, 16)}Z on, in a window or not.`;
  }
}

/** @param at when the plan is frozen, UTC milliseconds */
export function catchUpMode(rule: CatchUpRule, at: number): CatchUpMode {
  switch (rule.mode) {
    case 'next-window':
      return rule;
    case 'after-grace':
      return { mode: rule.mode, graceMs: rule.graceMinutes * minuteMs };
    case 'force-at-deadline':
      return { mode: rule.mode, deadline: at + rule.minutes * minuteMs };
  }
}

export interface Absence {
  /** When it was heard of again after the window it missed. */
  readonly backSince: number;
  /** 0 up to 1, the same for an endpoint each time: spreads those that come back together. */
  readonly jitter: number;
  readonly spreadMs: number;
}

export type CatchUp =
  | { readonly kind: 'wait-for-window' }
  /** It may start from then on, in a window or not. */
  | { readonly kind: 'start'; readonly from: number };

/** A blackout holds in every mode: an end that falls into one moves behind it. */
export function catchUp(mode: CatchUpMode, absence: Absence, schedule: WorkedOut): CatchUp {
  if (mode.mode === 'next-window') return { kind: 'wait-for-window' };
  const due =
    mode.mode === 'after-grace' ? absence.backSince + mode.graceMs : Math.max(absence.backSince, mode.deadline);
  const from = due + Math.floor(absence.jitter * absence.spreadMs);
  return { kind: 'start', from: blackoutAt(schedule, from)?.endsAt ?? from };
}
