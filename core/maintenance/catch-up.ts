// What an endpoint does that was offline when it should have been patched.
import type { WorkedOut } from './schedule.ts';
import { blackoutAt } from './schedule.ts';

export type CatchUpMode =
  /** The default: it waits for its next window like everybody. */
  | { readonly mode: 'next-window' }
  /** Once it has been back so long, it need not wait for a window. */
  | { readonly mode: 'after-grace'; readonly graceMs: number }
  /** From the deadline on (UTC milliseconds) it need not wait for a window. */
  | { readonly mode: 'force-at-deadline'; readonly deadline: number };

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
