// `--fail-on`: the condition under which a scan ends with exit status 3.
import { AppError } from '@suture/core/app-error.ts';
import { addDays } from '@suture/core/risk/days.ts';
import type { ScanDocument } from '../scan-document.ts';
import type { FixList } from './fix-list.ts';

export type Condition =
  | { readonly kind: 'overdue' }
  | { readonly kind: 'due'; readonly days: number }
  | { readonly kind: 'critical' }
  | { readonly kind: 'any' };

/** Throws a usage error that lists what may be written. */
export function readCondition(text: string): Condition {
  const due = /^due:(\d{1,4})d$/.exec(text);
  if (due !== null) return { kind: 'due', days: Number(due[1]) };
  if (text === 'overdue' || text === 'critical' || text === 'any') return { kind: text };
  throw new AppError(
    'usage',
    `--fail-on ${text} is no condition`,
    'Use one of: overdue, due:14d (any number of days), critical, any',
  );
}

/** Whether it holds of what is known. A pending security update whose vulnerabilities nobody names counts as `any`. */
export function trips(answer: Answer | ScanDocument, condition: Condition): boolean {
  const today = answer.scannedAt.slice(0, 10);
  const { found, due, critical } = 'findings' in answer ? worstOf(answer) : known(answer);
  switch (condition.kind) {
    case 'any':
      return found || answer.patches.length > 0;
    case 'overdue':
      return due !== null && due < today;
    case 'due':
      return due !== null && due <= addDays(today, condition.days);
    case 'critical':
      return critical;
  }
}

type Answer = Pick<FixList, 'open' | 'unclear' | 'patches' | 'scannedAt' | 'due' | 'hasCritical'>;

interface Worst {
  readonly found: boolean;
  /** The earliest day on which something is due. */
  readonly due: string | null;
  readonly critical: boolean;
}

const known = ({ open, unclear, due, hasCritical }: Answer): Worst => ({
  found: open.size > 0 || unclear.size > 0,
  due,
  critical: hasCritical,
});

function worstOf({ findings }: ScanDocument): Worst {
  let due: string | null = null;
  for (const { deadline } of findings)
    if (deadline.due !== null && (due === null || deadline.due < due)) ({ due } = deadline);
  return { found: findings.length > 0, due, critical: findings.some(({ severity }) => severity === 'critical') };
}
