// What came of a phase, in the words and sizes of the executor's answers.
import type { Installed, Rebooting } from '../execution/install.ts';
import type { Prepared } from '../execution/prepare.ts';
import type { Reconciled } from '../execution/reconcile.ts';
import type { RolledBackTo } from '../execution/roll-back.ts';
import type { Verification } from '../execution/verify.ts';
import type { Rehearsed } from '../rehearsal/rehearsal.ts';
import type { JobAnswer } from './job-answer.ts';

type Outcome = Prepared | Installed | Verification | RolledBackTo | Rebooting | Reconciled;

const short = (text: string, most = 500): string => text.slice(0, most);
const shorter = (lines: readonly string[]): string[] => lines.slice(0, 12).map((line) => short(line, 300));

/** In seconds it is all together, which is what a plan wants to know. */
export function rehearsed(outcome: Rehearsed): JobAnswer {
  if (outcome.kind === 'not-rehearsed') {
    return { kind: 'rehearsed', result: 'not-rehearsed', says: [short(outcome.why)], lines: [], seconds: 0 };
  }
  const { verdict, reasons, lines, seconds, bytesWritten, reboot, checks, restarts } = outcome;
  return {
    kind: 'rehearsed',
    result: verdict,
    says: reasons.map(({ says }) => short(says)).slice(0, 50),
    lines: shorter(lines),
    seconds: seconds.overlay + seconds.upgrade + seconds.checks,
    upgradeSeconds: seconds.upgrade,
    bytes: bytesWritten,
    reboot,
    checks,
    restarts: restarts.map((name) => short(name, 200)),
  };
}

export function said(outcome: Outcome): JobAnswer {
  switch (outcome.kind) {
    case 'staged':
      return { kind: 'staged', rollback: outcome.rollback, why: outcome.why.slice(0, 20).map((why) => short(why)) };
    case 'deferred':
      return { ...outcome, why: short(outcome.why) };
    case 'failed':
    case 'rollback-failed':
      return { kind: outcome.kind, cause: outcome.cause, why: short(outcome.why), lines: shorter(outcome.lines) };
    case 'installed': {
      const [kept, overdue] = 'kept' in outcome ? [outcome.kept, outcome.overdue] : [[], false];
      return {
        kind: 'installed',
        changed: outcome.changed.length,
        kept: kept.slice(0, 50).map((path) => short(path)),
        overdue,
        reboot: outcome.reboot,
      };
    }
    case 'verified': {
      const { verdict, results } = outcome.probes;
      const says = results
        .filter((result) => result.verdict !== 'pass')
        .map((result) => short(`${result.probe}: ${result.says}`));
      const probesPass = verdict === 'pass' || verdict === 'warn';
      return {
        kind: 'verified',
        evidence: outcome.evidence,
        probesPass,
        boots: outcome.boots,
        says: says.slice(0, 20),
      };
    }
    default:
      return { kind: outcome.kind };
  }
}
