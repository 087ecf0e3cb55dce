// `--fail-on`: the condition under which a scan ends with exit status 3.
import { AppError } from '@suture/core/app-error.ts';
import { addDays } from '@suture/core/risk/days.ts';
import type { ScanDocument } from '../scan-document.ts';

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
export function trips(
  document: Pick<ScanDocument, 'findings' | 'patches' | 'scannedAt'>,
  condition: Condition,
): boolean {
  const today = document.scannedAt.slice(0, 10);
  if (condition.kind === 'any') return document.findings.length > 0 || document.patches.length > 0;
  return document.findings.some(({ deadline, severity }) => {
    switch (condition.kind) {
      case 'overdue':
        return (deadline.overdueDays ?? 0) > 0;
      case 'due':
        return deadline.due !== null && deadline.due <= addDays(today, condition.days);
      case 'critical':
        return severity === 'critical';
    }
  });
}
